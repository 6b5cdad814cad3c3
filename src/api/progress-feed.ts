import { isFinished } from '../model/access-request.js';
import type { StatusEvent } from '../model/status-event.js';
import type { Service } from '../service.js';
import { showRequest, type ShownRequest } from './show-request.js';

/** Somebody who follows a request. */
export interface Follower {
  /** Number of the last change they know of. */
  after: number;
  changed: (event: StatusEvent) => void;
  /** How far it has come; called only when that is news to somebody. */
  progressed: (shown: ShownRequest, version: number) => void;
  /** Nothing more comes: it has ended, is gone, or the service stops. */
  over: (hasEnded: boolean) => void;
}

/** How often a request that is followed is looked at. */
const lookEveryMs = 1_000;

interface Followed {
  followers: Set<Follower>;
  timer: NodeJS.Timeout;
  isLooking: boolean;
  last: string;
  version: number;
}

/** Follows requests for whoever wants to know, from a change on: each request is looked at once for all of them. */
export class ProgressFeed {
  private readonly followed = new Map<string, Followed>();

  constructor(
    private readonly service: Pick<
      Service,
      'requests' | 'events' | 'connectors' | 'connections' | 'forecast' | 'clock'
    >,
  ) {}

  /** Begins to follow; what has changed since is told at once. The answer ends it. */
  follow(id: string, follower: Follower): () => void {
    const known = this.followed.get(id) ?? this.begin(id);
    known.followers.add(follower);
    void this.look(id, known);
    return () => this.leave(id, known, follower);
  }

  private begin(id: string): Followed {
    const followed: Followed = {
      followers: new Set(),
      timer: setInterval(() => void this.look(id, followed), lookEveryMs).unref(),
      ...{ isLooking: false, last: '', version: 0 },
    };
    this.followed.set(id, followed);
    return followed;
  }

  private leave(id: string, followed: Followed, follower: Follower): void {
    followed.followers.delete(follower);
    if (followed.followers.size > 0) return;
    clearInterval(followed.timer);
    if (this.followed.get(id) === followed) this.followed.delete(id);
  }

  private async look(id: string, followed: Followed): Promise<void> {
    if (followed.isLooking) return;
    followed.isLooking = true;
    try {
      await this.tell(id, followed);
    } catch {
      // Who follows asks again; where the fault lasts, that call tells it.
      this.end(id, followed, false);
    } finally {
      followed.isLooking = false;
    }
  }

  private async tell(id: string, followed: Followed): Promise<void> {
    const { requests, events } = this.service;
    const request = await requests.find(id);
    if (!request || requests.isStopping) {
      this.end(id, followed, !request);
      return;
    }
    const shown = await showRequest(this.service, request);
    const first = Math.min(...[...followed.followers].map(({ after }) => after));
    const changes = await events.ofRequest(id, first);
    const text = JSON.stringify([shown.status, shown.sources, shown.packing]);
    if (text !== followed.last) followed.version += 1;
    followed.last = text;
    for (const follower of followed.followers) {
      for (const event of changes.filter(({ sequence }) => sequence > follower.after)) {
        follower.after = event.sequence;
        follower.changed(event);
      }
      follower.progressed(shown, followed.version);
    }
    if (isFinished(request.status)) this.end(id, followed, true);
  }

  private end(id: string, followed: Followed, hasEnded: boolean): void {
    clearInterval(followed.timer);
    this.followed.delete(id);
    for (const follower of followed.followers) follower.over(hasEnded);
    followed.followers.clear();
  }
}
