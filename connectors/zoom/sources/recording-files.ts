import {
  isVendorRecord,
  keyOf,
  textOf,
  type Attachment,
  type VendorRecord,
} from '../../../src/contract/index.js';

/** Extensions Zoom documents for recording files; anything else is stored as `bin`. */
const extensions = new Set(['mp4', 'm4a', 'txt', 'vtt', 'csv', 'json', 'jpg']);

/** States of a file that will change; trashed files have others, which stay. */
const inTheMaking = new Set(['recording', 'processing', 'pending']);

const extensionOfType: Record<string, string> = {
  MP4: 'mp4',
  M4A: 'm4a',
  CHAT: 'txt',
  TRANSCRIPT: 'vtt',
  CC: 'vtt',
  CSV: 'csv',
  TB: 'jpg',
  TIMELINE: 'json',
  SUMMARY: 'json',
  CHAT_MESSAGE: 'json',
};

/** Files that Zoom has, or says it has. */
export const filesAtZoom = (recording: VendorRecord): Attachment[] =>
  attachmentsOf(recording, (file) => !isOnPremise(file));

/** Files of an on-premise Meeting Connector: Zoom knows their path on the company's server and nothing else. */
export const filesOnPremise = (recording: VendorRecord): Attachment[] =>
  attachmentsOf(recording, isOnPremise);

/** All files of one recording. */
export const recordingFiles = (recording: VendorRecord): Attachment[] => attachmentsOf(recording, () => true);

const isOnPremise = ({ download_url, file_path }: VendorRecord) =>
  textOf(download_url) === undefined && textOf(file_path) !== undefined;

/**
 * The files of one recording. Caption and timeline files carry no id, so they are known by recording, type and
 * start; a recording that Zoom still processes shows an empty type. Sound of single participants has no type of
 * recording.
 */
function attachmentsOf(recording: VendorRecord, isWanted: (file: VendorRecord) => boolean): Attachment[] {
  const listOf = (list: unknown) => (Array.isArray(list) ? (list as unknown[]).filter(isVendorRecord) : []);
  const files = [
    ...listOf(recording.recording_files),
    ...listOf(recording.participant_audio_files).map((file) => ({
      recording_type: 'participant_audio',
      ...file,
    })),
  ].filter(isWanted);
  const seen = new Map<string, number>();
  return files.flatMap((file) => {
    const attachment = toAttachment(recording, file);
    const copies = (seen.get(attachment.key) ?? 0) + 1;
    seen.set(attachment.key, copies);
    if (hasId(file)) return copies > 1 ? [] : [attachment];
    return [copies > 1 ? { ...attachment, key: `${attachment.key}|${copies}` } : attachment];
  });
}

const hasId = (file: VendorRecord) => textOf(file.id) !== undefined;

function toAttachment(recording: VendorRecord, file: VendorRecord): Attachment {
  const type = textOf(file.file_type) ?? '';
  const bytes = Number(textOf(file.file_size));
  return {
    key:
      keyOf(
        textOf(recording.uuid) ?? '-',
        ...(hasId(file) ? [file.id] : [type, file.recording_type, file.recording_start]),
      ) ?? type,
    kind: (textOf(file.recording_type) ?? (type || 'recording')).toLowerCase(),
    url: textOf(file.download_url),
    take: textOf(file.recording_start),
    bytes: Number.isFinite(bytes) && bytes > 0 ? bytes : undefined,
    extension: extensionOf((textOf(file.file_extension) ?? '').toLowerCase(), type.toUpperCase()),
    unfinished: type === '' || inTheMaking.has(textOf(file.status) ?? ''),
  };
}

function extensionOf(extension: string, type: string): string {
  return extensions.has(extension) ? extension : (extensionOfType[type] ?? 'bin');
}
