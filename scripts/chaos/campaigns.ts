import { boundaries } from './boundaries.js';
import type { Campaign } from './campaign.js';
import { damage } from './damage.js';
import { day } from './day.js';
import { faults } from './faults.js';
import { kills } from './kills.js';
import { race } from './race.js';
import { terms } from './terms.js';

/** All campaigns, in the order in which they run. */
export const campaigns: readonly Campaign[] = [kills, boundaries, terms, race, faults, day, damage];
