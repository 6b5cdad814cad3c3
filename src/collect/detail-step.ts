import type { Source, VendorRecord } from '../contract/index.js';
import { writeJson } from '../json.js';
import { ask, type Meter } from '../upstream/client.js';
import { Refusal } from '../upstream/refusal.js';
import type { Collection } from './collection.js';
import type { DetailStep } from '../model/step.js';
import type { StepEnd } from '../model/step-result.js';
import { readSettled } from '../spool/settled-line.js';

/** Makes the further call that completes one record. Throws PauseUntil and file errors. */
export async function runDetailStep(
  collection: Collection,
  source: Source,
  step: DetailStep,
): Promise<NonNullable<DetailStep['result']>> {
  const { detail } = source;
  if (!detail) throw new TypeError(`Source "${source.id}" declares no detail.`);
  const meter: Meter = { calls: 0, requestId: step.requestId };
  const { record } = await readSettled(collection.spool, source.id, step.parameters.record);
  try {
    const body = await ask(collection.upstream, {
      ...detail,
      values: detail.values(record),
      failures: source.failures,
      meter,
      signal: collection.signal,
    });
    const sha256 = body && (await keep(collection, source, step, body));
    return { end: { kind: 'complete' }, calls: meter.calls, hasFile: body !== undefined, sha256 };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { outcome, reason, remedy } = error;
    const end: StepEnd = { kind: 'refused', outcome, reason, remedy };
    return { end, calls: meter.calls, hasFile: false };
  }
}

function keep({ spool }: Collection, source: Source, step: DetailStep, body: VendorRecord): Promise<string> {
  return spool.writeWhole(spool.detailFile(source.id, step.position), writeJson(body));
}
