import { conclude } from '../../src/collect/conclude.js';
import { sourceOf, type Connector } from '../../src/contract/index.js';
import type { SourceRun } from '../../src/model/source-run.js';
import { settle, type ReadNeeds } from '../../src/spool/settle.js';

/** Settles and concludes sources whose steps are done. Resolves with their rows. */
export async function settleAll(
  needs: ReadNeeds & { connector: Connector },
  runs: readonly SourceRun[],
): Promise<SourceRun[]> {
  const { steps, requestId, connector } = needs;
  await steps.plan(runs, []);
  for (const run of runs)
    await steps.advance({ ...run, settled: await settle(needs, sourceOf(connector, run.sourceId)) });
  await conclude(needs);
  const rows = await steps.runs(requestId);
  return runs.flatMap(({ sourceId }) => rows.find((row) => row.sourceId === sourceId) ?? []);
}
