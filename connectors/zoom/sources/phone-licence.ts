import type { LicenceRule, VendorRecord } from '../../../src/contract/index.js';

/**
 * The settings say whether a person has Zoom Phone. Where they say no and the phone profile is refused too,
 * further calls would only fail, and Zoom disables apps that fail often.
 */
export const phoneLicence: LicenceRule = {
  source: 'user-settings',
  witness: 'phone-profile',
  isLicensed: ({ feature }) => {
    const flag = (feature as VendorRecord | null | undefined)?.zoom_phone;
    return typeof flag === 'boolean' ? flag : undefined;
  },
};
