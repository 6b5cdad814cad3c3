import { z } from 'zod';
import { scopesToGrant, type ScopeNeed } from '../connections/scopes.js';
import { sourcesMeant } from '../contract/index.js';
import type { Service } from '../service.js';
import type { Caller } from './caller.js';
import { findConnection } from './find-request.js';

/** For which sources scopes are wanted. */
export const scopesSchema = z.strictObject({
  sources: z
    .string()
    .max(2_000)
    .transform((names) => names.split(','))
    .optional()
    .meta({
      description: 'Ids and groups of sources, separated by commas; absent: those of the connection.',
    }),
});

/** Scopes to grant, as the API shows them. */
export const scopeListSchema = z
  .object({
    items: z.array(
      z.object({
        scope: z.string(),
        classic: z.string().meta({ description: 'What apps with classic scopes have in its place.' }),
        needed_for: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'ScopeList' });

/** The scopes that a connection needs for what it reads, or for what it is to read. Throws AppError. */
export async function scopesFor(
  service: Pick<Service, 'connections'>,
  caller: Caller,
  id: string,
  names?: readonly string[],
): Promise<z.infer<typeof scopeListSchema>> {
  const { sources } = await findConnection(service, caller, id);
  const { connector } = await service.connections.servingOf(id);
  const wanted = names ?? sources;
  const meant = wanted && sourcesMeant(connector.sources, wanted);
  return { items: scopesToGrant(connector, meant).map(showNeed) };
}

/** A scope as the API shows it. */
export const showNeed = ({ scope, classic, neededFor }: ScopeNeed) => ({
  ...{ scope, classic, needed_for: neededFor },
});
