import { z } from 'zod';
import { proofs, verdicts } from '../connections/verdict.js';
import type { Connector } from '../contract/index.js';
import { connectionStatuses } from '../storage/connection-store.js';
import { text } from '../api/order-schema.js';
import { sourceIdsOf, sourceNamesOf } from '../api/source-ids.js';

const credential = (what: string) =>
  text(2_000).meta({
    description: `${what}. Also by reference: \`file:/absolute/path\` in \`DSAR_SECRETS_DIR\` or \`env:NAME\`. Goes in and never comes out.`,
    writeOnly: true,
  });

const clientId = text(2_000)
  .refine(
    (id) => !/^(file|env):/.test(id),
    'must be the id itself: it is no secret, and addresses of the vendor show it',
  )
  .meta({ description: 'Client id of the app.', writeOnly: true });

const webhookSecret = credential(
  'What the vendor signs its calls with for this connection, beside the secret of the installation',
);

/** What can be changed, beside the credentials. */
const changeable = (connectors: readonly Connector[]) => {
  const [plans, names] = [plansOf(connectors), sourceNamesOf(connectors)];
  return {
    label: text(100).meta({ description: 'What people call this account.' }),
    plan: z
      .enum(plans, `must be one of ${plans.join(', ')}`)
      .meta({ description: 'Plan of the account: decides the rate limits.' }),
    rate_share: z
      .number('must be a number such as 0.75')
      .gt(0, 'must be above 0')
      .max(0.8, 'must not be above 0.8')
      .meta({ description: 'Part of the rate limits that may be used.' }),
    sources: z
      .array(z.enum(names, `must be one of ${names.join(', ')}`))
      .min(1, 'must name at least one source')
      .nullable()
      .meta({
        description:
          'Sources that may be read: ids, groups of them, or `all`. Null: those of the group `core`, and of the others what the granted scopes allow.',
      }),
    subject_groups: z.array(text(200)).min(1, 'must name at least one group').max(1_000).nullable().meta({
      description:
        'Ids of the vendor’s groups of users whose members may be asked about; about anybody else nothing but the profile is looked up, and every source ends `not_requested` with `outside_groups`. Null: everybody.',
    }),
    retention_days: z
      .number('must be a number of days')
      .int('must be whole days')
      .min(1, 'must be at least 1')
      .max(3_650, 'must be at most 3650')
      .nullable()
      .meta({ description: 'How long reports are kept; null: 30 days.' }),
    report_settings: reportSettingsSchema(sourceIdsOf(connectors)),
  };
};

const words = text(2_000);
const statement = z
  .strictObject({
    purposes: words.optional(),
    categories: words.optional(),
    recipients: z.array(text(300)).max(100).optional(),
    retention: words.optional(),
    origin: words.optional(),
    automated_decisions: words.optional(),
  })
  .meta({ id: 'SourceStatement' });

/** How reports are made and what the controller says in them: Article 15(1), 15(2) and the Californian sheet. */
const reportSettingsSchema = (sourceIds: readonly string[]) =>
  z
    .strictObject({
      third_parties: z
        .enum(['keep', 'pseudonymise'])
        .optional()
        .meta({ description: 'Whether other people keep their names, unless a request says otherwise.' }),
      controller: z
        .strictObject({ name: text(300), contact: words, privacy_officer: words.optional() })
        .optional(),
      authority: words.optional().meta({ description: 'Where a person may complain.' }),
      transfers: words.optional().meta({ description: 'Safeguards of transfers to third countries.' }),
      sold_or_shared: words.optional().meta({ description: 'Cal. Civ. Code 1798.110.' }),
      general: statement.optional().meta({ description: 'For sources that say nothing of their own.' }),
      sources: z
        .partialRecord(z.enum(sourceIds, `must be one of ${sourceIds.join(', ')}`), statement)
        .optional(),
    })
    .nullable()
    .meta({ description: 'What the reports say for the controller; null: nothing is filled in.' });

/** Plans of any of these connectors, each once. */
const plansOf = (connectors: readonly Connector[]) => [...new Set(connectors.flatMap(({ plans }) => plans))];

/**
 * A new connection of one of these connectors. With `account_id` it is server-to-server, without it somebody consents.
 */
export function connectionOrderSchema(connectors: readonly Connector[]) {
  const fields = changeable(connectors);
  const { label, plan, rate_share, sources, subject_groups, retention_days, report_settings } = fields;
  return z
    .strictObject({
      connector: connectorField(connectors).optional(),
      label,
      plan,
      client_id: clientId,
      client_secret: credential('Client secret of the app'),
      account_id: credential('Account id of a server-to-server app; absent: an admin consents').optional(),
      webhook_secret: webhookSecret.optional(),
      rate_share: rate_share.optional(),
      sources: sources.optional(),
      subject_groups: subject_groups.optional(),
      retention_days: retention_days.optional(),
      report_settings: report_settings.optional(),
    })
    .meta({ id: 'ConnectionOrder' });
}

