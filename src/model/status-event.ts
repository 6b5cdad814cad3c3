import type { RequestStatus } from './access-request.js';

/** What an event is about. */
export type EventSubject = 'request' | 'report' | 'connection';

/** One change of a status. Nothing in it is about a person. */
export interface StatusEvent {
  /** Rises from event to event of an installation, and is never given twice. */
  sequence: number;
  /** Milliseconds since 1970. */
  at: number;
  subject: EventSubject;
  id: string;
  connectionId: string;
  status: RequestStatus;
  /** Why it pauses or failed. */
  code?: string;
}
