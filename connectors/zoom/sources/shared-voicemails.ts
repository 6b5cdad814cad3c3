import { defineSource, type Query } from '../../../src/contract/index.js';
import { phoneVoicemails, voicemailColumns, voicemailWindow } from './phone-voicemails.js';
import { namesInSharedLine, sharedLineColumns } from './shared-lines.js';

const boxes = ['callQueue', 'sharedLineGroup', 'autoReceptionist', 'commonArea'];

/** Voicemails in shared boxes, also those in the trash, as far as they name the person; the rest is looked through. */
export const sharedVoicemails = defineSource({
  ...phoneVoicemails,
  id: 'shared-voicemails',
  title: 'Voicemails of shared phone lines that name you',
  groups: ['phone'],
  docs: 'https://developers.zoom.us/docs/api/phone/#tag/voicemails/GET/phone/voice_mails',
  forEach: [{ source: 'phone-profile' }],
  asks: [
    {
      endpoint: '/phone/voice_mails',
      scopes: {
        granular: ['phone:read:list_voicemails:admin'],
        classic: ['phone:read:admin', 'phone_voicemail:read:admin'],
      },
      rateLimit: { family: 'phone', label: 'heavy' },
      pages: { follow: 'token', size: 300 },
      query: boxes.flatMap((owner_type): Query[] => [{ owner_type }, { owner_type, trashed: 'true' }]),
      list: 'voice_mails',
      window: voicemailWindow,
    },
  ],
  made: undefined,
  worthAsking: undefined,
  licence: undefined,
  about: namesInSharedLine,
  limits: [
    'Zoom documents no list of the members of a queue or of a shared line, and voicemails do not say who listened to them; only voicemails that name the person are in this report.',
  ],
  columns: [...sharedLineColumns, ...voicemailColumns],
});
