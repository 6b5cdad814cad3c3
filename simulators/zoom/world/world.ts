import type { JsonObject } from '../json.js';
import type { MediaFile } from '../media/media-file.js';
import type { AccountReports } from './account-reports.js';
import type { WorldUser } from './world-user.js';

/** Which arrays `GET /phone/users/{userId}/call_history` answers; `not_offered` refuses with 2300. */
export type CallHistoryShape = 'both' | 'call_elements' | 'call_logs' | 'not_offered';

/** The customer account; the plan is an option of the simulator, as it decides the rate limits. */
export interface WorldAccount {
  id: string;
  number: number;
  ownerEmail: string;
  /** False: every phone path answers 403/2031. */
  hasPhone: boolean;
  callHistory: CallHistoryShape;
  /** Whether the deprecated `/phone/users/{userId}/call_logs` still answers. */
  offersCallLogs: boolean;
  /** What phone paths that document both answer for a user without a Phone licence (unknown for live accounts). */
  unlicensedPhone: 'invalid_user_id' | 'user_does_not_exist';
}

/** Everything the simulated account holds: plain data that tests may change between calls. */
export interface World {
  account: WorldAccount;
  users: WorldUser[];
  reports: AccountReports;
  /** Archived meetings with `archive_files` and perhaps `physical_files`; absent: archiving is not switched on. */
  archive?: JsonObject[];
  /** Media by id. A record refers to one by a URL field with the value `media:<id>`. */
  media: Map<string, MediaFile>;
  /** Operation templates whose first page is empty but carries a token, when there are rows at all. */
  emptyFirstPages: string[];
  /** Rows of the account's list of summaries; absent: those of the meetings. */
  listedSummaries?: JsonObject[];
  /** Most rows of a page by operation template: a page may hold fewer than were asked for. */
  shortPages?: Record<string, number>;
}

/** Reference to a file of `World.media`, to be stored in a URL field of a record. */
export type MediaReference = `media:${string}`;
