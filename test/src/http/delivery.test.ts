import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import type { Response } from 'supertest';
import { bodyOf, expectProblem, nobody, startApi, type Api } from '../../support/start-api.js';
import { gather } from '../../../src/storage/rows.js';
import { reportFileIn } from '../../support/data-paths.js';

let api: Api;
let id: string;
let file: string;
beforeAll(async () => {
  api = await startApi();
  id = String(bodyOf(await api.order({ email: nobody })).id);
  file = reportFileIn(api.installation.service.folder, id);
});
afterAll(() => api.close());

const path = () => `/v1/access-requests/${id}/report`;
const binary = (response: Response): Buffer => response.body as Buffer;
const events = async (event: string) =>
  (await gather(api.installation.service.ledger.entries('default')))
    .filter((entry) => entry.event === event)
    .map(({ details }) => JSON.parse(details) as Record<string, unknown>);

describe('a report that is handed out by key', () => {
  test('tells its digest for the whole zip, also with a range of it', async () => {
    const bytes = readFileSync(file);
    const digest = createHash('sha256').update(bytes).digest('base64');
    for (const range of [undefined, 'bytes=10-19']) {
      const call = api.call('get', path(), 'auditor');
      const response = await (range ? call.set('Range', range) : call).buffer(true).parse(collect);
      expect(response.headers['repr-digest']).toBe(`sha-256=:${digest}:`);
      expect(response.headers.etag).toBe(`"${createHash('sha256').update(bytes).digest('hex')}"`);
      expect(binary(response)).toEqual(range ? bytes.subarray(10, 20) : bytes);
    }
  });

  test('encrypted to a recipient, opens with their key only, and the ledger knows', async () => {
    const identity = await generateIdentity();
    const recipient = await identityToRecipient(identity);
    const response = await api
      .call('get', `${path()}?recipient=${recipient}`, 'auditor')
      .buffer(true)
      .parse(collect);
    expect([response.status, response.headers['content-type']]).toEqual([200, 'application/age']);
    expect(response.headers['content-disposition']).toContain('.zip.age"');
    const sealed = binary(response);
    expect(sealed.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
    const own = new Decrypter();
    own.addIdentity(identity);
    expect(Buffer.from(await own.decrypt(sealed))).toEqual(readFileSync(file));
    const other = new Decrypter();
    other.addIdentity(await generateIdentity());
    await expect(other.decrypt(sealed)).rejects.toThrow();
    await api.call('get', '/v1/ledger', 'auditor');
    for (const event of ['report.download_started', 'report.downloaded'])
      expect((await events(event)).at(-1)).toMatchObject({ request: id, encrypted: true });
  });

  test.each(['age1', 'x', `age1${'q'.repeat(58)}`, 'ssh-ed25519'])(
    'to %s, no recipient, is refused',
    async (recipient) => {
      const response = await api.call('get', `${path()}?recipient=${recipient}`, 'auditor');
      expectProblem(response, 400, 'invalid_request');
    },
  );
});

describe('a link', () => {
  const make = async (body: object = {}) => api.call('post', `${path()}/links`, 'auditor').send(body);
  const pathOf = (response: Response) => new URL(String(bodyOf(response).url), 'http://localhost').pathname;

  test('is refused for longer than 15 minutes and for versions that are not there', async () => {
    expectProblem(await make({ seconds: 901 }), 400, 'invalid_request');
    expectProblem(await make({ version: 2 }), 404, 'not_found');
  });

  test('stands nowhere in the database or the ledger', async () => {
    const secret = pathOf(await make()).slice('/reports/'.length);
    expect(JSON.stringify(await gather(api.installation.service.ledger.entries('default')))).not.toContain(
      secret,
    );
    const { path: folder } = api.installation.service.folder;
    for (const name of ['database.sqlite', 'database.sqlite-wal'])
      expect(readFileSync(`${folder}/${name}`).includes(secret)).toBe(false);
  });
});

test('the signing keys are given as JWK and as PEM, to every role', async () => {
  for (const caller of ['platform', 'operator', 'auditor'] as const) {
    const { keys } = bodyOf(await api.call('get', '/v1/signing-keys', caller)) as {
      keys: { kid: string; x: string; kty: string; crv: string; pem: string }[];
    };
    const [key] = keys;
    const fromPem = createPublicKey(key?.pem ?? '').export({ format: 'jwk' });
    expect(fromPem).toMatchObject({ kty: key?.kty, crv: key?.crv, x: key?.x });
  }
});

function collect(response: Response, done: (error: Error | null, body: Buffer) => void): void {
  const stream = response as unknown as NodeJS.ReadableStream;
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(null, Buffer.concat(chunks)));
}
