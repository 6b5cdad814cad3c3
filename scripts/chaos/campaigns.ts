import type { Campaign } from './campaign.js';
import { faults } from './faults.js';

/** All campaigns, in the order in which they run. */
export const campaigns: readonly Campaign[] = [faults];
