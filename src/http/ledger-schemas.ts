import { z } from 'zod';
import { ledgerEvents } from '../ledger/ledger.js';
import { text } from '../api/order-schema.js';

/** Which part of the ledger to read. */
export const ledgerQuerySchema = z.strictObject({
  connection_id: text(100).optional(),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

/** Whose chain to check. */
export const ledgerCheckQuerySchema = z.strictObject({ connection_id: text(100).optional() });

/** What a check of a chain found. */
export const ledgerCheckSchema = z
  .object({
    is_whole: z.boolean(),
    entries: z.number().int(),
    hash: z.string().meta({ description: 'Hash of the last entry.' }),
    problems: z.array(z.string()),
  })
  .meta({ id: 'LedgerCheck' });

/** A page of the ledger of one connection. */
export const ledgerSchema = z
  .object({
    items: z.array(
      z
        .object({
          connection_id: z.string(),
          sequence: z.number().int().min(1),
          at: z.iso.datetime(),
          event: z.enum(ledgerEvents).meta({
            description:
              '`report.download_started`: somebody began to fetch a report or a part of it. `report.downloaded`: all of it has gone to them. Entries older than the first of the former told the beginning as `report.downloaded`.',
          }),
          details: z.record(z.string(), z.unknown()),
          previous: z.string(),
          hash: z.string(),
        })
        .meta({ id: 'LedgerEntry' }),
    ),
    head: z
      .object({ sequence: z.number().int().min(1), hash: z.string() })
      .nullable()
      .meta({ description: 'The last entry of the ledger.' }),
    next_after: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Give it as `after` for the next page; null: this is the last.' }),
  })
  .meta({ id: 'Ledger' });
