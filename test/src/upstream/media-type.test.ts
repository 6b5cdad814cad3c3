import { describe, expect, test } from '@jest/globals';
import { isErrorPage } from '../../../src/upstream/media-type.js';

const mp4 = Buffer.from('\0\0\0\x18ftypmp42');
const page = '<!DOCTYPE html><html><body>Sign in</body></html>';

describe('a page about a file instead of the file', () => {
  test.each<[string, string | undefined, string, string | Buffer]>([
    ['HTML that says so', 'text/html; charset=utf-8', 'mp4', page],
    ['HTML that says so in capitals', 'TEXT/HTML', 'mp4', page],
    ['XHTML', 'application/xhtml+xml', 'mp4', page],
    ['XML of a storage host', 'application/xml', 'mp4', '<?xml version="1.0"?><Error/>'],
    ['XML as text', 'text/xml', 'vtt', '<Error><Code>AccessDenied</Code></Error>'],
    ['JSON where a video was expected', 'application/json;charset=UTF-8', 'mp4', '{"code":124}'],
    ['problem details where audio was expected', 'application/problem+json', 'm4a', '{"title":"no"}'],
    ['JSON where captions were expected', 'application/json', 'vtt', '{"code":124}'],
    ['HTML that says it is a video', 'video/mp4', 'mp4', page],
    ['HTML without a type', undefined, 'mp4', page],
    ['HTML after a byte order mark and spaces', 'application/octet-stream', 'mp4', `\ufeff \n${page}`],
    ['HTML where a timeline was expected', 'application/json', 'json', page],
    ['HTML where captions were expected', 'text/vtt', 'vtt', '<html lang="en">'],
    ['HTML in capitals', 'application/octet-stream', 'm4a', '<HTML>'],
    ['XML without a type', undefined, 'jpg', '<?xml version="1.0"?>'],
    ['an S3 error without a declaration', 'binary/octet-stream', 'mp4', '<Error><Code>x</Code></Error>'],
    ['JSON that says it is a video', 'video/mp4', 'mp4', '{ "code": 124 }'],
    ['a JSON list that says it is audio', 'audio/mpeg', 'mp3', '[\n"no"]'],
    ['HTML where nobody knows what to expect', 'application/octet-stream', 'bin', page],
    ['HTML that says so, where a chat was expected', 'text/html', 'txt', page],
    ['HTML that says it is a chat', 'text/plain', 'txt', page],
    ['HTML that starts with a comment', 'application/octet-stream', 'mp4', '<!-- --><html>'],
    ['a refusal where a timeline was expected', 'application/json', 'json', '{"code":124,"message":"no"}'],
    ['a refusal with more than its message', undefined, 'json', '{"code":124,"errorCode":1,"message":"no"}'],
  ])('%s', (_, contentType, extension, start) => {
    expect(isErrorPage({ contentType, extension, start: Buffer.from(start), isWhole: true })).toBe(true);
  });
});

describe('the file itself', () => {
  test.each<[string, string | undefined, string, string | Buffer]>([
    ['a video', 'video/mp4', 'mp4', mp4],
    ['a video without a type', undefined, 'mp4', mp4],
    ['a video as octets', 'application/octet-stream', 'mp4', mp4],
    ['captions', 'text/vtt', 'vtt', 'WEBVTT\n\n1\n00:00 --> 00:01\n<v Anna>Hi'],
    ['a chat', 'text/plain', 'txt', '10:00 Anna: hello'],
    ['a chat that speaks of HTML', 'text/plain', 'txt', '10:00 Anna: <html>'],
    ['a timeline', 'application/json', 'json', '{"timeline":[]}'],
    ['a summary as text', 'text/plain', 'json', '{"summary":"<html>"}'],
    ['a poll', 'text/csv', 'csv', '"Question","Answer"'],
    ['a poll that starts with a number in brackets', 'text/csv', 'csv', '[1],2'],
    ['an empty start', 'video/mp4', 'mp4', ''],
    ['a video whose name has json in its type', 'video/mp4; note=json', 'mp4', mp4],
    ['text that mentions xml', 'text/plain; x=xml', 'txt', 'hello'],
  ])('%s', (_, contentType, extension, start) => {
    expect(isErrorPage({ contentType, extension, start: Buffer.from(start), isWhole: true })).toBe(false);
  });
});
