import type { CallLogEntry } from './call-log-entry.js';
import type { Faults } from './faults/fault.js';
import type { RateFamily, RateLabel } from './limits/rate-limit-table.js';
import type { World } from './world/world.js';

/** A running simulated Zoom. */
export interface Simulator {
  /** `http://127.0.0.1:PORT/v2` */
  apiUrl: string;
  /** `http://127.0.0.1:PORT/oauth` */
  oauthUrl: string;
  /** `127.0.0.1:PORT` of the second origin, to which downloads are redirected. */
  mediaHost: string;
  credentials: { accountId: string; clientId: string; clientSecret: string };
  /** Mutable: tests change data between calls. */
  world: World;
  /** Every request seen, in the order of arrival. */
  calls: CallLogEntry[];
  faults: Faults;
  /** A valid access token of the server-to-server kind; default scopes: those of the simulator. */
  issueToken: (scopes?: string[]) => string;
  /** Every access token issued so far answers 401/124 from now on. */
  expireTokens: () => void;
  /** Every recording URL handed out so far answers the login page from now on. */
  expireDownloadUrls: () => void;
  /** Most calls seen in any sliding second (minute for `resource-intensive`). */
  highestCount: (family: RateFamily, label: string) => number;
  /** Takes calls off today's budget, as the other apps of the account do. */
  spendDailyBudget: (family: RateFamily, label: RateLabel, calls: number) => void;
  /** 429 answers given because of the table, without those of faults. */
  readonly rateLimited: number;
  /** Requests at the media origin that carried an Authorization header, which must never leave Zoom's hosts. */
  readonly leakedAuthorizations: number;
  close: () => Promise<void>;
}
