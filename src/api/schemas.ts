import { z } from 'zod';
import { outcomes, reasons } from '../contract/index.js';
import { requestStatuses } from '../model/access-request.js';
import { errorCodes } from '../errors.js';
import { text } from './order-schema.js';

/** Views of the list: which statuses each shows. */
export const views = ['attention', 'unfinished', 'finished'] as const;

/** What to look for. */
export const searchSchema = z
  .strictObject({
    text: text(254).meta({
      description: 'A reference, the beginning of an id (4 characters or more), or a whole e-mail address.',
    }),
  })
  .meta({ id: 'Search' });

/** How to list requests. */
export const listSchema = z.strictObject({
  status: z.enum(requestStatuses, `must be one of ${requestStatuses.join(', ')}`).optional(),
  reference: text(200).optional(),
  view: z
    .enum(views, `must be one of ${views.join(', ')}`)
    .optional()
    .meta({
      description:
        '`attention`: failed, paused, with gaps, or due within three days. `unfinished`: under way. `finished`: ended.',
    }),
  same_person_as: z
    .uuid('must be the id of a request')
    .optional()
    .meta({ description: 'Id of a request: those about the same person, itself among them.' }),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const count = z.number().int().min(0);
const moment = z.iso.datetime();

const progressSchema = z.object({ done: count, total: count });

const sourceSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    state: z.enum(['waiting', 'running', 'done']),
    outcome: z.enum(outcomes).optional().meta({
      description:
        'What happened to the source: known as soon as it is done, also while the request runs. Until the request has finished it can change, because what the vendor was still making is looked at once more at the end.',
    }),
    reason: z.enum(reasons).optional(),
    remedy: z.string().optional(),
    records: count,
    files: count,
    bytes: count.meta({
      description: 'Bytes of its files; once the request has finished, of its records, too.',
    }),
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
    finished: z.boolean().meta({
      description: 'Whether nothing more happens to it, however it ended: for who compares one value only.',
    }),
    email: z
      .string()
      .optional()
      .meta({ description: 'Gone when everything about the person has been removed.' }),
    connection_id: z.string(),
    reference: z.string().optional(),
    from: z.string().optional(),
    to: z.string().optional(),
    time_zone: z.string().optional(),
    media: z.boolean(),
    video: z.literal(false).optional().meta({ description: 'Video was left out.' }),
    created_at: moment,
    updated_at: moment,
    finished_at: moment.optional(),
    resume_at: moment.optional().meta({ description: 'When a paused request goes on by itself.' }),
    problem: z
      .object({ code: z.string(), detail: z.string() })
      .optional()
      .meta({ description: 'Why the request failed or had to pause, and what to do.' }),
    due_at: moment.optional(),
    callback_url: z.string().optional(),
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
    packing: progressSchema.optional().meta({
      description: 'While the report is written: how many of the files in it are.',
    }),
  })
  .meta({ id: 'AccessRequest' });

/** What an order would ask. */
export const planSchema = z
  .object({
    found: z.boolean(),
    missing: z.array(z.string()).meta({
      description:
        'What to do so that the person can be looked for everywhere. Not found with nothing missing: there is nobody.',
    }),
    calls: count.meta({ description: 'Calls that are known by now; answers may ask for more.' }),
    seconds: z.number().min(0).meta({ description: 'How long the pace of the account makes them take.' }),
    expected_at: moment,
    due_at_risk: z.boolean().optional(),
    sources: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        calls: count,
        counts_under: z.string().meta({ description: 'Rate-limit label of the calls.' }),
        further: z.string().meta({
          description: 'Why it cannot be asked, or calls whose number only the answers tell.',
        }),
      }),
    ),
  })
  .meta({ id: 'Plan' });

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

/** State of the service. */
export const healthSchema = z
  .object({ status: z.enum(['live', 'ready', 'not_ready']) })
  .meta({ id: 'Health' });
