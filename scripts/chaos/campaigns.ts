import type { Campaign } from './campaign.js';
import { kills } from './kills.js';

/** All campaigns, in the order in which they run. */
export const campaigns: readonly Campaign[] = [kills];
