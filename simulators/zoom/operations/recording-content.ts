import { meetingNameOf, noMeeting, pastMeeting } from '../find-meeting.js';
import { pageOf } from '../lists/page-of.js';
import { rowsBetween } from '../lists/rows-between.js';
import { windowOf } from '../lists/window-of.js';
import { mediaIdOf } from '../media/media-reference.js';
import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { registrantsReply } from './planned-meeting.js';

const main = { family: 'main' } as const;
const scopes = (name: string) => ({
  granular: ['', ':admin', ':master'].map((level) => `cloud_recording:read:${name}${level}`),
  classic: ['recording:read:admin', 'recording:read'],
});

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/get/meetings/{meetingId}/recordings/settings */
export const getRecordingSettings: Operation = {
  ...main,
  template: '/meetings/{meetingId}/recordings/settings',
  label: 'light',
  scopes: scopes('recording_settings'),
  answer: (exchange) => {
    const { recordingSettings } = pastMeeting(exchange);
    if (!recordingSettings) throw noMeeting(meetingNameOf(exchange));
    return { status: 200, body: recordingSettings };
  },
};

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/get/meetings/{meetingId}/recordings/registrants */
export const listRecordingRegistrants: Operation = {
  ...main,
  template: '/meetings/{meetingId}/recordings/registrants',
  label: 'medium',
  scopes: scopes('list_recording_registrants'),
  answer: (exchange) => registrantsReply(exchange, pastMeeting(exchange).recordingRegistrants),
};

/**
 * Who watched or downloaded; the document names no label, so the strictest of one answer counts here.
 * Source: https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/get/meetings/{meetingId}/recordings/analytics_details
 */
export const listRecordingViews: Operation = {
  ...main,
  template: '/meetings/{meetingId}/recordings/analytics_details',
  label: 'heavy',
  scopes: { ...scopes('recording_analytics_details'), classic: [] },
  answer: (exchange) => {
    const type = exchange.query.get('type') ?? 'by_view';
    if (type !== 'by_view' && type !== 'by_download') throw new Refusal(400, 300, 'Invalid parameter: type.');
    const window = windowOf(exchange, {
      withoutDates: 'today',
      dateTimes: false,
      sixMonths: false,
      longWindows: exchange.state.settings.longWindows,
      badWindowCode: 300,
    });
    const list = pastMeeting(exchange).recordingViews?.[type] ?? [];
    const rows = rowsBetween(list, 'date_time', window, false);
    const page = pageOf(exchange, rows, { maximum: 300, badTokenCode: 300, byToken: true, byNumber: false });
    const { page_count: _none, ...fields } = page.fields;
    return {
      status: 200,
      body: { from: window.from, to: window.to, ...fields, analytics_details: page.rows },
    };
  },
};

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/get/meetings/{meetingId}/transcript */
export const getTranscript: Operation = {
  ...main,
  template: '/meetings/{meetingId}/transcript',
  label: 'medium',
  scopes: {
    granular: ['cloud_recording:read:meeting_transcript', 'cloud_recording:read:meeting_transcript:admin'],
    classic: ['recording:read', 'recording:write', 'recording:read:admin', 'recording:write:admin'],
  },
  answer: (exchange) => {
    const { transcript } = pastMeeting(exchange);
    if (!transcript) throw new Refusal(404, 3322, 'This meeting transcript does not exist.');
    const mediaId = mediaIdOf(transcript.download_url);
    if (mediaId === undefined) return { status: 200, body: transcript };
    const { origin, downloadUrls } = exchange.state;
    return {
      status: 200,
      body: { ...transcript, download_url: `${origin}${downloadUrls.recordingPath(mediaId)}` },
    };
  },
};
