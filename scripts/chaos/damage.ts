import { rmSync } from 'node:fs';
import { demoEmail } from '../../simulators/zoom/index.js';
import { startInstallation } from '../../test/support/start-service.js';
import type { Campaign } from './campaign.js';
import { damageLedger } from './damage/damage-ledger.js';
import { damageSpool } from './damage/damage-spool.js';
import { damageZip } from './damage/damage-zip.js';
import { DamageTally } from './damage/tally.js';
import { smallWorld } from './faults/small-world.js';
import { makeFolder } from './memory-folder.js';
import { Random } from './random.js';
import { reportFileIn } from '../../test/support/data-paths.js';

/** Of all harm, what the spool gets: every trial is a whole request. */
const spoolShare = 0.02;

/** Flipped bits, lost bytes and forged rows in the spool, the report and the ledger: all must be noticed. */
export const damage: Campaign = {
  name: 'damage',
  sizes: { harms: { short: 200, long: 10_000 } },
  async run({ seed, sizes, say }) {
    const wanted = sizes.harms ?? 0;
    const spool = Math.max(6, Math.round(wanted * spoolShare));
    const ledger = Math.round((wanted - spool) / 2);
    const zip = wanted - spool - ledger;
    const folder = makeFolder('damage');
    const tally = new DamageTally();
    try {
      await withSmallReport((report) => damageZip(report, folder, zip, new Random(seed), tally));
      say(`${zip} reports, ${tally.failures.length} failures`);
      await damageLedger(folder, ledger, new Random(seed + 1), tally);
      say(`${ledger} ledgers, ${tally.failures.length} failures`);
      await damageSpool(folder, spool, new Random(seed + 2), tally);
      say(`${spool} spools, ${tally.failures.length} failures`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return { figures: tally.figures(), failures: tally.failures };
  },
};

/** Makes a report of two sources, with records, a few files and gaps of none. */
async function withSmallReport(work: (report: string) => Promise<void>): Promise<void> {
  const world = smallWorld(new Date());
  const installation = await startInstallation({ simulator: { world } });
  try {
    const { id } = await installation.ask(demoEmail, { sources: ['user', 'phone-voicemails'] });
    await work(reportFileIn(installation.service.folder, id));
  } finally {
    await installation.close();
  }
}
