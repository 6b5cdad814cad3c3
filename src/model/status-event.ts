import type { RequestStatus } from './access-request.js';

/** What an event is about. */
export type EventSubject = 'request' | 'report' | 'connection';

/** What happens to a connection: the vendor does not answer, or takes its tokens no more. */
export type ConnectionNews = 'degraded' | 'reconnect_needed';

/** One change of a status. Nothing in it is about a person. */
export interface StatusEvent {
  /** Rises from event to event of an installation, and is never given twice. */
  sequence: number;
  /** Milliseconds since 1970. */
  at: number;
  subject: EventSubject;
  id: string;
  connectionId: string;
  status: RequestStatus | ConnectionNews;
  /** Why it pauses or failed. */
  code?: string;
}
