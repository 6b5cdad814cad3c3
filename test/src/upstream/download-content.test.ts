import { afterEach, describe, expect, test } from '@jest/globals';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import {
  downloadServedBy as from,
  removeDownloads,
  serveFile,
  sha256,
  videoOf,
} from '../../support/download-under-test.js';
import { sendText, stopOrigins } from '../../support/start-origin.js';
import { closeUpstreams, errorOf } from '../../support/upstream-under-test.js';

afterEach(async () => {
  closeUpstreams();
  await stopOrigins();
  removeDownloads();
});

const video = videoOf(20_000);
const captions = `WEBVTT\n\n${'00:00 --> 00:01\nAnna: Hi\n\n'.repeat(50)}`;
const broken = { name: 'Refusal', outcome: 'failed', reason: 'file_broken' };

describe('a success without content', () => {
  test.each(['mp4', 'm4a', 'mp3', 'jpg', 'txt', 'vtt', 'csv', 'json', 'bin'])(
    'is a broken file, tried by policy: no bytes of %s, whatever the record says',
    async (extension) => {
      for (const bytes of [undefined, 5]) {
        const { file, origin } = await from((_, response) => sendText(response, 200, ''), { extension });
        file.wanted.address.bytes = bytes;
        expect(await errorOf(file.run())).toMatchObject(broken);
        expect(origin.seen.length).toBeGreaterThanOrEqual(8);
        expect(file.left()).toEqual([]);
      }
    },
  );

  test('may heal', async () => {
    const { file } = await from((request, response, index) =>
      index < 3 ? sendText(response, index === 1 ? 204 : 200, '') : serveFile(request, response, video),
    );
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
  });

  const refusals: [string, string][] = [
    ['vtt', '{"status":false,"errorCode":124,"errorMessage":"Forbidden"}'],
    ['txt', '{"status":false,"errorCode":124,"errorMessage":"Forbidden","result":null}'],
    ['csv', '{"code":124,"message":"Invalid access token."}'],
    ['json', '{"errorMessage":"no permission"}'],
    ['json', '{"error":"access_denied","error_description":"no"}'],
    ['json', '{"error":{"code":403,"message":"no"}}'],
    ['json', '{"message":"Forbidden"}'],
    ['json', '[{"errorCode":"AccessDenied","message":"no"}]'],
    ['json', ' \n{"success":false,"msg":"no such file","traceId":"x"}'],
    ['vtt', '{"type":"about:blank","title":"Forbidden","status":403,"detail":"no"}'],
    ['bin', '{"code":4711,"message":"does not contain scopes"}'],
    ['txt', '\ufeff{"code":3301,"message":"There is no recording"}'],
    ['mp3', 'Access denied'],
    ['mp4', 'Zugriff verweigert'],
    ['m4a', 'アクセスが拒否されました'],
    ['jpg', 'No'],
    ['mp4', 'null'],
    ['vtt', '\n\n  <!-- x --><!DOCTYPE html><html></html>'],
    ['csv', '<?xml version="1.0"?>\n<ErrorResponse><Code>x</Code></ErrorResponse>'],
  ];
  test.each(refusals)('is a broken file: where %s was expected comes %s', async (extension, body) => {
    const { file } = await from((_, response) => sendText(response, 200, body), { extension });
    expect(await errorOf(file.run())).toMatchObject(broken);
    expect(file.left()).toEqual([]);
  });

  test.each(['vtt', 'txt', 'json', 'mp4'])('is a broken file: packed bytes as %s', async (extension) => {
    const { file } = await from((_, response) => sendText(response, 200, gzipSync(captions)), { extension });
    expect(await errorOf(file.run())).toMatchObject(broken);
  });
});

