/** Something the vendor's documents do not settle, and what a source takes for granted. */
export interface Assumption {
  /** Ids of the sources that rest on it. */
  about: readonly string[];
  assumed: string;
  /** What to do or look at on a live account to know it. */
  shownBy: string;
}

/** Everything that is only assumed. */
export const assumptions: readonly Assumption[] = [
  {
    about: ['clips'],
    assumed: 'Deleted and suspended clips are listed only where their status is asked, so each is asked for.',
    shownBy: '`GET /clips` with and without `status` on an account that has a deleted one.',
  },
  {
    about: ['clips'],
    assumed: 'No clip is older than 2023-01-01.',
    shownBy: 'The oldest `created_date` on an account that used Clips from its beginning.',
  },
  {
    about: ['clips', 'webinar-templates'],
    assumed: 'A single clip and the templates of webinars count as heavy: their documents name no label.',
    shownBy: 'The header `X-RateLimit-Category` of an answer.',
  },
  {
    about: ['clip-comments'],
    assumed: 'A page of comments holds 15, as in the example: no largest page is documented.',
    shownBy: '`GET /clips/{clipId}/comments?page_size=300`.',
  },
  {
    about: ['clip-comments'],
    assumed: 'The code 2000 for the comments of a deleted clip means that nobody can read them.',
    shownBy: 'Asking for the comments of one.',
  },
  {
    about: ['clips'],
    assumed: 'Which file `file_size` measures is not said, so no size is compared.',
    shownBy: 'The `Content-Length` of a video beside it.',
  },
  {
    about: ['presence'],
    assumed: 'The codes 5301 and 5411 of presence are refusals for this user.',
    shownBy: 'A call that is refused.',
  },
  {
    about: ['phone-sms', 'phone-faxes', 'shared-recordings'],
    assumed: 'How far back these lists go is in no document: they are asked from 2013.',
    shownBy: 'Asking each for a month two years ago.',
  },
  {
    about: ['archived-meetings'],
    assumed:
      'An account without archiving is refused with the code 200, 300 or 2001 and words about archiving; then the source is `not_licensed`.',
    shownBy: '`GET /archive_files` on an account for which Zoom Support has not switched archiving on.',
  },
  {
    about: ['archived-meetings'],
    assumed:
      'A window of the archive is answered in both its ends, and one of more than seven days is refused or cut; no call is made of more.',
    shownBy: 'Two meetings that begin in the first and last second of a window.',
  },
  {
    about: ['archived-meetings'],
    assumed:
      'A breakout room has the host of its meeting; where it has none, it counts as one that names nobody.',
    shownBy: 'A breakout room of an archived meeting in `GET /archive_files`.',
  },
  {
    about: ['sign-ins'],
    assumed: 'A page of 300 is allowed: the document names no largest page, the guide to pages does.',
    shownBy: '`GET /report/activities?page_size=300` on an account with more than 30 sign-ins in a month.',
  },
  {
    about: ['operation-logs', 'dial-ins'],
    assumed:
      'How far back these reports go is in no document: they are asked for everything, and the first refusal for age (code 12702, or words about months or a year) names the date.',
    shownBy: 'The two reports for a month two years ago.',
  },
  {
    about: ['dial-ins'],
    assumed:
      '`duration` is in minutes, and the number somebody called from is in `call_in_number` or `signaled_number`.',
    shownBy: 'A call of 90 seconds into a meeting, from a number of a profile.',
  },
  {
    about: ['phone-sms', 'phone-sms-messages'],
    assumed:
      'With `filter_type=sent_received_message_time` the list of conversations names one in every month in which something was sent or received, as its document says.',
    shownBy:
      'reading one conversation month by month back to its first message and comparing the months with those in which the list names it.',
  },
  {
    about: ['phone-sms-messages', 'chat-messages'],
    assumed:
      'Files of messages come from hosts of Zoom with the key in their address; the token is sent to those hosts only.',
    shownBy: 'the host of `download_url` of an attachment, and whether it is given without a token.',
  },
  {
    about: ['phone-call-summaries'],
    assumed:
      'The list of calls names the summary of a call as its synchronised form does (`ai_call_summary_id`).',
    shownBy: 'the list of calls of a person whose calls are summarised, beside `/call_history/sync`.',
  },
  {
    about: ['shared-recordings', 'shared-voicemails'],
    assumed:
      'Who took or made a call of a shared line stands there with the same extension number as in that person’s phone profile.',
    shownBy:
      'a recorded call of a queue in an account of several sites, whose numbers begin with the site’s code.',
  },
  {
    about: ['phone-faxes'],
    assumed:
      'The fax log answers for the extension id of the phone profile, also where a fax was never sent.',
    shownBy: 'the log of a person without faxes.',
  },
  {
    about: ['chat-sessions'],
    assumed:
      'The report of chats names both addresses of a chat of two, and of a group the same channel as the person’s list of channels.',
    shownBy: 'comparing the report with the list of channels of a person who is in a group.',
  },
  {
    about: ['chat-messages'],
    assumed:
      'Deleted and changed messages of a month come with every page of the report, or at least with its first.',
    shownBy: 'a chat of more than 100 messages in a month, of which the first and the last were changed.',
  },
  {
    about: ['meeting-polls', 'meeting-surveys'],
    assumed: 'Of a meeting that has none Zoom answers with an empty list or object, and does not refuse.',
    shownBy: '`GET /meetings/{id}/polls` and `/survey` of a scheduled meeting without either.',
  },
  {
    about: ['meeting-participants', 'meeting-attendance'],
    assumed:
      'The dashboard lists a meeting of one person under `pastOne` only, and one of several under `past` only.',
    shownBy: 'both types for one meeting of each kind.',
  },
  {
    about: ['meeting-history'],
    assumed:
      'A row whose host and user have different names, or whose address is another one, was hosted by somebody else: the document does not say whose `user_email` is.',
    shownBy: 'a month of `pastJoined` of a person who hosted and joined meetings.',
  },
  {
    about: ['recording-registrants'],
    assumed:
      'The registrations of a recording are found by the UUID of the occurrence; the document names the number of the meeting only.',
    shownBy: '`GET /meetings/{uuid}/recordings/registrants` for an older date of a series.',
  },
  {
    about: ['recording-views'],
    assumed: 'Who watched a recording counts under Heavy: the document names no label.',
    shownBy: 'the header `X-RateLimit-Category` of one answer.',
  },
  {
    about: ['meeting-summary-list'],
    assumed:
      'A span of 90 days is answered whole: the document names no longest one. One that is refused is split.',
    shownBy: 'the list for 90 days and for each of their months.',
  },
];
