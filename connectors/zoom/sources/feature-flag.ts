import type { LicenceFlag, VendorRecord } from '../../../src/contract/index.js';

/** A feature flag of the person's settings; only the answer with all settings has it. */
export const featureFlag = (name: string): LicenceFlag => ({
  source: 'user-settings',
  isLicensed: ({ feature }) => {
    const flag = (feature as VendorRecord | null | undefined)?.[name];
    return typeof flag === 'boolean' ? flag : undefined;
  },
});
