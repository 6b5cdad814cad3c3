import { defineSource } from '../../../src/contract/index.js';
import { byUuid, uuidOf } from './meeting-parents.js';
import { medium, recordingScopesOf } from './meeting-scopes.js';
import {
  aboutRegistrant,
  registrantColumns,
  registrantId,
  registrantPeople,
  registrantRecord,
  registrantStates,
} from './registrants.js';

/**
 * Who registered to see a recording. The document asks for the number of the meeting and means its latest recording; the UUID names
 * the recording, as in the operations beside it.
 */
export const recordingRegistrants = defineSource({
  id: 'recording-registrants',
  title: 'Who registered to see your recordings',
  category: 'Recordings and transcripts',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/GET/meetings/{meetingId}/recordings/registrants',
  forEach: [
    {
      source: 'recording-settings',
      where: ({ on_demand }) => (typeof on_demand === 'boolean' ? on_demand : undefined),
      carry: ['uuid', 'topic', 'start_time'],
    },
  ],
  parentKey: byUuid,
  asks: [
    {
      endpoint: '/meetings/{uuid}/recordings/registrants',
      values: uuidOf,
      query: registrantStates,
      scopes: recordingScopesOf('list_recording_registrants'),
      rateLimit: medium,
      pages: { follow: 'token', size: 300 },
      list: 'registrants',
    },
  ],
  record: registrantRecord,
  recordId: registrantId,
  about: aboutRegistrant,
  columns: [
    { field: 'start_time', heading: 'Recorded', kind: 'moment' },
    ...registrantColumns.filter(({ field }) => !['create_time', 'start_time'].includes(String(field))),
  ],
  moment: 'start_time',
  thirdParties: registrantPeople,
});
