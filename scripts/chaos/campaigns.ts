import type { Campaign } from './campaign.js';

/** All campaigns, in the order in which they run. */
export const campaigns: readonly Campaign[] = [];
