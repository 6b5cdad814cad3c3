import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { reaches, requireRight, type Caller } from '../api/caller.js';
import { environmentId } from '../connections/connection.js';
import { AppError } from '../errors.js';
import { ChainCheck } from '../ledger/chain.js';
import { HeadFiles } from '../ledger/heads.js';
import { installationChain } from '../ledger/ledger.js';
import { showEntry } from '../ledger/show-entry.js';
import type { Service } from '../service.js';

/** Chains of the ledger a caller may read. Throws AppError. */
export async function chainsOf(
  { ledger, connections }: Pick<Service, 'ledger' | 'connections'>,
  caller: Caller,
): Promise<string[]> {
  requireRight(caller, 'ledger');
  const present = (await connections.list()).map(({ id }) => id);
  return [...new Set([...present, ...(await ledger.connections())])].filter((id) => reaches(caller, id));
}

/** The chain that is meant; the only account's where none is named. Throws AppError. */
export async function findChain(
  service: Pick<Service, 'ledger' | 'connections'>,
  caller: Caller,
  named: string | undefined,
): Promise<string> {
  const seen = await chainsOf(service, caller);
  const accounts = seen.filter((id) => id !== installationChain);
  const only = accounts.includes(environmentId)
    ? environmentId
    : accounts.length === 1
      ? accounts[0]
      : undefined;
  const id = named === undefined ? only : seen.find((one) => one === named);
  if (id !== undefined) return id;
  if (named === undefined && accounts.length > 0)
    throw new AppError('invalid_request', 'Several accounts have a ledger: name one as connection_id.', {
      fields: [{ pointer: '/connection_id', detail: 'is missing' }],
    });
  throw new AppError('not_found', 'There is no connection with this id.');
}

/** What a check of a chain found, as the API shows it. */
export interface ShownCheck {
  is_whole: boolean;
  entries: number;
  hash: string;
  problems: string[];
}

/** Follows a chain from its first entry and holds it against the head that was published. */
export async function checkChain(
  { ledger, folder }: Pick<Service, 'ledger' | 'folder'>,
  id: string,
): Promise<ShownCheck> {
  const published = new HeadFiles(folder.ledgerHeads).read().heads;
  const check = new ChainCheck(
    id,
    published.filter(({ connectionId }) => connectionId === id),
  );
  for await (const page of ledger.entries(id)) for (const entry of page) check.add(entry);
  const { head, problems } = check.end();
  return { is_whole: problems.length === 0, entries: head.sequence, hash: head.hash, problems };
}

/** Sends a chain as NDJSON, every entry with what its hash is made of. */
export async function sendChain({ ledger }: Pick<Service, 'ledger'>, id: string, response: Response) {
  response.type('application/x-ndjson');
  await pipeline(Readable.from(linesOf(ledger, id)), response).catch(unlessGone);
}

/** A caller who goes away in mid-answer is no fault of ours. */
function unlessGone(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
}

async function* linesOf(ledger: Service['ledger'], connectionId: string): AsyncGenerator<string> {
  for await (const page of ledger.entries(connectionId))
    for (const entry of page) yield `${JSON.stringify(showEntry(entry))}\n`;
}
