import { randomBytes } from 'node:crypto';
import type { Caller } from '../api/caller.js';
import type { Clock } from '../clock.js';
import { sha256Of } from '../sha256.js';
import { roles, type ApiKeyStore, type Role } from '../storage/api-key-store.js';
import type { Session, SessionStore } from '../storage/session-store.js';

/** A session ends when its person has done nothing for so long. */
export const idleMs = 30 * 60_000;

/** A session ends then whatever its person does. */
export const longestMs = 12 * 3_600_000;

/** Sessions of one owner at the same time; the oldest makes room. */
const mostPerOwner = 5;

/** How seldom the time of the last activity is written. */
const seenEveryMs = 60_000;

/** What sessions rest on. */
export interface SessionNeeds {
  store: SessionStore;
  keys: ApiKeyStore;
  bootstrapKey?: string;
  clock: Clock;
}

/** A session that is valid now, and what its person may do. */
export interface ValidSession {
  session: Session;
  caller: Caller;
}

/** Who is signed in. A session is worth what it rests on: with the key it ends, too. */
export class Sessions {
  private readonly watchers = new Map<string, Set<() => void>>();

  constructor(private readonly needs: SessionNeeds) {}

  /** Begins the session of a caller who has shown a key. Resolves with the secret for the cookie, which is kept nowhere. */
  async begin(caller: Caller, userAgent: string): Promise<string> {
    const basis = await this.hashOfKey(caller.keyId);
    return this.open({ owner: caller.id, keyId: caller.keyId, basis: basis ?? '' }, userAgent);
  }

  /** Begins the session of somebody whom an identity provider vouches for. */
  beginVouched(owner: string, role: Role, userAgent: string): Promise<string> {
    return this.open({ owner, basis: role }, userAgent);
  }

  /** The session of a cookie; undefined: there is none, it is over, or its key is no longer accepted. */
  async find(secret: string): Promise<ValidSession | undefined> {
    const session = await this.needs.store.find(sha256Of(secret));
    const now = this.needs.clock.now();
    if (!session || session.expiresAt <= now || session.seenAt <= now - idleMs) return undefined;
    const caller = await this.callerOf(session);
    return caller && { session, caller };
  }

  /** The person did something. What a page does by itself does not count. */
  async noteActivity({ idHash, seenAt }: Session): Promise<void> {
    const now = this.needs.clock.now();
    if (now - seenAt >= seenEveryMs) await this.needs.store.seen(idHash, now);
  }

  /** Ends a session and what streams to it. */
  async end(idHash: string): Promise<void> {
    await this.needs.store.end(idHash);
    for (const end of this.watchers.get(idHash) ?? []) end();
  }

  /** Sessions that are not over; of all owners when none is named. */
  async list(owner?: string): Promise<Session[]> {
    await this.removeOver();
    return this.needs.store.list(owner);
  }

  /** Calls when the session is ended by somebody; the answer stops that. */
  watch(idHash: string, onEnd: () => void): () => void {
    const watching = this.watchers.get(idHash) ?? new Set();
    this.watchers.set(idHash, watching.add(onEnd));
    return () => {
      watching.delete(onEnd);
      if (watching.size === 0) this.watchers.delete(idHash);
    };
  }

  /** How many streams a session has open. */
  watchersOf(idHash: string): number {
    return this.watchers.get(idHash)?.size ?? 0;
  }

  private async open(what: Pick<Session, 'owner' | 'keyId' | 'basis'>, userAgent: string): Promise<string> {
    const { store, clock } = this.needs;
    await this.removeOver();
    const others = await store.list(what.owner);
    for (const { idHash } of others.slice(mostPerOwner - 1)) await this.end(idHash);
    const secret = randomBytes(32).toString('base64url');
    const now = clock.now();
    const times = { createdAt: now, seenAt: now, expiresAt: now + longestMs };
    await store.insert({ ...what, ...times, idHash: sha256Of(secret), userAgent: userAgent.slice(0, 200) });
    return secret;
  }

  private async callerOf({ owner, keyId, basis }: Session): Promise<Caller | undefined> {
    if (keyId === undefined) {
      const role = roles.find((one) => one === basis);
      return role && { id: owner, keyId: owner, role };
    }
    if ((await this.hashOfKey(keyId)) !== basis) return undefined;
    if (keyId === 'bootstrap') return { id: 'bootstrap', keyId, role: 'admin' };
    const key = await this.needs.keys.find(keyId);
    return key && { id: key.owner, keyId, role: key.role, connections: key.connections };
  }

  /** Undefined: the key is not accepted. */
  private async hashOfKey(keyId: string): Promise<string | undefined> {
    const { keys, bootstrapKey } = this.needs;
    if (keyId === 'bootstrap') return bootstrapKey === undefined ? undefined : sha256Of(bootstrapKey);
    const key = await keys.find(keyId);
    return key?.revokedAt === undefined ? key?.hash : undefined;
  }

  private removeOver(): Promise<void> {
    const now = this.needs.clock.now();
    return this.needs.store.removeOver(now, now - idleMs);
  }
}
