import type { Campaign } from './campaign.js';
import { damage } from './damage.js';
import { day } from './day.js';
import { faults } from './faults.js';

/** All campaigns, in the order in which they run. */
export const campaigns: readonly Campaign[] = [faults, day, damage];
