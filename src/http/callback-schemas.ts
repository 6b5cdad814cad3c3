import { z } from 'zod';
import { text } from '../api/order-schema.js';
import { callbackEvents } from '../model/callback.js';

const moment = z.iso.datetime();
const count = z.number().int().min(0);

const url = z
  .string()
  .max(2_000)
  .meta({ description: 'Where callbacks are posted: https, port 443, a public host.', format: 'uri' });

const events = z
  .array(z.enum(callbackEvents, `must be one of ${callbackEvents.join(', ')}`))
  .min(1, 'must name at least one event')
  .max(callbackEvents.length)
  .meta({ description: 'Which events are told. Absent or null: all.' });

/** A receiver that is to be made. */
export const callbackOrderSchema = z
  .strictObject({
    url,
    label: text(200).default('callback'),
    connection_id: text(100).optional().meta({
      description:
        'Tells of this connection and all its requests; needs the right to see connections. Absent: tells of the requests that this key makes.',
    }),
    events: events.nullable().default(null),
    ed25519: z.boolean().default(false).meta({ description: 'Signs with Ed25519 (v1a) beside HMAC (v1).' }),
  })
  .meta({ id: 'CallbackOrder' });

/** What can be changed of a receiver. */
export const callbackChangeSchema = z
  .strictObject({
    url: url.optional(),
    label: text(200).optional(),
    events: events.nullable().optional(),
    status: z
      .enum(['active', 'disabled'], 'must be active or disabled')
      .optional()
      .meta({ description: 'One that is active again is told of what it missed.' }),
  })
  .meta({ id: 'CallbackChange' });

/** How the secret changes. */
export const rotationSchema = z
  .strictObject({
    overlap_seconds: z
      .number()
      .int()
      .min(0)
      .max(30 * 86_400)
      .default(86_400)
      .meta({ description: 'How long the secrets before sign beside the new one.' }),
  })
  .meta({ id: 'CallbackRotation' });

/** A receiver as the API shows it. */
export const callbackSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    url: z.string(),
    connection_id: z.string().optional(),
    events: z.array(z.enum(callbackEvents)).nullable(),
    status: z
      .enum(['active', 'disabled'])
      .meta({ description: 'A receiver that answers 410 is disabled until it is set to active.' }),
    secret: z.string().optional().meta({
      description: '`whsec_…`, base64 behind the prefix; shown once, when it is made or changed.',
    }),
    public_key: z.string().optional().meta({ description: '`whpk_…` that v1a signatures are checked with.' }),
    created_at: moment,
    updated_at: moment,
  })
  .meta({ id: 'Callback' });

/** The receivers a key sees. */
export const callbackListSchema = z.object({ items: z.array(callbackSchema) }).meta({ id: 'CallbackList' });

/** Which deliveries to list. */
export const deliveryQuerySchema = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'is not a cursor')
    .transform(Number)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A message to a receiver. */
export const callbackDeliverySchema = z
  .object({
    id: z.string().meta({ description: 'The `webhook-id` of all its attempts.' }),
    event: z.enum(callbackEvents),
    about: z.string().meta({ description: 'Id of the request, connection or callback it tells of.' }),
    url: z.string(),
    state: z.enum(['pending', 'delivered', 'failed']),
    attempts: count,
    next_at: moment.optional(),
    last_status: z.number().int().optional(),
    last_fault: z.string().optional(),
    created_at: moment,
    updated_at: moment,
  })
  .meta({ id: 'CallbackDelivery' });

/** A page of deliveries. */
export const deliveryListSchema = z
  .object({
    items: z.array(callbackDeliverySchema),
    next_cursor: z.string().nullable().meta({ description: 'Give it as `cursor` for the next page.' }),
  })
  .meta({ id: 'CallbackDeliveryList' });
