import { sourceOf, type Connector } from '../contract/index.js';
import type { Missing } from '../model/missing.js';
import { settle, type ReadNeeds } from '../spool/settle.js';

/** Ends the sources of a request whose subject is not found any more with what an earlier run has read of them. */
export async function endUnasked(
  needs: ReadNeeds & { connector: Connector },
  missing: readonly Missing[],
): Promise<void> {
  const { steps, requestId, connector } = needs;
  for (const run of await steps.runs(requestId)) {
    if (run.phase === 'done') continue;
    const settled = await settle(needs, sourceOf(connector, run.sourceId));
    const plan = { ...run.plan, missing: [...run.plan.missing, ...missing] };
    await steps.advance({ ...run, phase: 'done', plan, settled });
  }
}
