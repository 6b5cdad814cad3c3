import { AppError } from '../errors.js';

/** The place after which a list goes on. */
export interface Cursor {
  createdAt: number;
  id: string;
}

/** A cursor as callers see it: opaque text. */
export const writeCursor = ({ createdAt, id }: Cursor) =>
  Buffer.from(`${createdAt} ${id}`).toString('base64url');

/** Throws AppError for a text that is no cursor of ours. */
export function readCursor(text: string): Cursor {
  const [, createdAt, id] =
    /^(\d{1,16}) ([\w-]{1,64})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  // Base64 is read leniently: what does not come out again as it went in was not written here.
  const cursor = id === undefined ? undefined : { createdAt: Number(createdAt), id };
  if (!cursor || writeCursor(cursor) !== text)
    throw new AppError(
      'invalid_request',
      'The cursor is not one of ours: use next_cursor of the page before.',
      {
        fields: [{ pointer: '/cursor', detail: 'is not a cursor' }],
      },
    );
  return cursor;
}
