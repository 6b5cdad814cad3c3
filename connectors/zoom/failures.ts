import type { FailureRule, Judgement, Outcome, Reason } from '../../src/contract/index.js';

const stop = (outcome: Outcome, reason: Reason, remedy: string): Judgement => ({
  do: 'stop',
  outcome,
  reason,
  remedy,
});

const missingScope = stop('scope_missing', 'scope_missing', '');
const noPhone = stop(
  'not_licensed',
  'not_licensed',
  'Zoom says that the person has no Zoom Phone licence and answers no question about phone data. If there was one before or one was expected, assign it in Phone System Management and run the request again; else there is nothing to do.',
);
/** The plan or add-on is missing. */
export const noPlan = stop(
  'not_licensed',
  'not_licensed',
  'Zoom says that the plan or add-on this data needs is not part of the account or not assigned to the user. If it was there before or was expected, check the licences in User Management and run the request again; else there is nothing to do.',
);
const notPermitted = stop(
  'not_permitted',
  'not_permitted',
  'Zoom refuses this to the role behind the connection (of the app owner, or of whoever consented). Give that role the view permission for this data (User Management, Roles) and run the request again.',
);
const subjectRefused = stop(
  'withheld',
  'subject_refused',
  'Zoom does not answer this question for a user in this state (invited, deactivated or outside the account). Activate the user for a moment or ask Zoom Support, then run the request again.',
);
const invalidRequest = stop(
  'failed',
  'request_refused',
  'Zoom refused the form of the request. Run the request again; if it stays, report it to the maintainers of this connector.',
);

/** Words about the dates of a question; a page size is also "in the range", and much is "not allowed to". */
const aboutDates =
  /\bfrom\b|\bdates?\b|\bmonths?\b|\bdays?\b|(?<!\bin the )\brange\b|param\w*: to\b|["'`]to["'`]/i;

/**
 * What Zoom's answers mean. The number alone says little: the same code is used for different things,
 * so the order counts. Source: https://developers.zoom.us/docs/api/errors/ and the operation documents.
 */
export const failures: readonly FailureRule[] = [
  { message: /does not contain scopes/i, then: missingScope },
  { code: [4711, 104], then: missingScope },

  // Every answer that is judged here is in Zoom's own form: who else speaks is never believed.
  { status: [429], header: { name: 'x-ratelimit-type', value: /daily/i }, then: { do: 'pause' } },
  { status: [429], message: /daily|GMT 00:00/i, then: { do: 'pause' } },
  { status: [429], then: { do: 'wait' } },
  { code: [429, 4001], message: /daily|GMT 00:00/i, then: { do: 'pause' } },
  { code: [429, 4001], then: { do: 'wait' } },

  { code: [124], message: /account does not exist/i, then: noPhone },
  { code: [124], message: /target sites/i, then: notPermitted },
  { code: [1010, 1120], then: subjectRefused },
  {
    code: [4717, 4735, 4738],
    then: stop(
      'failed',
      'credentials_refused',
      'The Zoom app is disabled or its owner is gone. Activate the app in the Zoom App Marketplace, then run the request again.',
    ),
  },
  { code: [124, 4700, 4737, 4740, 4741], then: { do: 'renew-token' } },

  { message: /next[ _]page[ _]token/i, then: { do: 'restart-window' } },

  {
    family: 'phone',
    code: [300, 404],
    message: /voice ?mail does not exist/i,
    then: stop(
      'failed',
      'not_found',
      'Zoom lists the voicemail but no longer has it. Ask the account owner whether it was deleted.',
    ),
  },
  { family: 'phone', code: [300], message: /invalid user id|user does not exist/i, then: noPhone },
  { family: 'phone', code: [1001, 2001, 2031], then: noPhone },
  { code: [1001], then: subjectRefused },

  { code: [12702], then: stop('out_of_reach', 'beyond_look_back', 'Zoom no longer answers for this time.') },
  { code: [300, 301], message: aboutDates, then: { do: 'split-window' } },

  { code: [200], message: /\bplan\b|paid|licen[cs]e|subscri|not available/i, then: noPlan },
  { code: [200, 2306, 12703], then: notPermitted },
  { code: [3161], then: noPlan },
  { code: [5411], then: notPermitted },
  { code: [5301], then: subjectRefused },
  { status: [401], then: { do: 'renew-token' } },
  {
    code: [2305],
    then: stop(
      'withheld',
      'not_permitted',
      'An account setting withholds this data. Change it, then run the request again.',
    ),
  },

  { family: 'phone', code: [3001], then: { do: 'retry', reason: 'vendor_error' } },
  { code: [3001, 3301, 3322, 2024], then: { do: 'accept-as-empty' } },

  { code: [12000, 12001], then: { do: 'accept-without-file' } },
  { code: [12002, 50002, 10002], then: { do: 'retry', reason: 'not_finished' } },
  { code: [12003], then: { do: 'retry', reason: 'vendor_error' } },
  {
    family: 'phone',
    code: [404],
    message: /file does not exist/i,
    then: stop(
      'failed',
      'file_missing',
      'Zoom lists the file but no longer has it. Ask the account owner whether it was deleted under a retention rule.',
    ),
  },

  {
    endpoint: /^\/clips\//,
    code: [2000],
    then: stop(
      'failed',
      'not_found',
      'Zoom listed the clip and no longer has it. Ask its owner whether it was deleted meanwhile.',
    ),
  },
  {
    code: [50003],
    then: stop(
      'failed',
      'file_refused',
      'Zoom lists the clip and gives no address for its video. Download it in the Zoom web portal, or ask Zoom Support.',
    ),
  },

  { code: [300, 301, 400, 2300], then: invalidRequest },
  { status: [403], then: notPermitted },
];
