import { z } from 'zod';
import type { LedgerEntry } from '../storage/ledger-store.js';
import { toCanonical } from './chain.js';

/** An entry as it is exported: everything its hash is made of. */
export interface ShownEntry {
  connection_id: string;
  sequence: number;
  at: string;
  event: string;
  details: unknown;
  previous: string;
  hash: string;
}

/** Shows an entry; details that are no JSON any more are shown as text, so that the check fails at them. */
export function showEntry(entry: LedgerEntry): ShownEntry {
  const { connectionId, sequence, at, event, details, previous, hash } = entry;
  return { connection_id: connectionId, sequence, at, event, details: parse(details), previous, hash };
}

const schema = z.strictObject({
  connection_id: z.string(),
  sequence: z.number(),
  at: z.string(),
  event: z.string(),
  details: z.unknown(),
  previous: z.string(),
  hash: z.string(),
});

/** Reads a line of an export; undefined: it is none. */
export function readEntry(line: string): LedgerEntry | undefined {
  const parsed = schema.safeParse(parse(line));
  if (!parsed.success) return undefined;
  const { connection_id: connectionId, details, ...rest } = parsed.data;
  return { ...rest, connectionId, details: toCanonical(details) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
