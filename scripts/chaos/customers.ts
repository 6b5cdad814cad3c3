import { setTimeout as sleep } from 'node:timers/promises';
import type { ShownRequest } from '../../src/api/show-request.js';
import { isFinished } from '../../src/model/access-request.js';
import { orderOf } from './orders.js';
import type { Answer, ServiceProcess } from './service-process.js';

/** What customers need. */
export interface CustomerNeeds {
  /** The process that runs now, or is about to. */
  service(): ServiceProcess;
  people: { count: number; now: number };
  /** Whether no further requests are wanted. */
  isOver(): boolean;
  /** A number from 0 to less than 1. */
  chance(): number;
}

/** Part of the calls after which the order is sent once more, as a careful customer does. */
const repeatShare = 0.2;
const pauseMs = 100;
const pausedMs = 1_000;

/** Customers who keep so many requests in flight, and note what the service promises them. */
export class Customers {
  readonly failures: string[] = [];
  /** Id of the request of each idempotency key. */
  readonly accepted = new Map<string, string>();
  /** How many requests were made about each person. */
  readonly requestsOf: number[];
  finished = 0;
  replays = 0;
  brokenOff = 0;
  /** Requests that had to wait because kills met the same step again and again. */
  readonly waited = new Set<string>();

  constructor(private readonly needs: CustomerNeeds) {
    this.requestsOf = Array.from({ length: needs.people.count }, () => 0);
  }

  /** Resolves when everything that was accepted has come to its end. */
  async run(inFlight: number): Promise<void> {
    await Promise.all(Array.from({ length: inFlight }, (_, customer) => this.serve(customer)));
  }

  private async serve(customer: number): Promise<void> {
    for (let order = 0; !this.needs.isOver(); order += 1) {
      const person = (customer + order) % this.needs.people.count;
      const key = `key-${customer}-${order}`;
      this.requestsOf[person] = (this.requestsOf[person] ?? 0) + 1;
      const id = await this.post(person, key);
      await this.follow(person, key, id);
      this.finished += 1;
    }
  }

  /** Sends the order until it is answered, with the same key. */
  private async post(person: number, key: string): Promise<string> {
    const body = JSON.stringify(orderOf(person, this.needs.people.now, key));
    for (;;) {
      const headers = { 'idempotency-key': key };
      const answer = await this.call('/v1/access-requests', { method: 'POST', headers, body });
      if (!answer) continue;
      const id = String(answer.body.id);
      const known = this.accepted.get(key) ?? id;
      if (known !== id) this.failures.push(`${key} has two requests, ${known} and ${id}`);
      this.accepted.set(key, id);
      return id;
    }
  }

  private async follow(person: number, key: string, id: string): Promise<void> {
    for (;;) {
      if (this.needs.chance() < repeatShare) {
        await this.post(person, key);
        this.replays += 1;
      }
      const answer = await this.call(`/v1/access-requests/${id}`, { headers: { prefer: 'wait=20' } });
      const shown = answer?.body as Partial<ShownRequest> | undefined;
      if (shown?.problem?.code === 'quarantined') this.waited.add(id);
      if (shown?.status === undefined || !isFinished(shown.status)) {
        // A pause is answered at once.
        if (shown?.status === 'paused') await sleep(pausedMs);
        continue;
      }
      if (!shown.status.startsWith('completed')) this.failures.push(`${key} ended as ${shown.status}`);
      return;
    }
  }

  /** Undefined: it was broken off, or the service asked for patience. Anything else but success is a failure. */
  private async call(...[path, init]: Parameters<ServiceProcess['call']>): Promise<Answer | undefined> {
    const answer = await this.needs
      .service()
      .call(path, init)
      .catch(() => undefined);
    if (answer && [200, 202].includes(answer.status)) return answer;
    if (answer && answer.status !== 503)
      this.failures.push(`${init?.method ?? 'GET'} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    else this.brokenOff += 1;
    await sleep(pauseMs);
    return undefined;
  }
}
