import {
  isVendorRecord,
  keyOf,
  textOf,
  type About,
  type Attachment,
  type Given,
  type Subject,
  type VendorRecord,
} from '../../../src/contract/index.js';
import { isAddressOf, isIdOf } from './is-subject.js';

/** By type; what Zoom names as extension goes before it. */
const extensionOfType: Record<string, string> = {
  MP4: 'mp4',
  M4A: 'm4a',
  CHAT: 'txt',
  CC: 'vtt',
  CHAT_MESSAGE: 'json',
  TRANSCRIPT: 'json',
  SUB_GROUP_MEMBER_LOG: 'json',
  AIC_COVERSATION: 'json',
  AIC_CONVERSATION: 'json',
};

const listOf = (list: unknown): VendorRecord[] =>
  Array.isArray(list) ? (list as unknown[]).filter(isVendorRecord) : [];

const isIndividual = ({ individual }: VendorRecord) => individual === true || individual === 'true';

/**
 * Whose an archived meeting is. Of meetings of other companies Zoom leaves out the host, and of participants from
 * elsewhere the address: where neither is left, nobody can tell.
 */
export function whoseArchive(meeting: VendorRecord, { subject }: Given): About {
  const files = listOf(meeting.archive_files).filter(isIndividual);
  const people = listOf(meeting.participants);
  const named = [...files.map((file) => file.participant_email), ...people.map(({ email }) => email)];
  if (isIdOf(subject, meeting.host_id) || named.some((email) => isAddressOf(subject, email)))
    return 'subject';
  const isHidden = files.some((file) => textOf(file.participant_email) === undefined);
  return isHidden || (textOf(meeting.host_id) === undefined && files.length === 0) ? 'unnamed' : 'nobody';
}

/** Files of the whole meeting and of the person as a participant; those of one other participant are not the person's. */
export const archivedFiles = (meeting: VendorRecord, subject: Subject): Attachment[] =>
  filesOf(meeting, subject).filter(({ url }) => url !== undefined);

/** Files that lie on a server of the company: Zoom knows their path there and nothing else. */
export const archivedOnPremise = (meeting: VendorRecord, subject: Subject): Attachment[] =>
  filesOf(meeting, subject).filter(({ url }) => url === undefined);

function filesOf(meeting: VendorRecord, subject: Subject): Attachment[] {
  const wanted = listOf(meeting.archive_files).filter(
    (file) => !isIndividual(file) || isAddressOf(subject, file.participant_email),
  );
  return wanted.map((file) => toAttachment(meeting, file));
}

function toAttachment({ uuid }: VendorRecord, file: VendorRecord): Attachment {
  const type = (textOf(file.file_type) ?? '').toUpperCase();
  const stated = (textOf(file.file_extension) ?? '').toLowerCase();
  return {
    key: keyOf(uuid ?? '-', file.id ?? [type, textOf(file.participant_join_time)].join(' ')) ?? type,
    kind: (textOf(file.recording_type) ?? type).toLowerCase(),
    url: textOf(file.download_url),
    take: textOf(file.participant_join_time),
    bytes: sizeOf(file),
    extension: /^[a-z0-9]{2,4}$/.test(stated) ? stated : (extensionOfType[type] ?? 'bin'),
    unfinished: file.status === 'processing',
  };
}

/** What was sent as a file in the meeting; it has the name and the extension it was sent under. */
export function physicalFiles({ uuid, physical_files }: VendorRecord): Attachment[] {
  return listOf(physical_files).map((file) => ({
    key: keyOf(uuid ?? '-', 'sent', file.file_id) ?? 'sent',
    kind: 'physical_file',
    url: textOf(file.download_url),
    bytes: sizeOf(file),
    extension: /\.([a-z0-9]{1,5})$/i.exec(textOf(file.file_name) ?? '')?.[1]?.toLowerCase() ?? 'bin',
  }));
}

function sizeOf({ file_size }: VendorRecord): number | undefined {
  const bytes = Number(textOf(file_size));
  return Number.isFinite(bytes) && bytes > 0 ? bytes : undefined;
}
