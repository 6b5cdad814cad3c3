import type { Clock } from '../clock.js';
import { isFinished, type AccessRequest, type RequestStatus } from '../model/access-request.js';
import type { RequestChange } from '../storage/request-store.js';
import type { Transaction } from '../storage/store.js';
import type { Waiters } from './waiters.js';

/** What a request in each status may become. Why each of these is there: docs/decisions/0035-one-writer-of-a-status.md. */
const mayBecome: Record<RequestStatus, readonly RequestStatus[]> = {
  queued: ['running', 'paused', 'cancelled', 'failed'],
  running: ['queued', 'paused', 'completed', 'completed_with_gaps', 'no_match', 'failed', 'cancelled'],
  paused: ['queued', 'running', 'cancelled', 'failed'],
  completed: ['queued', 'expired'],
  completed_with_gaps: ['queued', 'expired'],
  no_match: ['queued', 'expired'],
  failed: ['queued', 'expired'],
  cancelled: [],
  expired: [],
};

/** As what a retry that is given up leaves a request: as its last report does. */
const reported: readonly RequestStatus[] = ['completed', 'completed_with_gaps', 'no_match'];

/** What writing a status needs. */
export interface AdvanceNeeds {
  waiters: Waiters;
  clock: Clock;
}

/** A change of status that no request may take. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
}

/** The only writer of a request's status: row and event are one, and whoever waits is woken once both are on the disk. */
export class Advance {
  /** What could not be saved yet. */
  private readonly unsaved = new Map<string, RequestChange>();

  constructor(private readonly needs: AdvanceNeeds) {}

  /** Writes the row of a new request. */
  async begin(
    tx: Transaction,
    order: Omit<AccessRequest, 'status' | 'createdAt' | 'updatedAt'>,
  ): Promise<AccessRequest> {
    const now = this.needs.clock.now();
    const request: AccessRequest = { ...order, status: 'queued', createdAt: now, updatedAt: now };
    await tx.statusRows.insert(request);
    await tell(tx, request);
    return request;
  }

  /** Brings a request into a status, with what changes beside it. Throws NotAllowed where the table says no. */
  async to(
    tx: Transaction,
    id: string,
    status: RequestStatus,
    change: RequestChange = {},
  ): Promise<AccessRequest> {
    const before = await tx.requests.find(id);
    if (!before) throw new RangeError('There is no such request.');
    if (!isAllowed(before, status))
      throw new NotAllowed(`A request that is ${before.status} does not become ${status}.`);
    const request = await tx.statusRows.writeStatus(id, status, change, this.needs.clock.now());
    const isNews = before.status !== status || codeOf(before) !== codeOf(request);
    if (isNews) await tell(tx, request);
    tx.afterCommit(() => {
      this.unsaved.delete(id);
      this.needs.waiters.wake(id);
    });
    return request;
  }

  /** A pause that the disk does not take is remembered here until the row changes. */
  rememberPause(id: string, change: RequestChange): void {
    this.unsaved.set(id, change);
    this.needs.waiters.wake(id);
  }

  /** The request with a pause that is not on the disk yet. */
  withUnsaved(request: AccessRequest): AccessRequest {
    const unsaved = this.unsaved.get(request.id);
    return unsaved ? { ...request, ...unsaved, status: 'paused' } : request;
  }
}

async function tell(tx: Transaction, request: AccessRequest): Promise<void> {
  const { id, connectionId, status, updatedAt: at } = request;
  await tx.events.append({ at, subject: 'request', id, connectionId, status, code: codeOf(request) });
}

/** Staying in a status is no change of it: the reason of a pause may be another, a killed process begins again. */
function isAllowed({ status: from, report }: AccessRequest, to: RequestStatus): boolean {
  if (isFinished(from)) return mayBecome[from].includes(to);
  return from === to || mayBecome[from].includes(to) || (report !== undefined && reported.includes(to));
}

const codeOf = ({ status, problem }: AccessRequest) =>
  ['paused', 'failed'].includes(status) ? problem?.code : undefined;
