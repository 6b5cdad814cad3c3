import type { Source } from '../contract/index.js';
import { mapTexts } from './map-texts.js';
import { createMask } from './mask.js';
import { scrubText } from './scrub/scrub-text.js';
import type { RedactionPlan } from './redaction-plan.js';

/** Makes what takes secrets, and where wanted other people, out of a source's records, and counts it. */
export function createRedactor(
  source: Source,
  { redactions, others }: RedactionPlan,
): (record: unknown) => unknown {
  const mask = createMask(source.secrets ?? []);
  return (record) => {
    const masked = mask(record, (path) => redactions.add(source.id, path.toString(), 'declared_secret'));
    const scrubbed = mapTexts(masked.record, (text, path) =>
      scrubText(text, (reason) => redactions.add(source.id, path.toString(), reason)),
    );
    if (!others) return scrubbed;
    return others.inValue(scrubbed, source.thirdParties ?? [], (path) =>
      redactions.add(source.id, path.toString(), 'third_party'),
    );
  };
}
