import type { ProgressFeed } from '../api/progress-feed.js';
import type { Deliveries } from '../http/deliveries.js';
import type { Service } from '../service.js';
import type { OpenId } from './openid.js';
import type { OneTimeCodes } from './one-time-codes.js';
import type { SendPage } from './pages.js';
import type { SessionCookie } from './session-cookie.js';
import type { Sessions } from './sessions.js';

/** What the pages of the console are made with. */
export interface ConsoleNeeds {
  service: Service;
  /** How browsers reach the service, without a slash at the end. */
  publicUrl: () => string;
  /** Path of the console as browsers see it. */
  base: () => string;
  bootstrapKey?: string;
  deliveries: Deliveries;
  feed: ProgressFeed;
  sessions: Sessions;
  cookie: SessionCookie;
  send: SendPage;
  oneTimeCodes?: OneTimeCodes;
  openId?: OpenId;
}
