import type { z } from 'zod';
import { environmentId, type ConnectionInfo } from '../connections/connection.js';
import { sourcesMeant } from '../contract/index.js';
import { AppError, type ErrorCode } from '../errors.js';
import type { Service } from '../service.js';
import { reaches, type Caller } from './caller.js';
import { orderSchema } from './order-schema.js';
import { sourceNamesOf } from './source-ids.js';

/** An order as a caller may give it. */
type Order = z.infer<ReturnType<typeof orderSchema>>;

/**
 * Reads an order and finds the connection it is for. The connection is looked for first, because only its connector
 * tells which sources there are. Throws an error that names every wrong field.
 */
export async function readOrder(
  { connections, connectors }: Pick<Service, 'connections' | 'connectors'>,
  caller: Caller,
  body: unknown,
): Promise<{ order: Order; connectionId: string }> {
  const seen = (await connections.list()).filter(({ id }) => reaches(caller, id));
  const likely = findMeant(seen, (body as { connection_id?: unknown } | null)?.connection_id);
  const installed = likely && connectors.of(likely.connector);
  const possible = installed ? [installed.connector] : connectors.all;
  const order = orderSchema(sourceNamesOf(possible)).parse(body);
  const found = findMeant(seen, order.connection_id) ?? refuseUnknown(seen, order.connection_id);
  const { connector } = await connections.servingOf(found.id);
  const { sources: declared } = connector;
  const on = found.sources && sourcesMeant(declared, found.sources);
  const off = declared.filter(({ id }) => order.sources?.includes(id) && on && !on.includes(id));
  if (off.length > 0)
    throw wrong(
      'invalid_request',
      `These sources are switched off for the connection: ${off.map(({ id }) => id).join(', ')}.`,
      {
        pointer: '/sources',
        detail: 'names sources that are switched off',
      },
    );
  return { order, connectionId: found.id };
}

/** The connection that is named; the only one where none is. */
function findMeant(seen: readonly ConnectionInfo[], named: unknown): ConnectionInfo | undefined {
  if (named !== undefined) return seen.find(({ id }) => id === named);
  return seen.find(({ id }) => id === environmentId) ?? (seen.length === 1 ? seen[0] : undefined);
}

function refuseUnknown(seen: readonly ConnectionInfo[], named: string | undefined): never {
  const pointer = '/connection_id';
  if (named !== undefined)
    throw wrong('not_found', 'There is no connection with this id.', { pointer, detail: 'is not known' });
  throw wrong(
    'invalid_request',
    seen.length === 0
      ? 'No account is connected yet: connect one first.'
      : 'Several accounts are connected: name one as connection_id.',
    { pointer, detail: 'is missing' },
  );
}

const wrong = (code: ErrorCode, message: string, field: { pointer: string; detail: string }) =>
  new AppError(code, message, { fields: [field] });
