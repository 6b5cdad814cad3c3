import type { RateLabel } from './rate-limit-table.js';

/** `X-RateLimit-Category` of a label, as seen in the field. */
export function rateLimitCategory(label: RateLabel): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}
