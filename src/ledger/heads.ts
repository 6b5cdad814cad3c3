import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LedgerHead } from './chain.js';

const headSchema = z.object({
  connection_id: z.string(),
  sequence: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The last head of every connection's ledger in a file of its own, outside the database. */
export class HeadFiles {
  constructor(private readonly folder: string) {}

  /** On the disk, whole, when this returns. */
  publish({ connectionId, sequence, hash }: LedgerHead): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const path = join(this.folder, `${encodeURIComponent(connectionId)}.json`);
    const file = openSync(`${path}.part`, 'w', 0o600);
    try {
      writeSync(file, `${JSON.stringify({ connection_id: connectionId, sequence, hash })}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.part`, path);
  }

  /** The published heads, and the files that cannot be read as one. */
  read(): { heads: LedgerHead[]; problems: string[] } {
    const heads: LedgerHead[] = [];
    const problems: string[] = [];
    for (const name of this.names()) {
      const head = readHead(readFileSync(join(this.folder, name), 'utf8'));
      if (head && name === `${encodeURIComponent(head.connectionId)}.json`) heads.push(head);
      else problems.push(`${name}: is not a published head`);
    }
    return { heads, problems };
  }

  private names(): string[] {
    try {
      return readdirSync(this.folder).filter((name) => name.endsWith('.json'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}

/** Reads a published head from JSON; undefined: it is none. */
export function readHead(text: string): LedgerHead | undefined {
  try {
    const { connection_id: connectionId, sequence, hash } = headSchema.parse(JSON.parse(text));
    return { connectionId, sequence, hash };
  } catch {
    return undefined; // whoever asked says what the text is
  }
}
