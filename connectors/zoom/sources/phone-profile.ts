import { z } from 'zod';
import { defineSource, keyOf, textOf } from '../../../src/contract/index.js';
import { phoneFeature } from './phone-licence.js';

/** The person's Zoom Phone profile: extension, numbers, emergency address, policies. */
export const phoneProfile = defineSource({
  id: 'phone-profile',
  title: 'Your Zoom Phone profile',
  category: 'Telephony',
  groups: ['phone', 'core'],
  docs: 'https://developers.zoom.us/docs/api/phone/#tag/users/GET/phone/users/{userId}',
  asks: [
    {
      endpoint: '/phone/users/{subject}',
      scopes: {
        granular: ['phone:read:user', 'phone:read:user:admin'],
        classic: ['phone:read', 'phone:read:admin'],
      },
      rateLimit: { family: 'phone', label: 'light' },
      // An answer without an id is no profile, whatever else it is: it is asked again.
      list: (answer) => (textOf(answer.id) === undefined ? undefined : [answer]),
    },
  ],
  licence: [phoneFeature],
  record: z.looseObject({ id: z.string() }),
  recordId: ({ id }) => keyOf(id),
  columns: [
    { field: 'email', heading: 'E-mail' },
    { field: 'extension_number', heading: 'Extension' },
    { field: 'status', heading: 'State', codes: { activate: 'Active', deactivate: 'Switched off' } },
    { field: 'department', heading: 'Department' },
    { field: 'cost_center', heading: 'Cost centre' },
    { field: 'site_admin', heading: 'Administers a site' },
    { field: 'site_id', heading: 'Site ID' },
    { field: 'emergency_address.address_line1', heading: 'Emergency address' },
    { field: 'emergency_address.address_line2', heading: 'Emergency address, second line' },
    { field: 'emergency_address.zip', heading: 'Emergency address: postcode' },
    { field: 'emergency_address.city', heading: 'Emergency address: city' },
    { field: 'emergency_address.state_code', heading: 'Emergency address: state' },
    { field: 'emergency_address.country', heading: 'Emergency address: country' },
    { field: 'id', heading: 'User ID' },
    { field: 'phone_user_id', heading: 'Phone user ID' },
    { field: 'extension_id', heading: 'Extension ID' },
  ],
  subjectFields: [
    { email: 'email', id: ['id', 'phone_user_id', 'extension_id'], phone: 'extension_number' },
    { in: 'phone_numbers', phone: 'number' },
  ],
  thirdParties: [
    { id: 'access_user_id' },
    { in: 'forward_to', name: 'display_name', phone: 'extension_number', id: ['id', 'extension_id'] },
  ],
  secrets: ['pin_code', 'pin', 'password'],
});
