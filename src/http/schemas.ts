import { z } from 'zod';
import { outcomes, reasons } from '../contract/index.js';
import { ledgerEvents } from '../ledger/ledger.js';
import { requestStatuses } from '../storage/request-store.js';
import { errorCodes } from '../errors.js';
import { isEmail } from './email.js';
import { recipientSchema } from './encrypt-report.js';
import { longestLinkSeconds } from './report-links.js';

const withoutControls = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/;

/** Text of a caller: no control characters, well-formed. */
export const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(withoutControls, 'must not hold control characters')
    .refine((value) => value.isWellFormed(), 'must be well-formed Unicode');

const day = z.iso.date('must be a day such as 2026-01-31');

/** What a caller may ask for. Unknown fields are refused. */
export const orderSchema = (sourceIds: readonly string[]) =>
  z
    .strictObject({
      email: z
        .string()
        .max(254, 'must be at most 254 characters')
        .refine(isEmail, 'must be an e-mail address such as person@example.com')
        .transform((email) => email.normalize('NFC'))
        .meta({ description: 'The person asked about.', format: 'email', examples: ['person@example.com'] }),
      connection_id: text(100).optional().meta({ description: 'Which account to ask; `default` if absent.' }),
      reference: text(200)
        .optional()
        .meta({ description: 'Your own id of the request; comes back and can be filtered by.' }),
      from: day.optional().meta({ description: 'First day wanted (UTC). Absent: since the user exists.' }),
      to: day.optional().meta({ description: 'Last day wanted (UTC). Absent: today.' }),
      sources: z
        .array(z.enum(sourceIds, `must be one of ${sourceIds.join(', ')}`))
        .min(1, 'must name at least one source')
        .max(sourceIds.length, 'names more sources than there are')
        .optional()
        .meta({ description: 'Which sources to read. Absent: all.' }),
      media: z
        .boolean()
        .default(true)
        .meta({ description: 'Whether audio, video and other files are fetched.' }),
      third_parties: z
        .enum(['keep', 'pseudonymise'])
        .optional()
        .meta({ description: 'Whether other people keep their names; absent: as the connection says.' }),
      due_at: z.iso
        .datetime({ offset: true, error: 'must be a moment such as 2026-01-31T12:00:00Z' })
        .optional()
        .meta({ description: 'When the answer is due; the request then says whether it may be missed.' }),
    })
    .refine(({ from, to }) => !from || !to || from <= to, {
      path: ['from'],
      message: 'must not be after "to"',
    })
    .meta({ id: 'AccessRequestOrder' });

/** How to list requests. */
export const listSchema = z.strictObject({
  status: z.enum(requestStatuses, `must be one of ${requestStatuses.join(', ')}`).optional(),
  reference: text(200).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Which report to fetch. */
export const reportSchema = z.strictObject({
  version: z.coerce.number().int().min(1).max(1_000_000).optional(),
  recipient: recipientSchema.optional(),
});

/** Which key to open. */
export const versionSchema = reportSchema.pick({ version: true });

/** A link for one download. */
export const linkOrderSchema = z
  .strictObject({
    version: z
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .meta({ description: 'Which version; absent: the latest.' }),
    seconds: z
      .number()
      .int()
      .min(1)
      .max(longestLinkSeconds)
      .default(longestLinkSeconds)
      .meta({ description: 'How long the link works.' }),
  })
  .meta({ id: 'ReportLinkOrder' });

/** A link that was made. */
export const linkSchema = z
  .object({
    url: z.url().meta({ description: 'Hands the report out once, without a key.' }),
    expires_at: z.iso.datetime(),
    version: z.number().int(),
  })
  .meta({ id: 'ReportLink' });

/** The keys that sign the reports of this installation. */
export const signingKeysSchema = z
  .object({
    keys: z.array(
      z
        .object({
          kid: z.string().meta({ description: 'Stands in bag-info.txt as Signing-Key.' }),
          kty: z.literal('OKP'),
          crv: z.literal('Ed25519'),
          alg: z.literal('EdDSA'),
          use: z.literal('sig'),
          x: z.string(),
          pem: z.string(),
        })
        .meta({ id: 'SigningKey' }),
    ),
  })
  .meta({ id: 'SigningKeys' });

/** Who stands behind the pseudonyms of a report. */
export const keyTableSchema = z
  .object({
    request: z.string(),
    version: z.number().int(),
    people: z.array(z.record(z.string(), z.unknown())),
  })
  .meta({ id: 'PseudonymKey' });

/** Which part of the ledger to read. */
export const ledgerQuerySchema = z.strictObject({
  connection_id: text(100).optional(),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

const count = z.number().int().min(0);
const moment = z.iso.datetime();

const progressSchema = z.object({ done: count, total: count });

const sourceSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    state: z.enum(['waiting', 'running', 'done']),
    outcome: z.enum(outcomes).optional(),
    reason: z.enum(reasons).optional(),
    remedy: z.string().optional(),
    records: count,
    files: count,
    bytes: count,
    progress: z.object({ steps: progressSchema, files: progressSchema }).optional(),
  })
  .meta({ id: 'SourceState' });

const reportVersionSchema = z
  .object({
    version: z.number().int().min(1),
    status: z.enum(requestStatuses),
    published_at: moment,
    bytes: count,
    sha256: z.string(),
    url: z.string(),
  })
  .meta({ id: 'ReportVersion' });

/** A request as the API shows it. */
export const requestSchema = z
  .object({
    id: z.uuid(),
    status: z.enum(requestStatuses),
    email: z
      .string()
      .optional()
      .meta({ description: 'Gone when everything about the person has been removed.' }),
    connection_id: z.string(),
    reference: z.string().optional(),
    from: z.string().optional(),
    to: z.string().optional(),
    media: z.boolean(),
    created_at: moment,
    updated_at: moment,
    finished_at: moment.optional(),
    resume_at: moment.optional().meta({ description: 'When a paused request goes on by itself.' }),
    problem: z
      .object({ code: z.string(), detail: z.string() })
      .optional()
      .meta({ description: 'Why the request failed or had to pause, and what to do.' }),
    due_at: moment.optional(),
    expected_at: moment.optional().meta({
      description:
        'When the planned calls will have been made at the pace of the account and its daily budgets.',
    }),
    due_at_risk: z.boolean().optional().meta({
      description: 'Whether the due date may be missed, as far as is known now.',
    }),
    expires_at: moment
      .optional()
      .meta({ description: 'When the report and all it was made of is destroyed.' }),
    report_url: z.string().optional().meta({ description: 'Where the latest report is, once there is one.' }),
    report_versions: z.array(reportVersionSchema),
    sources: z.array(sourceSchema),
  })
  .meta({ id: 'AccessRequest' });

/** A page of requests. */
export const requestListSchema = z
  .object({
    items: z.array(requestSchema),
    next_cursor: z.string().nullable().meta({ description: 'Give it as `cursor` for the next page.' }),
  })
  .meta({ id: 'AccessRequestList' });

/** RFC 9457 problem details with a stable code. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.enum(Object.keys(errorCodes) as (keyof typeof errorCodes)[]),
    request_id: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

/** A page of the ledger of one connection. */
export const ledgerSchema = z
  .object({
    items: z.array(
      z
        .object({
          connection_id: z.string(),
          sequence: z.number().int().min(1),
          at: moment,
          event: z.enum(ledgerEvents),
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

/** State of the service. */
export const healthSchema = z
  .object({ status: z.enum(['live', 'ready', 'not_ready']) })
  .meta({ id: 'Health' });
