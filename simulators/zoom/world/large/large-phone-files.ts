import type { JsonObject } from '../../json.js';
import type { MediaFile } from '../../media/media-file.js';
import { textMedia } from '../../media/text-media.js';
import { numberedBytes } from './numbered-bytes.js';

const audioBytes = 4_096;

/** A voicemail with its audio. */
export function largeVoicemail(media: Map<string, MediaFile>, index: number, start: string): JsonObject {
  const mediaId = addAudio(media, `voicemail-${index}`);
  return {
    id: numberedBytes('voic', index).toString('hex'),
    call_id: String(7_100_000_000_000_000_000n + BigInt(index)),
    caller_name: `Caller ${index}`,
    caller_number: '+493055501002',
    caller_number_type: 2,
    callee_name: 'Alex Demo',
    callee_number: '10001001',
    callee_number_type: 1,
    date_time: start,
    duration: 5 + (index % 90),
    status: 'read',
    download_url: `media:${mediaId}`,
    transcription: { status: 2, content: `Message ${index}`, engine: 'zoom' },
  };
}

/** A recorded call with its audio and its transcript. */
export function largePhoneRecording(media: Map<string, MediaFile>, index: number, start: string): JsonObject {
  const id = numberedBytes('phon', index).toString('hex');
  const mediaId = addAudio(media, `phone-recording-${index}`);
  const transcriptId = `phone-transcript-${index}`;
  const transcript = {
    type: 'zoom_transcript',
    ver: 1,
    recording_id: id,
    timeline: [{ text: `Sentence ${index}` }],
  };
  media.set(transcriptId, textMedia(transcriptId, 'application/json', JSON.stringify(transcript)));
  return {
    id,
    call_id: String(7_200_000_000_000_000_000n + BigInt(index)),
    caller_name: 'Alex Demo',
    caller_number: '10001001',
    caller_number_type: 1,
    callee_name: `Callee ${index}`,
    callee_number: '+493055501003',
    callee_number_type: 2,
    date_time: start,
    direction: 'outbound',
    duration: 10 + (index % 600),
    download_url: `media:${mediaId}`,
    transcript_download_url: `media:${transcriptId}`,
  };
}

function addAudio(media: Map<string, MediaFile>, id: string): string {
  media.set(id, { id, contentType: 'audio/mpeg', bytes: audioBytes });
  return id;
}
