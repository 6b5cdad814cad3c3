import { sourceOf, type Connector } from '../contract/index.js';
import { countUnmetReferences, referrersOf } from '../spool/references.js';
import type { ReadNeeds } from '../spool/settle.js';
import { canLack, concludeSource } from './conclude-source.js';

/**
 * Writes the outcome of every source that is done and has none yet. One whose records other sources name waits until
 * those are settled.
 */
export async function conclude(needs: ReadNeeds & { connector: Connector }): Promise<void> {
  const { steps, requestId, connector } = needs;
  const atFirst = await steps.runs(requestId);
  // Each is looked at whenever one is done: reading all anew for those that are over would grow with their square.
  for (const { sourceId } of atFirst.filter(({ phase, outcome }) => phase === 'done' && !outcome)) {
    const named = referrersOf(connector.sources, sourceId).map(({ id }) => id);
    // Other sources go on meanwhile; where none is named, their state does not matter.
    const runs = named.length > 0 ? await steps.runs(requestId) : atFirst;
    const run = runs.find((one) => one.sourceId === sourceId);
    if (run?.phase !== 'done' || run.outcome) continue;
    if (runs.some((one) => named.includes(one.sourceId) && ['waiting', 'listing'].includes(one.phase)))
      continue;
    const unmet = (await canLack(steps, run)) ? await countUnmetReferences(needs, connector.sources, run) : 0;
    const outcome = await concludeSource(steps, sourceOf(connector, sourceId), run, unmet);
    await steps.conclude(run, outcome);
  }
}
