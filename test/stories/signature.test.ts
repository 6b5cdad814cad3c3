import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyReport } from '../../src/report/verify.js';
import { DiskFiles } from '../../src/files/disk-files.js';
import { writeZip } from '../../src/report/zip.js';
import { bodyOf, nobody, startApi, type Api } from '../support/start-api.js';
import { reportFileIn } from '../support/data-paths.js';

let api: Api;
let folder: string;
let report: string;
let bag: string;
let pem: string;
beforeAll(async () => {
  api = await startApi();
  folder = mkdtempSync(join(tmpdir(), 'dsar-signature-'));
  const { id } = bodyOf(await api.order({ email: nobody }));
  report = reportFileIn(api.installation.service.folder, String(id));
  execFileSync('unzip', ['-q', report, '-d', folder]);
  bag = join(folder, readdirSync(folder)[0] ?? '');
  const { keys } = bodyOf(await api.call('get', '/v1/signing-keys', 'auditor')) as {
    keys: { pem: string }[];
  };
  pem = keys[0]?.pem ?? '';
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Packs the bag again in the same form, with some of its files changed or left out. */
async function repack(changes: Record<string, Buffer | undefined>): Promise<string> {
  const names = execFileSync('unzip', ['-Z1', report], { encoding: 'utf8' }).trim().split('\n');
  const top = names[0]?.split('/')[0] ?? '';
  const copy = mkdtempSync(join(folder, 'again-'));
  const entries = names.flatMap((whole, index) => {
    const name = whole.slice(top.length + 1);
    if (name in changes && changes[name] === undefined) return [];
    const content = changes[name] ?? readFileSync(join(bag, name));
    writeFileSync(join(copy, String(index)), content);
    return [{ name, key: String(index), bytes: content.length, sha256: '' }];
  });
  await writeZip(new DiskFiles(copy), 'again.zip', top, entries, new Date('2026-01-01T00:00:00Z'));
  return join(copy, 'again.zip');
}

const openssl = () =>
  spawnSync('openssl', [
    ...['pkeyutl', '-verify', '-pubin', '-inkey', join(bag, 'signing-key.pem'), '-rawin'],
    ...['-in', join(bag, 'tagmanifest-sha256.txt'), '-sigfile', join(bag, 'tagmanifest-sha256.txt.sig')],
  ]);

describe('the signature of a report', () => {
  test('is accepted by openssl, until a byte of the list is another', () => {
    expect(openssl().stdout.toString()).toContain('Signature Verified Successfully');
    const list = join(bag, 'tagmanifest-sha256.txt');
    const whole = readFileSync(list);
    writeFileSync(list, Buffer.concat([whole, Buffer.from('\n')]));
    expect(openssl().status).not.toBe(0);
    writeFileSync(list, whole);
  });

  test('is checked by verify, with and without the trusted key', async () => {
    expect(readFileSync(join(bag, 'signing-key.pem'), 'utf8')).toBe(pem);
    const { keys } = bodyOf(await api.call('get', '/v1/signing-keys')) as { keys: { kid: string }[] };
    expect(await verifyReport(report)).toMatchObject({ isValid: true, signingKey: keys[0]?.kid });
    expect(await verifyReport(report, { trustedKey: pem })).toMatchObject({ isValid: true });
    const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect((await verifyReport(report, { trustedKey: other })).problems).toEqual([
      'the report is signed with another key than the trusted one',
    ]);
  });

  test('packed again it is still valid; changed or taken out it is not', async () => {
    expect((await verifyReport(await repack({}))).problems).toEqual([]);
    const signature = readFileSync(join(bag, 'tagmanifest-sha256.txt.sig'));
    const flipped = Buffer.from(signature);
    flipped[5] = (flipped[5] ?? 0) ^ 1;
    for (const changed of [flipped, signature.subarray(1), Buffer.alloc(0)])
      expect((await verifyReport(await repack({ 'tagmanifest-sha256.txt.sig': changed }))).isValid).toBe(
        false,
      );
    for (const name of ['tagmanifest-sha256.txt.sig', 'signing-key.pem'])
      expect((await verifyReport(await repack({ [name]: undefined }))).isValid).toBe(false);
  });
});
