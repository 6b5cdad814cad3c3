import { textOf, type ReferenceRule, type VendorRecord } from '../../../src/contract/index.js';

/** `has_recording` and `has_voicemail` are the flags of the older list; `call_id` joins all lists of Zoom Phone. */
const referenceTo = (source: string, idField: string, flag: string): ReferenceRule => ({
  source,
  names: (call) => {
    const id = textOf(call[idField]);
    if ((id ?? '') === '' && call[flag] !== true) return [];
    return namesOf(call, idField);
  },
  knownAs: (record) => namesOf(record, 'id'),
});

/** The recording and the voicemail that a call says it has. */
export const callReferences: readonly ReferenceRule[] = [
  referenceTo('phone-recordings', 'recording_id', 'has_recording'),
  referenceTo('phone-voicemails', 'voicemail_id', 'has_voicemail'),
];

function namesOf(record: VendorRecord, idField: string): string[] {
  const [id, callId] = [textOf(record[idField]), textOf(record.call_id)];
  return [...(id ? [`id ${id}`] : []), ...(callId ? [`call ${callId}`] : [])];
}
