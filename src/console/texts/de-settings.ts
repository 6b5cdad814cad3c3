import type { enSettings } from './en-settings.js';

/** Words of the settings and of the ledger. */
export const deSettings: typeof enSettings = {};