const connectorField = (connectors: readonly Connector[]) => {
  const ids = connectors.map(({ id }) => id);
  return z.enum(ids, `must be one of ${ids.join(', ')}`).meta({
    description: 'Which vendor the account is of, as the connector is called. Absent: the only one there is.',
  });
};

/** The connector that an order names, before the rest of it is read. */
export const namedConnectorSchema = (connectors: readonly Connector[]) =>
  z.looseObject({ connector: connectorField(connectors).optional() });

/** A change of a connection of one of these connectors. */
export function connectionChangeSchema(connectors: readonly Connector[]) {
  const client_secret = credential('Next client secret of the same app');
  const webhook_secret = webhookSecret.nullable().meta({
    description:
      'The next secret of the vendor’s calls; the one before stays valid until it is ended. Null: none of its own, neither this nor the one before.',
  });
  const previous_webhook_secret = z.null('must be null: it can be ended, and is set by the next one').meta({
    description: 'Null: the secret before the last change is valid no more.',
  });
  const fields = z
    .strictObject({
      ...changeable(connectors),
      ...{ client_secret, webhook_secret, previous_webhook_secret },
    })
    .partial();
  return fields
    .refine((change) => Object.keys(change).length > 0, 'must hold at least one field to change')
    .meta({ id: 'ConnectionChange' });
}

const moment = z.iso.datetime();

/** A connection as the API shows it: nothing secret. */
export const connectionSchema = z
  .object({
    id: z.string(),
    connector: z.string(),
    label: z.string(),
    kind: z.enum(['server_to_server', 'oauth']),
    origin: z.enum(['environment', 'api']),
    plan: z.string(),
    rate_share: z.number(),
    sources: z.array(z.string()).nullable(),
    subject_groups: z.array(z.string()).nullable(),
    retention_days: z.number().int().nullable(),
    report_settings: z.record(z.string(), z.unknown()).nullable(),
    status: z.enum(connectionStatuses),
    account_known: z.boolean().meta({
      description:
        'Whether the vendor has told which account this is. Where it has not, a removal of the app disconnects every such connection of the app.',
    }),
    webhook_secret_set: z.boolean().meta({
      description: 'Whether the vendor’s calls may be signed with a secret of this connection.',
    }),
    previous_webhook_secret_set: z.boolean().meta({
      description: 'Whether the secret before that one is still valid.',
    }),
    created_at: moment,
    updated_at: moment,
  })
  .meta({ id: 'Connection' });

/** All connections. */
export const connectionListSchema = z
  .object({ items: z.array(connectionSchema) })
  .meta({ id: 'ConnectionList' });

/** A link for the browser of somebody who may consent. */
export const startSchema = z
  .object({
    start_url: z.url().meta({
      description:
        'A page with a button, without a key; the button works in one browser, within ten minutes.',
    }),
    expires_at: moment,
  })
  .meta({ id: 'ConsentStart' });

/** What became of a removed connection. */
export const removedSchema = z
  .object({
    id: z.string(),
    revoked: z.boolean().meta({ description: 'Whether the vendor confirmed that the tokens are revoked.' }),
  })
  .meta({ id: 'RemovedConnection' });

/** What a test may be told. */
export const connectionTestOrderSchema = z
  .strictObject({
    user: z.string().min(1).max(320).optional().meta({
      description: 'Address or id of the user to try the sources with; absent: a few of the account.',
    }),
  })
  .meta({ id: 'ConnectionTestOrder' });

/** The test of a connection. */
export const connectionTestSchema = z
  .object({
    status: z.enum(['ok', 'degraded', 'failed']),
    checked_at: moment,
    account: z.object({ id: z.string().nullable(), region: z.string().nullable() }),
    clock_skew_seconds: z
      .number()
      .nullable()
      .meta({ description: 'Our clock minus the vendor’s; null: the vendor did not tell.' }),
    budgets: z.array(
      z.object({
        id: z.string(),
        calls_per_day: z.number().int(),
        our_calls_today: z.number().int(),
        left: z.number().int().nullable().meta({ description: 'Null: the vendor did not tell.' }),
      }),
    ),
    next_step: z.string(),
    sources: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        verdict: z.enum(verdicts),
        proof: z.enum(proofs).meta({
          description:
            'Whether an answer proved that the source can be read, whether it was refused, or neither.',
        }),
        missing_scopes: z.array(z.object({ granular: z.array(z.string()), classic: z.array(z.string()) })),
        next_step: z.string(),
      }),
    ),
  })
  .meta({ id: 'ConnectionTest' });
