import { setFlagsFromString } from 'node:v8';

/**
 * Lets the engine collect garbage early instead of growing the heap: the live data are small, but pages of
 * records come and go quickly. Measured in docs/benchmarks.md.
 */
export function keepMemoryLow(): void {
  setFlagsFromString('--optimize-for-size');
}
