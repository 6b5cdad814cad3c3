import { generateKeyPairSync, sign } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { zoom } from '../../connectors/zoom/index.js';
import { conclude } from '../../src/collect/conclude.js';
import { sourceOf } from '../../src/contract/index.js';
import { settle } from '../../src/spool/settle.js';
import { DiskFiles } from '../../src/files/disk-files.js';
import { Spool } from '../../src/spool/spool.js';
import { keepMemoryLow } from '../../src/memory.js';
import { publish } from '../../src/requests/publish.js';
import { openStore } from '../../src/storage/sqlite/open-store.js';
import { describeKey } from '../../src/storage/signing-key.js';
import type { MadeReport } from './report-figures.js';
import { placesOf, readCollected } from './report-world.js';

/** Settles and makes the report of a finished collection, in a process of its own, as the service does. */
keepMemoryLow();
/** How long a call of a service would have waited. */
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const [folder = '', thirdParties] = process.argv.slice(2);
const places = placesOf(folder);
const key = generateKeyPairSync('ed25519');
const store = await openStore(places.database);
const { steps } = store;
const files = new DiskFiles(folder);
const spool = new Spool(files, 'spool');
const collected = readCollected(folder);
const needs = { steps, spool, requestId: collected.request.id, connector: zoom };
for (const run of collected.runs)
  await steps.advance({ ...run, settled: await settle(needs, sourceOf(zoom, run.sourceId)) });
await conclude(needs);
const { outcomes } = await publish(
  {
    ...collected,
    runs: await steps.runs(collected.request.id),
    connector: zoom,
    connection: { id: 'default', plan: 'business', rateShare: 0.75 },
    program: { name: 'zoom-dsar', version: '0.0.0' },
    signer: {
      publicKey: describeKey(key.publicKey),
      sign: (content) => sign(null, content, key.privateKey),
    },
    thirdParties: thirdParties === 'pseudonymise' ? 'pseudonymise' : 'keep',
    ...{ steps, spool },
  },
  { files, workKey: 'work', reportKey: 'report.zip' },
  new AbortController().signal,
);
await store.close();
delay.disable();
const made: MadeReport = { outcomes, longestWaitMs: delay.max / 1e6 };
process.stdout.write(JSON.stringify(made));
