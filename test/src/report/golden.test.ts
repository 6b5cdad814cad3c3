import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zoom } from '../../../connectors/zoom/index.js';
import type { SourceRun } from '../../../src/model/source-run.js';
import { Spool } from '../../../src/spool/spool.js';
import type { SubjectLookup } from '../../../src/contract/index.js';
import { parseJson } from '../../../src/json.js';
import { packageFolder } from '../../../src/package.js';
import { DiskFiles } from '../../../src/files/disk-files.js';
import { BagFolder } from '../../../src/report/bag-folder.js';
import { buildBag, type Bag } from '../../../src/report/bag.js';
import { openStore } from '../../../src/storage/sqlite/open-store.js';
import type { Store } from '../../../src/storage/store.js';
import type { AccessRequest } from '../../../src/model/access-request.js';
import { describeKey } from '../../../src/storage/signing-key.js';
import type { Step } from '../../../src/model/step.js';
import { settleAll } from '../../support/settle-all.js';

/** `npm run golden:update` writes the report anew; the change then shows in the diff. */
const isUpdate = (globalThis as { updateGolden?: boolean }).updateGolden === true;

const folder = join(packageFolder(), 'test/fixtures/golden');
const golden = join(folder, 'report');

/** What a run left: the request, its sources and its steps; the spool lies beside it. */
interface Kept {
  request: AccessRequest;
  lookup: SubjectLookup;
  runs: SourceRun[];
  steps: Step[];
}

let store: Store;
let work: string;
let bag: Bag;

beforeAll(async () => {
  const kept = parseJson(readFileSync(join(folder, 'kept.json'), 'utf8')) as Kept;
  work = mkdtempSync(join(tmpdir(), 'dsar-golden-'));
  store = await openStore(join(work, 'database.sqlite'));
  const { requests, steps, statusRows } = store;
  await statusRows.insert({ ...kept.request, lookup: kept.lookup });
  // As it comes out of the database, with its moments.
  const request = await requests.find(kept.request.id);
  if (!request?.lookup) throw new Error('The fixture has no lookup.');
  // Records are settled beside the lists.
  cpSync(join(folder, 'spool'), join(work, 'spool'), { recursive: true });
  const files = new DiskFiles(work);
  const spool = new Spool(files, 'spool');
  await steps.plan(kept.runs, kept.steps);
  for (const step of kept.steps)
    if (step.result !== undefined)
      await steps.finish(step, (await steps.lease(step, 'golden', 0, 1)) ?? { fence: 0 }, step.result);
  // A key for this test only, so that the signature, too, is always the same.
  const seed = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]);
  const key = createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' });
  bag = await buildBag(
    {
      request: { ...request, lookup: request.lookup },
      connector: zoom,
      connection: { id: 'default', plan: 'business', rateShare: 0.75 },
      program: { name: 'zoom-dsar', version: '0.0.0' },
      ledgerHead: { sequence: 7, hash: '0123456789abcdef'.repeat(4) },
      signer: {
        publicKey: describeKey(createPublicKey(key)),
        sign: (content) => sign(null, content, key),
      },
      thirdParties: 'pseudonymise',
      reportSettings: {
        controller: { name: 'Example Inc.', contact: 'privacy@example.com' },
        general: { purposes: 'Working together' },
      },
      runs: await settleAll({ steps, spool, requestId: request.id, connector: zoom }, kept.runs),
      ...{ steps, spool },
    },
    new BagFolder(files, 'bag'),
  );
  if (!isUpdate) return;
  rmSync(golden, { recursive: true, force: true });
  for (const { name, key } of bag.entries) {
    mkdirSync(dirname(join(golden, name)), { recursive: true });
    writeFileSync(join(golden, name), readFileSync(join(work, key)));
  }
});
afterAll(async () => {
  await store.close();
  rmSync(work, { recursive: true, force: true });
});

const filesOf = (path: string) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(path.length + 1))
    .sort();

test('the golden report has the same files', () => {
  expect(bag.entries.map(({ name }) => name).sort()).toEqual(filesOf(golden));
});

test('every file of the golden report is the same, byte by byte', () => {
  for (const { name, key, sha256 } of bag.entries) {
    const built = readFileSync(join(work, key));
    expect(createHash('sha256').update(built).digest('hex')).toBe(sha256);
    // Texts first, because their difference can be read.
    if (/\.(json|csv|txt|html|vtt|pem)$/.test(name))
      expect([name, built.toString('utf8')]).toEqual([name, readFileSync(join(golden, name), 'utf8')]);
    expect([name, built.equals(readFileSync(join(golden, name)))]).toEqual([name, true]);
  }
});
