import type { Outcome, SubjectLookup } from '../contract/index.js';

/** The life of an access request; the last six are its ends. */
export const requestStatuses = [
  'queued',
  'running',
  'paused',
  'completed',
  'completed_with_gaps',
  'no_match',
  'failed',
  'cancelled',
  'expired',
] as const;

/** Where an access request stands. */
export type RequestStatus = (typeof requestStatuses)[number];

/** Whether nothing more happens to a request in this status. */
export const isFinished = (status: RequestStatus) => !['queued', 'running', 'paused'].includes(status);

/** What is asked: a subject, a connection and options. */
export interface RequestOrder {
  connectionId: string;
  /** Who asked: the id of an API key, or the command line. */
  origin: string;
  reference?: string;
  email: string;
  /** First and last day of the wanted period, `yyyy-mm-dd`, both included. */
  from?: string;
  to?: string;
  /** Whose days these are, as the IANA list names it; absent: those of the person's profile, else UTC. */
  timeZone?: string;
  /** Absent: all sources. */
  sources?: string[];
  media: boolean;
  /** False: of the files all but moving pictures; absent: those too. */
  video?: boolean;
  /** Whether other people keep their names; absent: as the connection says. */
  thirdParties?: 'keep' | 'pseudonymise';
  /** When the answer is due, milliseconds since 1970. */
  dueAt?: number;
  /** Where callbacks of this request go, in place of the address of its owner's receiver. */
  callbackUrl?: string;
}

/** How one source of a finished request ended. */
export interface SourceSummary {
  id: string;
  outcome: Outcome;
  reason?: string;
  remedy?: string;
  records: number;
  files: number;
  bytes: number;
}

/** One access request, with all that is known of its life. */
export interface AccessRequest extends RequestOrder {
  id: string;
  status: RequestStatus;
  lookup?: SubjectLookup;
  lookupCalls: number;
  /** When the last source ended: the state the report shows. */
  collectedAt?: number;
  resumeAt?: number;
  problem?: { code: string; detail: string };
  /** Crashes in one step of the whole for which the request has waited: with no more it is tried again. */
  toleratedCrashes?: number;
  /** Since when the vendor has not answered (milliseconds since 1970), and how often the request has waited for it. */
  outage?: { since: number; pauses: number };
  outcomes?: SourceSummary[];
  /** Version of the report that is made next, or was made last; counted from 1. */
  version: number;
  /** What is missing in the last version is to be asked again; false once its steps are planned. */
  reopens: boolean;
  /** The latest published version. */
  report?: { version: number; bytes: number; sha256: string };
  createdAt: number;
  updatedAt: number;
  finishedAt?: number;
}
