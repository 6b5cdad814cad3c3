/** Words of the settings and of the ledger. */
export const enSettings = {};
