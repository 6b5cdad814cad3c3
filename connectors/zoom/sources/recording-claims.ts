import { isVendorRecord, textOf, type ClaimRule, type VendorRecord } from '../../../src/contract/index.js';

/**
 * `recording_count` and `total_size` speak of the files in `recording_files` and `participant_audio_files`
 * together; the list of a user shows only the first. Captions and timelines state no size, so with them a sum
 * proves nothing: https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording
 */
export const recordingClaims: readonly ClaimRule[] = [
  {
    field: 'recording_count',
    isShort: (recording) => (numberOf(recording.recording_count) ?? 0) > filesOf(recording).length,
  },
  {
    field: 'total_size',
    isShort: (recording) => {
      const sizes = filesOf(recording).map(({ file_size }) => numberOf(file_size));
      const sum = sizes.reduce<number>((total, size) => total + (size ?? 0), 0);
      return !sizes.includes(undefined) && (numberOf(recording.total_size) ?? 0) > sum;
    },
  },
];

/** Whether a recording states more files than it shows, or larger ones. */
export const isRecordingShort = (recording: VendorRecord): boolean =>
  recordingClaims.some((claim) => claim.isShort(recording));

function filesOf({ recording_files, participant_audio_files }: VendorRecord): VendorRecord[] {
  return [recording_files, participant_audio_files].flatMap((files) =>
    Array.isArray(files) ? files.filter(isVendorRecord) : [],
  );
}

function numberOf(value: unknown): number | undefined {
  const text = textOf(value);
  const number = text === undefined || text === '' ? NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}
