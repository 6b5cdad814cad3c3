import { demoAccountFacts } from './demo/demo-account-facts.js';
import { demoAccountReports } from './demo/demo-account-reports.js';
import { demoArchive } from './demo/demo-archive.js';
import { demoCallElements } from './demo/demo-call-elements.js';
import { demoCallLogs } from './demo/demo-call-logs.js';
import { demoCallSummaries } from './demo/demo-call-summaries.js';
import { demoCalls } from './demo/demo-calls.js';
import { demoClips } from './demo/demo-clips.js';
import { demoChat } from './demo/demo-chat.js';
import { demoConnectorRecordings } from './demo/demo-connector-recordings.js';
import type { DemoContext, DemoPerson } from './demo/demo-context.js';
import { demoMeetingContent } from './demo/demo-meeting-content.js';
import { demoMeetings } from './demo/demo-meetings.js';
import { demoOthers } from './demo/demo-others.js';
import { demoPastMeetings, type PastMeeting } from './demo/demo-past-meetings.js';
import { demoPhoneFurther } from './demo/demo-phone-further.js';
import { demoPhoneProfile } from './demo/demo-phone-profile.js';
import { demoPhoneRecordings } from './demo/demo-phone-recordings.js';
import { demoProfile } from './demo/demo-profile.js';
import { demoRecordings } from './demo/demo-recordings.js';
import { demoReports } from './demo/demo-reports.js';
import { demoSettings } from './demo/demo-settings.js';
import { demoSms } from './demo/demo-sms.js';
import { demoTrash } from './demo/demo-trash.js';
import { demoVoicemails } from './demo/demo-voicemails.js';
import { demoWebinarContent } from './demo/demo-webinar-content.js';
import { demoWebinars } from './demo/demo-webinars.js';
import { SeededRandom } from './seeded-random.js';
import type { WorldUser } from './world-user.js';
import type { World } from './world.js';

/** E-mail of the person whose data the demo world is about. */
export const demoEmail = 'alex.demo@example.com';

/** A believable account around the demo person, with data for every source; the same for the same time and seed. */
export function demoWorld(now: Date, options: { seed?: number } = {}): World {
  const random = new SeededRandom(options.seed ?? 1);
  const person: DemoPerson = {
    id: random.id(),
    email: demoEmail,
    name: 'Alex Demo',
    extension: '10001001',
    number: '+493055501001',
  };
  const context: DemoContext = { now, random, accountId: random.id(), media: new Map(), person };
  const meetings = demoPastMeetings(context);
  return {
    account: {
      id: context.accountId,
      number: 10009239,
      ownerEmail: 'owner@example.com',
      hasPhone: true,
      callHistory: 'both',
      offersCallLogs: true,
      unlicensedPhone: 'invalid_user_id',
    },
    users: [demoPersonUser(context, meetings), ...demoOthers(context)],
    reports: demoAccountReports(context, meetings),
    archive: demoArchive(context, meetings),
    media: context.media,
    emptyFirstPages: ['/phone/users/{userId}/voice_mails'],
  };
}

function demoPersonUser(context: DemoContext, meetings: PastMeeting[]): WorldUser {
  const licences = { webinar: true, phone: true };
  const calls = demoCalls(context);
  const voicemails = demoVoicemails(context, calls);
  const profile = demoProfile(context);
  const planned = demoMeetings(context);
  const webinars = demoWebinars(context);
  return {
    id: context.person.id,
    email: context.person.email,
    status: 'active',
    licences,
    profile,
    settings: demoSettings(licences),
    meetings: planned,
    reports: demoReports(context, meetings),
    webinars,
    webinarContent: demoWebinarContent(new SeededRandom(4), context, webinars),
    meetingContent: demoMeetingContent(
      new SeededRandom(17),
      context,
      planned.map(({ record }) => record),
      meetings,
    ),
    recordings: demoRecordings(context, meetings),
    connectorRecordings: demoConnectorRecordings(context, meetings),
    trash: demoTrash(context, meetings),
    facts: demoAccountFacts(new SeededRandom(7)),
    clips: demoClips(new SeededRandom(15), context),
    phone: {
      ...demoPhoneProfile(context),
      callElements: demoCallElements(context, calls),
      callLogs: demoCallLogs(context, calls),
      voicemails: voicemails.kept,
      trashedVoicemails: voicemails.trashed,
      recordings: demoPhoneRecordings(context, calls),
    },
    ...demoPhoneFurther(context),
    callSummaries: demoCallSummaries(context, calls),
    sms: demoSms(context),
    chat: demoChat(context),
  };
}
