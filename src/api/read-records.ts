import { z } from 'zod';
import { AppError } from '../errors.js';
import type { Actor } from '../ledger/ledger.js';
import type { AccessRequest } from '../model/access-request.js';
import { openRows, rowKinds, type RowPlace } from '../report/rows.js';
import type { Service } from '../service.js';
import { text } from './order-schema.js';
import { reportOf } from './report-of.js';

/** Which records to read. */
export const recordsSchema = z.strictObject({
  source: text(100).optional(),
  kinds: z
    .string()
    .max(100)
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(rowKinds, `must be some of ${rowKinds.join(',')}`)).min(1))
    .optional(),
  version: z.coerce.number().int().min(1).max(1_000_000).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100_000).default(1_000),
});

const writeCursor = (version: number, { source, number }: RowPlace) =>
  Buffer.from(`${version} ${source} ${number}`).toString('base64url');

function readCursor(cursor: string): { version: number; after: RowPlace } {
  const [, version, source, number] =
    /^(\d{1,7}) ([a-z-]{1,100}) (\d{1,12})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const after = source === undefined ? undefined : { source, number: Number(number) };
  if (!after || writeCursor(Number(version), after) !== cursor)
    throw new AppError('invalid_request', 'The cursor is not one of ours: use next_cursor of the last row.', {
      fields: [{ pointer: '/cursor', detail: 'is not a cursor' }],
    });
  return { version: Number(version), after };
}

/**
 * The records of a request's report as lines of JSON, in pages: the file is checked whole and the reading stands in the ledger
 * before the first line. Throws AppError.
 */
export async function readRecords(
  {
    requests,
    reportChecks,
    folder,
    ledger,
  }: Pick<Service, 'requests' | 'reportChecks' | 'folder' | 'ledger'>,
  found: AccessRequest,
  { source, kinds, version, cursor, limit }: z.infer<typeof recordsSchema>,
  actor: Actor,
): Promise<AsyncGenerator<string>> {
  const going = cursor === undefined ? undefined : readCursor(cursor);
  const report = reportOf(found, await requests.reportsOf(found.id), going?.version ?? version);
  const key = await reportChecks.require(report, found.connectionId, actor);
  const file = await folder.files.open(key);
  try {
    const rows = await openRows(file, (place) => writeCursor(report.version, place));
    if (source !== undefined && !rows.sources.includes(source))
      throw new AppError(
        'invalid_request',
        `There is no such source: use one of ${rows.sources.join(', ')}.`,
        {
          fields: [{ pointer: '/source', detail: 'is not a source of this report' }],
        },
      );
    const what = { request: found.id, version: report.version, sha256: report.sha256, source };
    await ledger.record(found.connectionId, 'report.records_read', what, actor);
    return closing(rows.read({ source, kinds, after: going?.after, limit }), () => file.close());
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function* closing<T>(inner: AsyncIterable<T>, close: () => Promise<void>): AsyncGenerator<T> {
  try {
    yield* inner;
  } finally {
    await close();
  }
}

/**
 * The same rows as one JSON array, for those who read nothing else. Its bracket tells the end, so the row that does is left
 * out where kinds are named, unless there is more.
 */
export async function* asJsonArray(rows: AsyncIterable<string>, isEndTold: boolean): AsyncGenerator<string> {
  let before = '[';
  for await (const row of rows) {
    if (!isEndTold && row.startsWith('{"kind":"end"') && row.includes('"next_cursor":null')) continue;
    yield `${before}${row.trimEnd()}`;
    before = ',\n';
  }
  yield before === '[' ? '[]' : ']';
}
