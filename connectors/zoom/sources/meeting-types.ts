/** What `type` says of a meeting: https://developers.zoom.us/docs/api/meetings/ */
export const meetingTypes = {
  1: 'Instant meeting',
  2: 'Scheduled meeting',
  3: 'Recurring meeting without a fixed time',
  4: 'Meeting with the personal meeting ID',
  7: 'Personal audio conference',
  8: 'Recurring meeting with a fixed time',
  10: 'Screen share only',
};

/** What `type` says of a webinar. */
export const webinarTypes = {
  5: 'Webinar',
  6: 'Recurring webinar without a fixed time',
  9: 'Recurring webinar with a fixed time',
};
