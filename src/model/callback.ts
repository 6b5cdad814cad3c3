/** Everything a callback can tell, and the event of a test. */
export const callbackEvents = [
  'access_request.completed',
  'access_request.completed_with_gaps',
  'access_request.no_match',
  'access_request.paused',
  'access_request.resumed',
  'access_request.failed',
  'access_request.cancelled',
  'report.expired',
  'connection.degraded',
  'connection.reconnect_needed',
  'callback.test',
] as const;

/** What a callback tells. */
export type CallbackEvent = (typeof callbackEvents)[number];

/** Somebody who is told of events by calls of ours. */
export interface Receiver {
  id: string;
  /** The owner of the API key that made it. */
  owner: string;
  /** It is told of this connection and all its requests; absent: of the requests of its owner. */
  connectionId?: string;
  label: string;
  url: string;
  /** Absent: all. */
  events?: readonly CallbackEvent[];
  status: 'active' | 'disabled';
  /** What its callbacks are signed with, sealed. */
  secrets: string;
  /** Number of the last status event that was looked at for it. */
  cursor: number;
  createdAt: number;
  updatedAt: number;
}

/** One message to one receiver, the same in all attempts. */
export interface CallbackDelivery {
  /** The `webhook-id`, by which a receiver knows a message that comes again. */
  id: string;
  receiverId: string;
  /** Number of the status event it tells; absent: a test. */
  sequence?: number;
  event: CallbackEvent;
  /** What it is about: a request or a connection. Those about one thing go one after the other. */
  subjectId: string;
  /** In whose ledger its attempts stand; absent: no account is connected. */
  connectionId?: string;
  url: string;
  body: string;
  state: 'pending' | 'delivered' | 'failed';
  /** Attempts that have ended. */
  attempts: number;
  /** When the next one is due; absent: there is none. */
  nextAt?: number;
  /** HTTP status of the last answer; absent: there was none. */
  lastStatus?: number;
  /** Why there was none. */
  lastFault?: string;
  createdAt: number;
  updatedAt: number;
}
