import type { Connections } from '../connections/connections.js';
import { createLanes, type Lanes } from '../collect/lanes.js';
import { laneSize } from '../collect/run-source.js';
import { isFinished, type AccessRequest, type RequestStatus } from '../model/access-request.js';
import type { RequestChange } from '../storage/request-store.js';
import type { Cell } from '../storage/vault.js';
import { recordCalls } from './record-calls.js';
import { judgeRunEnd, reconnectNeeded } from './run-end.js';
import { runRequest, type RunNeeds } from './run-request.js';
import { tellOutage } from './tell-outage.js';
import type { Waiters } from './waiters.js';
import type { Claim, Stopped, WorkQueue } from './work-queue.js';

/** What working on the requests of an installation needs. */
export interface WorkerNeeds extends Omit<RunNeeds, 'open' | 'lanes' | 'reportSettings' | 'seal'> {
  queue: WorkQueue;
  waiters: Waiters;
  connections: Connections;
}

/** Requests that run at once. */
const mostRunning = 64;

/** How soon a request whose end cannot be saved is tried again. */
const unsavedPauseMs = 60_000;

/** Named in messages about a full disk. */
const dataFolder = 'the data folder';

/** Runs the requests of an installation, and writes down what became of each. */
export class Worker {
  private readonly lanesOf = lanesPerConnection();

  constructor(private readonly needs: WorkerNeeds) {}

  /** Begins to take work, which ends with the queue. */
  start(): void {
    for (let one = 0; one < mostRunning; one += 1) void this.work();
  }

  private async work(): Promise<void> {
    const { queue } = this.needs;
    for (let claim = await queue.take(); claim; claim = await queue.take()) {
      queue.giveBack(claim, await this.run(claim));
      this.needs.waiters.wake(claim.id);
    }
  }

  /** Until when the request waits; undefined: it has ended, or waits for somebody. */
  private async run(claim: Claim): Promise<number | undefined> {
    const { store, logger } = this.needs;
    const request = await this.attempt(claim.id, async () => ({
      found: await store.requests.find(claim.id),
    }));
    if (!request) return this.now + unsavedPauseMs;
    if (!request.found || isFinished(request.found.status)) return undefined;
    try {
      const { status } = await this.runOnce(claim);
      logger.info({ requestId: claim.id, status }, 'access request finished');
      return undefined;
    } catch (error) {
      return await this.settle(claim, request.found, error);
    }
  }

  private async runOnce({ id, connectionId, progress, signal }: Claim): Promise<AccessRequest> {
    const { connections } = this.needs;
    await connections.accounts.identifyUnknown(connectionId);
    const open = await connections.open(connectionId);
    const { reportSettings } = (await connections.find(connectionId)) ?? {};
    const seal = (place: Cell, content: string) => connections.seal(connectionId, place, content);
    const own = { open, lanes: this.lanesOf(connectionId), reportSettings, seal };
    return runRequest({ ...this.needs, ...own }, id, progress, signal);
  }

  /** Turns the error that ended a run into a status. */
  private async settle(
    { id, connectionId, signal }: Claim,
    known: AccessRequest,
    error: unknown,
  ): Promise<number | undefined> {
    const { store, logger } = this.needs;
    const request = (await this.attempt(id, () => store.requests.find(id))) ?? known;
    if (isFinished(request.status)) {
      // Its end is on the disk; what was to be removed after it goes at the next sweep.
      logger.error({ requestId: id, fault: error }, 'what a finished request left cannot be removed');
      return undefined;
    }
    if (signal.aborted) {
      if ((signal.reason as Stopped).why === 'shutdown')
        await this.attempt(id, () => this.advanceTo(id, 'queued'));
      return undefined;
    }
    const end = judgeRunEnd(error, request, this.now, dataFolder);
    const { becomes: status } = end;
    const { problem } = end.becomes === 'failed' ? end : end.change;
    const fault = end.becomes === 'failed' && end.isFault ? error : undefined;
    const level = fault === undefined ? 'warn' : 'error';
    logger[level]({ requestId: id, status, code: problem?.code, fault }, `access request ${status}`);
    if (end.becomes === 'failed') {
      const failed = await this.attempt(id, () => this.fail(id, end.problem));
      return failed ? undefined : await this.pause(id, { resumeAt: this.now + unsavedPauseMs });
    }
    // Somebody may have consented anew while the last steps of this run ended.
    const isConnected =
      problem === reconnectNeeded && (await this.attempt(id, () => this.isConnected(connectionId)));
    return this.pause(id, isConnected ? { resumeAt: this.now } : end.change);
  }

  private async isConnected(connectionId: string): Promise<boolean> {
    return (await this.needs.connections.find(connectionId))?.status === 'connected';
  }

  private advanceTo(
    ...[id, status, change]: [string, RequestStatus, RequestChange?]
  ): Promise<AccessRequest> {
    const { store, advance } = this.needs;
    return store.transaction(async (tx) => {
      if (change?.outage) await tellOutage(tx, id, this.now);
      return advance.to(tx, id, status, change);
    });
  }

  /** A full disk also keeps the pause from being saved: then it is remembered until it can be. */
  private async pause(id: string, change: RequestChange): Promise<number | undefined> {
    const pause: RequestChange = { resumeAt: undefined, problem: undefined, ...change };
    const paused = await this.attempt(id, () => this.advanceTo(id, 'paused', pause));
    if (!paused) this.needs.advance.rememberPause(id, pause);
    return change.resumeAt;
  }

  private fail(id: string, problem: NonNullable<AccessRequest['problem']>): Promise<AccessRequest> {
    const { store, advance, ledger } = this.needs;
    return store.transaction(async (tx) => {
      const failed = await advance.to(tx, id, 'failed', { problem, finishedAt: this.now });
      const { connectionId } = failed;
      await recordCalls(tx, this.needs, { id, connectionId });
      const what = { request: id, code: problem.code };
      await ledger.append(tx, connectionId, 'request.failed', what, { by: 'service' });
      return failed;
    });
  }

  /** Undefined: the disk did not take it, or nothing is there. */
  private async attempt<T>(id: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.needs.logger.error({ requestId: id, fault: error }, 'the state of a request cannot be saved');
      return undefined;
    }
  }

  private get now(): number {
    return this.needs.clock.now();
  }
}

/** The requests of one connection share its lanes, as they share its pace. */
function lanesPerConnection(): (connectionId: string) => Lanes {
  const all = new Map<string, Lanes>();
  return (connectionId) => {
    const lanes = all.get(connectionId) ?? createLanes((lane) => laneSize(lane.replace(/^files of /, '')));
    all.set(connectionId, lanes);
    return lanes;
  };
}
