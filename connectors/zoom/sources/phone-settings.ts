import { z } from 'zod';
import { defineSource } from '../../../src/contract/index.js';
import { phoneFlags, phoneLicence } from './phone-licence.js';

/** The person's Zoom Phone settings: desk phones, delegation, shared lines, business hours. */
export const phoneSettings = defineSource({
  id: 'phone-settings',
  title: 'Your Zoom Phone settings',
  category: 'Telephony',
  groups: ['phone', 'core'],
  docs: 'https://developers.zoom.us/docs/api/phone/#tag/users/GET/phone/users/{userId}/settings',
  asks: [
    {
      endpoint: '/phone/users/{subject}/settings',
      scopes: {
        granular: ['phone:read:user_setting', 'phone:read:user_setting:admin'],
        classic: ['phone:read', 'phone:read:admin'],
      },
      rateLimit: { family: 'phone', label: 'light' },
    },
  ],
  worthAsking: phoneLicence,
  licence: phoneFlags,
  record: z.looseObject({}),
  recordId: () => 'settings',
  columns: [
    { field: 'extension_number', heading: 'Extension' },
    { field: 'status', heading: 'State', codes: { Active: 'Active', Inactive: 'Switched off' } },
    { field: 'country.name', heading: 'Country' },
    { field: 'area_code', heading: 'Area code' },
    { field: 'company_number', heading: 'Company number' },
    { field: 'audio_prompt_language', heading: 'Language of announcements' },
    { field: 'default_transcription_language', heading: 'Language of transcripts' },
  ],
  thirdParties: [
    ...['assistants', 'executives', 'privileged_users', 'members', 'audio_intercoms'].map((holder) => ({
      in: holder,
      ...{
        name: ['display_name', 'name'],
        email: 'email',
        phone: 'extension_number',
        id: ['id', 'user_id', 'extension_id'],
      },
    })),
    { id: 'access_user_id' },
  ],
  secrets: ['pin_code', 'pin', 'password'],
});
