import { sha256Of } from '../sha256.js';
import type { LedgerEntry } from '../storage/ledger-store.js';

/** What stands in the place of the hash before the first entry. */
export const genesis = '0'.repeat(64);

/** An entry, known by its place and its hash. */
export interface LedgerHead {
  connectionId: string;
  sequence: number;
  hash: string;
}

/**
 * JSON with sorted names and without spaces, as RFC 8785 has it for texts, whole numbers, booleans, lists and
 * objects: the same facts give the same text.
 */
export function toCanonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toCanonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${toCanonical(inner)}`).join(',')}}`;
}

/** SHA-256 over an entry's place, content and the hash of the entry before it, in hex. */
export function hashOf({ connectionId, sequence, at, event, details, previous }: Unsealed): string {
  const sealed = JSON.stringify([connectionId, sequence, at, event, details, previous]);
  return sha256Of(sealed);
}

type Unsealed = Omit<LedgerEntry, 'hash'>;

/** Follows the chain of one connection, entry by entry. */
export class ChainCheck {
  readonly problems: string[] = [];
  private last: LedgerHead;
  private readonly wanted: Map<number, string[]>;

  /** `published`: heads that are known from outside the database and must be part of the chain. */
  constructor(
    readonly connectionId: string,
    published: readonly LedgerHead[] = [],
  ) {
    this.last = { connectionId, sequence: 0, hash: genesis };
    this.wanted = new Map();
    for (const { sequence, hash } of published)
      this.wanted.set(sequence, [...(this.wanted.get(sequence) ?? []), hash]);
  }

  add(entry: LedgerEntry): void {
    const place = `entry ${entry.sequence} of ${this.connectionId}`;
    if (entry.sequence !== this.last.sequence + 1)
      this.problems.push(`${place}: does not follow ${this.last.sequence}`);
    if (entry.previous !== this.last.hash) this.problems.push(`${place}: does not hold the hash before it`);
    if (entry.hash !== hashOf(entry)) this.problems.push(`${place}: its content does not give its hash`);
    for (const hash of this.wanted.get(entry.sequence) ?? [])
      if (hash !== entry.hash) this.problems.push(`${place}: was published with another hash`);
    this.wanted.delete(entry.sequence);
    this.last = { connectionId: this.connectionId, sequence: entry.sequence, hash: entry.hash };
  }

  /** What is wrong; empty when the chain is whole and holds every published head. */
  end(): { head: LedgerHead; problems: string[] } {
    for (const sequence of this.wanted.keys())
      this.problems.push(
        `entry ${sequence} of ${this.connectionId}: was published and is not in the ledger, which ends at ${this.last.sequence}`,
      );
    return { head: this.last, problems: this.problems };
  }
}
