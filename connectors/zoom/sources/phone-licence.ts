import { textOf, type LicenceFlag, type LicenceRule } from '../../../src/contract/index.js';
import { featureFlag } from './feature-flag.js';

/** The settings say whether a person has Zoom Phone. */
export const phoneFeature = featureFlag('zoom_phone');

/** What says that the person has Zoom Phone: the settings, or a profile there. */
export const phoneFlags: readonly LicenceFlag[] = [
  phoneFeature,
  { source: 'phone-profile', isLicensed: ({ id }) => (textOf(id) === undefined ? undefined : true) },
];

/**
 * Where the settings say that a person has no Zoom Phone and the phone profile is refused too, further calls would only
 * fail, and Zoom disables apps that fail often.
 */
export const phoneLicence: LicenceRule = { ...phoneFeature, witness: 'phone-profile' };
