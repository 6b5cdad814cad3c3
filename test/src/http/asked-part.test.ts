import { describe, expect, test } from '@jest/globals';
import express, { type Request } from 'express';
import { askedPart } from '../../../src/http/asked-part.js';

/** A call with these headers, as Express hands it over. */
function asked(headers: Record<string, string>, method = 'GET') {
  const request = Object.assign(Object.create(express.request) as Request, { method, headers });
  return askedPart(request, '"tag"', 1_000);
}
const whole = { status: 200, first: 0, last: 999 };
const part = (first: number, last: number) => ({ status: 206, first, last });

describe('what a call for 1,000 bytes comes to', () => {
  test.each<[string, object]>([
    ['bytes=0-0', part(0, 0)],
    ['bytes=0-', part(0, 999)],
    ['bytes=500-', part(500, 999)],
    ['bytes=500-5000', part(500, 999)],
    ['bytes=999-', part(999, 999)],
    ['bytes=-1', part(999, 999)],
    ['bytes=-5000', part(0, 999)],
    ['bytes=1000-', { status: 416 }],
    ['bytes=5-2', { status: 416 }],
    ['bytes=0-1,5-6', whole],
    ['items=0-5', whole],
    ['bytes=-0', { status: 416 }],
    ['bytes=x', whole],
    ['nonsense', whole],
  ])('%s', (range, expected) => {
    expect(asked({ range })).toEqual(expected);
  });

  test.each<[Record<string, string>, object]>([
    [{}, whole],
    [{ 'if-none-match': '"tag"' }, { status: 304 }],
    [{ 'if-none-match': '"a", W/"tag"' }, { status: 304 }],
    [{ 'if-none-match': '"other"' }, whole],
    [{ 'if-match': '"other"' }, { status: 412 }],
    [{ 'if-match': 'W/"tag"' }, { status: 412 }],
    [{ 'if-match': '*', range: 'bytes=1-2' }, part(1, 2)],
    [{ 'if-match': '"other", "tag"' }, whole],
    [{ range: 'bytes=1-2', 'if-range': '"tag"' }, part(1, 2)],
    [{ range: 'bytes=1-2', 'if-range': '"other"' }, whole],
    [{ range: 'bytes=1-2', 'if-range': 'W/"tag"' }, whole],
    [{ range: 'bytes=1-2', 'if-range': 'Mon, 30 Nov 2026 00:00:00 GMT' }, whole],
    [{ 'if-modified-since': 'Mon, 30 Nov 2037 00:00:00 GMT' }, whole],
  ])('%j', (headers, expected) => {
    expect(asked(headers)).toEqual(expected);
  });

  test('HEAD knows no ranges', () => {
    expect(asked({ range: 'bytes=1-2' }, 'HEAD')).toEqual(whole);
  });
});