describe('a whole file is kept, with its bytes and the name that fits them', () => {
  const zip = (name: string) => {
    const head = Buffer.alloc(30);
    head.write('PK\x03\x04', 'latin1');
    head.writeUInt16LE(name.length, 26);
    return Buffer.concat([head, Buffer.from(name), Buffer.alloc(40)]);
  };
  const wav = Buffer.concat([Buffer.from('RIFF\x24\0\0\0WAVEfmt '), Buffer.alloc(40, 1)]);
  const cfb = Buffer.alloc(512 * 4);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(cfb);
  cfb.writeUInt16LE(9, 30);
  cfb.write('Root Entry', 512, 'utf16le');
  cfb.writeUInt16LE(22, 512 + 64);
  cfb.write('WordDocument', 512 + 128, 'utf16le');
  cfb.writeUInt16LE(26, 512 + 128 + 64);
  const files: [what: string, claimed: string, bytes: Buffer | string, extension: string, type?: string][] = [
    ['JSON of an unknown kind', 'bin', '{"version":2,"actions":[{"title":"Send the minutes"}]}', 'json'],
    ['JSON with a code that is content', 'json', '{"code":7,"items":[{"message":"hello"}]}', 'json'],
    ['JSON that says that all is well', 'json', '{"code":0,"message":"ok","lines":[1]}', 'json'],
    ['a timeline', 'json', '{"timeline":[{"ts":"0","users":[]}]}', 'json'],
    ['an empty timeline', 'json', '{"timeline":[]}', 'json'],
    ['a transcript in JSON behind another name', 'vtt', '{"timeline":[{"text":"forbidden"}]}', 'json'],
    ['captions', 'vtt', captions, 'vtt'],
    ['captions that say they are HTML', 'vtt', captions, 'vtt', 'text/html'],
    ['captions of an unknown kind', 'bin', captions, 'vtt'],
    ['a chat that speaks of errors', 'txt', '10:00 Anna: {"code":124,"message":"no"}', 'txt'],
    ['plain words', 'bin', 'Hello, this is a note.', 'txt'],
    ['a PDF', 'bin', '%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n', 'pdf'],
    ['a PDF that says it is a film', 'mp4', '%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n' + 'x'.repeat(600), 'pdf'],
    [
      'a picture',
      'jpg',
      Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(60)]),
      'png',
    ],
    ['sound behind another name', 'mp3', wav, 'wav'],
    ['sound in the container of films', 'mp3', videoOf(500), 'm4a'],
    ['sound by the name of its record', 'm4a', videoOf(500), 'm4a'],
    ['a film', 'mp4', video, 'mp4'],
    ['a film that says it is HTML', 'mp4', video, 'mp4', 'text/html'],
    ['a film that says it is JSON', 'mp4', video, 'mp4', 'application/json'],
    ['a document of an old Office', 'bin', cfb, 'doc'],
    ['a packed file of an unknown kind', 'bin', gzipSync('x'), 'gz'],
    ['an archive', 'bin', zip('notes.bin'), 'zip'],
    ['a drawing', 'bin', '<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>', 'txt', 'image/svg+xml'],
    [
      'captions in XML',
      'bin',
      '<?xml version="1.0"?><tt xmlns="x"><body><p>Hi</p></body></tt>',
      'txt',
      'application/ttml+xml',
    ],
    ['sound of one byte that is a sign of text', 'mp3', Buffer.alloc(300, 9), 'mp3'],
    ['sound of blanks and lines', 'm4a', Buffer.from(' \n'.repeat(100)), 'm4a'],
    ['sound of one letter', 'mp3', 'U'.repeat(300), 'mp3'],
    ['bytes that mean nothing', 'bin', Buffer.from([0, 1, 2, 3, 250, 251]), 'bin'],
  ];
  test.each(files)(
    '%s, called %s',
    async (_, claimed, bytes, extension, type = 'application/octet-stream') => {
      const { file, origin } = await from(
        (_request, response) => sendText(response, 200, bytes, { 'content-type': type }),
        { extension: claimed },
      );
      expect(await file.run()).toMatchObject({ extension, sha256: sha256(bytes), sizeDiffers: false });
      expect([origin.seen.length, file.left()]).toEqual([1, ['file']]);
    },
  );
});

describe('a Content-Encoding', () => {
  const packed: [string, Buffer][] = [
    ['gzip', gzipSync(captions)],
    ['x-gzip', gzipSync(captions)],
    ['GZIP', gzipSync(captions)],
    ['deflate', deflateSync(captions)],
    ['deflate', deflateRawSync(captions)],
    ['br', brotliCompressSync(captions)],
    ['aws-chunked,gzip', gzipSync(captions)],
    ['gzip, br', brotliCompressSync(gzipSync(captions))],
  ];
  test.each(packed)('of %s is taken off', async (encoding, body) => {
    const { file } = await from(
      (_, response) => sendText(response, 200, body, { 'content-encoding': encoding }),
      { extension: 'vtt' },
    );
    file.wanted.address.bytes = captions.length;
    expect(await file.run()).toMatchObject({
      ...{ bytes: captions.length, sha256: sha256(captions), sizeDiffers: false, extension: 'vtt' },
    });
    expect(file.left()).toEqual(['file']);
  });

  test.each(['', 'aws-chunked', 'identity', 'utf-8', 'none', 'binary', 'gzip', 'deflate', 'br', 'zstd', 'x'])(
    'of %j beside plain bytes changes nothing',
    async (encoding) => {
      for (const [extension, bytes] of [
        ['vtt', Buffer.from(captions)],
        ['mp4', video],
      ] as const) {
        const { file, origin } = await from(
          (_, response) => sendText(response, 200, bytes, { 'content-encoding': encoding }),
          { extension },
        );
        file.wanted.address.bytes = bytes.length;
        expect(await file.run()).toMatchObject({ sha256: sha256(bytes), sizeDiffers: false });
        expect(origin.seen.length).toBe(1);
      }
    },
  );

  test.each<[string, string, Buffer]>([
    ['a packed file that was cut', 'gzip', gzipSync(captions).subarray(0, 30)],
    ['a packed page', 'gzip', gzipSync('<!DOCTYPE html><html></html>')],
    ['a packed refusal', 'br', brotliCompressSync('{"code":124,"message":"Invalid access token."}')],
    ['zeros without end', 'gzip', gzipSync(Buffer.alloc(128 * 1024 * 1024), { level: 9 })],
  ])('over %s is a broken file, and nothing is left', async (_, encoding, body) => {
    const { file } = await from(
      (_request, response) => sendText(response, 200, body, { 'content-encoding': encoding }),
      { extension: 'vtt' },
    );
    expect(await errorOf(file.run())).toMatchObject(broken);
    expect(file.left()).toEqual([]);
  });
});
