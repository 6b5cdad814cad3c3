import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  armor,
  Decrypter,
  Encrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption';
import { ageKindOf } from '../../../src/report/age-file.js';
import { hasTool } from '../../support/outside-tools.js';
import { bodyOf, nobody, startApi, type Api, type Problem } from '../../support/start-api.js';
import { gather } from '../../../src/storage/rows.js';
import { reportFileIn } from '../../support/data-paths.js';

let api: Api;
let server: Server;
let url: string;
let plain: Buffer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-age-'));
  api = await startApi();
  const id = String(bodyOf(await api.order({ email: nobody })).id);
  plain = readFileSync(reportFileIn(api.installation.service.folder, id));
  server = createServer(api.app);
  // Decrypting keeps this process busy for longer than connections are kept.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/access-requests/${id}/report`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.close();
  rmSync(folder, { recursive: true });
});

const authorization = () => ({ Authorization: `Bearer ${api.keys.auditor}` });
const get = (recipients: string[], method = 'GET') =>
  fetch(`${url}?${recipients.map((recipient) => `recipient=${encodeURIComponent(recipient)}`).join('&')}`, {
    ...{ method, headers: authorization() },
  });
const post = (body: object) =>
  fetch(url, {
    method: 'POST',
    headers: { ...authorization(), 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());
/** The last download in the ledger, once the end of all that has gone is known. */
const lastDownload = async () => {
  await api.call('get', '/v1/ledger', 'auditor');
  return (await gather(api.installation.service.ledger.entries('default')))
    .filter(({ event }) => event === 'report.downloaded')
    .map(({ details }) => JSON.parse(details) as object)
    .at(-1);
};

async function keys(count: number, make: () => Promise<string>) {
  const identities = await Promise.all(Array.from({ length: count }, make));
  return { identities, recipients: await Promise.all(identities.map(identityToRecipient)) };
}

async function open(sealed: Uint8Array, identity: string): Promise<Buffer> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return Buffer.from(await decrypter.decrypt(sealed));
}

describe('a report that is encrypted with age', () => {
  test('to post-quantum recipients opens with the key of each and of nobody else', async () => {
    const { identities, recipients } = await keys(10, generateHybridIdentity);
    const response = await post({ recipients });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/age']);
    expect(response.headers.get('x-opens-with')).toContain('age 1.3.0 or later');
    const sealed = await bytesOf(response);
    expect(Number(response.headers.get('content-length'))).toBe(sealed.length);
    for (const place of [0, 9]) expect(await open(sealed, identities[place] ?? '')).toEqual(plain);
    for (const make of [generateHybridIdentity, generateX25519Identity])
      await expect(open(sealed, await make())).rejects.toThrow();
    expect(await lastDownload()).toMatchObject({ encrypted: true, recipients: 10, post_quantum: true });
  });

  test("to several X25519 recipients opens with Debian's age and the key of each", async () => {
    const { identities, recipients } = await keys(3, generateX25519Identity);
    const response = await get(recipients);
    expect([response.status, response.headers.get('accept-ranges')]).toEqual([200, 'none']);
    expect(response.headers.get('x-opens-with')).toContain('age 1.0.0 or later');
    const file = join(folder, 'classic.age');
    writeFileSync(file, await bytesOf(response));
    expect(await lastDownload()).toMatchObject({ encrypted: true, recipients: 3, post_quantum: false });
    for (const identity of identities) {
      expect(await open(readFileSync(file), identity)).toEqual(plain);
      if (!hasTool('age')) continue;
      writeFileSync(join(folder, 'key'), identity);
      const opened = execFileSync('age', ['-d', '-i', join(folder, 'key'), file], { maxBuffer: 1e8 });
      expect(opened).toEqual(plain);
    }
  });

  test('to one, as a post-quantum parameter of the address', async () => {
    const { identities, recipients } = await keys(1, generateHybridIdentity);
    expect(await open(await bytesOf(await get(recipients)), identities[0] ?? '')).toEqual(plain);
  });

  test('tells its size and programs before it is fetched, and that is no download', async () => {
    const { recipients } = await keys(2, generateX25519Identity);
    const before = await lastDownload();
    const head = await get(recipients, 'HEAD');
    expect([head.status, await lastDownload()]).toEqual([200, before]);
    const whole = await get(recipients);
    for (const name of ['content-length', 'x-opens-with', 'content-type'])
      expect(head.headers.get(name)).toBe(whole.headers.get(name));
    expect((await bytesOf(whole)).length).toBe(Number(head.headers.get('content-length')));
  });

  test('is named by its kind when somebody verifies it, armoured or not', async () => {
    const file = join(folder, 'kind.age');
    const make = async (recipients: string[], isArmoured: boolean) => {
      const encrypter = new Encrypter();
      for (const recipient of recipients) encrypter.addRecipient(recipient);
      const sealed = await encrypter.encrypt('x');
      writeFileSync(file, isArmoured ? armor.encode(sealed) : sealed);
      return ageKindOf(file);
    };
    const strong = (await keys(2, generateHybridIdentity)).recipients;
    const classic = (await keys(2, generateX25519Identity)).recipients;
    for (const isArmoured of [true, false]) {
      expect(await make(strong, isArmoured)).toBe('post-quantum');
      expect(await make(classic, isArmoured)).toBe('classic');
    }
    writeFileSync(file, plain);
    expect(await ageKindOf(file)).toBeUndefined();
  });
});

describe('recipients that are refused', () => {
  /** Low order: every secret that is agreed with it is zero. */
  const noKey = `age1${'q'.repeat(52)}5cu47z`;
  const swapped = (text: string) => `${text.slice(0, -1)}${text.endsWith('q') ? 'p' : 'q'}`;

  const refusal = async (response: Response) => {
    const problem = (await response.json()) as Problem;
    expect([response.status, problem.code]).toEqual([400, 'invalid_request']);
    return problem;
  };

  test.each<[what: string, recipient: string, word: string]>([
    [
      'a key of SSH',
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAA person@example.com',
      'key of SSH',
    ],
    ['a key of SSH (RSA)', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC', 'key of SSH'],
    ['a recipient of a plugin', 'age1yubikey1qwerty', 'plugin'],
    ['a recipient of a hardware key', 'age1tagpq1qwerty', 'hardware key'],
    ['what is no recipient', 'person@example.com', 'age-keygen -y'],
    ['nothing', '', 'age-keygen -y'],
    ['too little', 'age1', 'not whole'],
    ['too little of a post-quantum one', `age1pq1${'q'.repeat(100)}`, 'not whole'],
  ])('%s: the sentence says what is wrong with the one that is', async (_, recipient, word) => {
    const { recipients } = await keys(2, generateX25519Identity);
    const { detail, errors } = await refusal(await post({ recipients: [...recipients, recipient] }));
    expect(detail).toContain('Recipient 3 of 3 ');
    expect(detail).toContain(word);
    expect(errors?.map(({ pointer }) => pointer)).toEqual(['/recipients/2']);
    if (recipient.length > 4) expect(detail).not.toContain(recipient);
    const alone = await refusal(await get([recipient]));
    expect([alone.detail.startsWith('The recipient '), alone.errors?.[0]?.pointer]).toEqual([
      true,
      '/recipient',
    ]);
  });

  test('a secret key is never repeated, and its owner is told that it is spent', async () => {
    for (const make of [generateX25519Identity, generateHybridIdentity]) {
      const secret = await make();
      const problem = await refusal(await post({ recipients: [secret] }));
      expect(problem.detail).toContain('is a secret key');
      expect(JSON.stringify(problem)).not.toContain(secret);
    }
  });

  test('one wrong character, in either kind', async () => {
    for (const make of [generateX25519Identity, generateHybridIdentity]) {
      const [right = ''] = (await keys(1, make)).recipients;
      expect((await refusal(await post({ recipients: [swapped(right)] }))).detail).toContain('check digits');
    }
  });

  test('one that has the form of a key and is none', async () => {
    expect((await refusal(await post({ recipients: [noKey] }))).detail).toContain('can be encrypted to');
  });

  test('one that is named twice, and every wrong one of several', async () => {
    const [one = '', other = ''] = (await keys(2, generateX25519Identity)).recipients;
    const { errors } = await refusal(await post({ recipients: [one, 'x', other, one] }));
    expect(errors?.map(({ pointer }) => pointer)).toEqual(['/recipients/1', '/recipients/3']);
    expect(errors?.[1]?.detail).toContain('recipient 1 once more');
  });

  test('both kinds in one file: the classic ones are named', async () => {
    const strong = (await keys(2, generateHybridIdentity)).recipients;
    const classic = (await keys(1, generateX25519Identity)).recipients;
    const { detail, errors } = await refusal(await post({ recipients: [...strong, ...classic] }));
    expect(detail).toContain('must not stand in one file');
    expect(errors?.map(({ pointer }) => pointer)).toEqual(['/recipients/2']);
  });

  test('none, too many, and what is no list', async () => {
    const { recipients } = await keys(11, generateX25519Identity);
    for (const wrong of [[], recipients, recipients[0], undefined, [7]])
      expect((await refusal(await post({ recipients: wrong }))).detail).toContain('recipients');
    expect((await refusal(await get(recipients))).errors?.[0]?.pointer).toBe('/recipient');
  });
});
