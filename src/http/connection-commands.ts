import type { Caller } from '../api/caller.js';
import { requireRight } from '../api/caller.js';
import { findConnection } from '../api/find-request.js';
import { toIso } from '../clock.js';
import { credentialsOf, type ConnectionInfo } from '../connections/connection.js';
import type { InstalledConnector } from '../connections/connectors.js';
import { AppError } from '../errors.js';
import type { Actor } from '../ledger/ledger.js';
import type { Service } from '../service.js';
import type { ConnectionChange } from '../storage/connection-store.js';
import {
  connectionChangeSchema,
  connectionOrderSchema,
  connectionTestOrderSchema,
  namedConnectorSchema,
} from './connection-schemas.js';
import { readReportSettings } from './report-settings.js';
import { showTest, type ShownTest } from './show-connection.js';

/** Who does something, for rights and for the ledger. */
export interface Doer {
  caller: Caller;
  actor: Actor;
}

/** What can be done with connections, by whichever way it comes. Throws AppError. */
export class ConnectionCommands {
  constructor(
    private readonly service: Service,
    private readonly publicUrl: () => string,
  ) {}

  find({ caller }: Pick<Doer, 'caller'>, id: string): Promise<ConnectionInfo> {
    return findConnection(this.service, caller, id);
  }

  async create({ caller, actor }: Doer, body: unknown): Promise<ConnectionInfo> {
    const { connections, ledger } = this.service;
    requireRight(caller, 'connections');
    if (caller.connections)
      throw new AppError('forbidden', 'A key that is limited to connections may not make further ones.');
    const { connector, settings } = this.namedIn(body);
    const order = connectionOrderSchema([connector]).parse(body);
    const created = await connections.create({
      connector: connector.id,
      label: order.label,
      kind: order.account_id === undefined ? 'oauth' : 'server_to_server',
      plan: order.plan,
      rateShare: order.rate_share ?? settings.rateShare,
      sources: order.sources ?? undefined,
      subjectGroups: order.subject_groups ?? undefined,
      retentionDays: order.retention_days ?? undefined,
      reportSettings: order.report_settings ? readReportSettings(order.report_settings) : undefined,
      credentials: {
        accountId: order.account_id,
        clientId: order.client_id,
        clientSecret: order.client_secret,
      },
      webhookSecret: order.webhook_secret,
    });
    const { kind, plan } = created;
    await ledger.record(created.id, 'connection.created', { kind, plan }, actor);
    return created;
  }

  async change(doer: Doer, id: string, body: unknown): Promise<ConnectionInfo> {
    const { connections, ledger } = this.service;
    const { origin } = await this.find(doer, id);
    const { connector } = await connections.servingOf(id);
    const change = connectionChangeSchema([connector]).parse(body);
    const { plan, rate_share, sources, client_secret, webhook_secret } = change;
    for (const secret of [client_secret, webhook_secret])
      if (typeof secret === 'string') await connections.requireReadable(secret);
    await this.find(doer, id); // it may be gone by now
    const isDeep = [plan, rate_share, client_secret].some((value) => value !== undefined);
    if (isDeep && origin === 'environment')
      throw new AppError(
        'set_by_environment',
        'Plan, rate share and credentials of this connection come from the environment: change them there and restart.',
      );
    const apply = () => this.apply(id, change);
    const isWanted = [sources, change.subject_groups].some((value) => value !== undefined);
    if (isDeep || isWanted) await this.whileIdle(id, apply);
    else await apply();
    const changed = await this.find(doer, id);
    // Which fields, and only the values that are no text of an operator's own.
    const { plan: newPlan, rateShare, retentionDays } = changed;
    const facts = {
      fields: Object.keys(change),
      plan: newPlan,
      rate_share: String(rateShare),
      retention_days: retentionDays,
    };
    await ledger.record(id, 'connection.changed', facts, doer.actor);
    return changed;
  }

  async remove(doer: Doer, id: string): Promise<{ id: string; revoked: boolean }> {
    const { connections, requests, ledger } = this.service;
    const { origin } = await this.find(doer, id);
    if (origin === 'environment')
      throw new AppError(
        'set_by_environment',
        'This connection comes from the environment: remove its variables there and restart.',
      );
    const waiting = (await requests.unfinished()).filter((one) => one.connectionId === id).length;
    if (waiting > 0)
      throw new AppError(
        'connection_in_use',
        `The connection has ${waiting} unfinished requests. Wait for them or cancel them, then remove it.`,
      );
    const revoked = await connections.remove(id);
    await ledger.record(id, 'connection.removed', { revoked }, doer.actor);
    return { id, revoked };
  }

  /** A link for the browser of somebody who may consent. */
  async authorize(doer: Doer, id: string): Promise<{ start_url: string; expires_at: string }> {
    const { connections, consents } = this.service;
    const { kind } = await this.find(doer, id);
    if (kind !== 'oauth')
      throw new AppError(
        'invalid_request',
        'This connection is server-to-server: it needs no consent. Test it instead.',
      );
    // Nobody is sent to the vendor's page for nothing.
    await credentialsOf((await connections.open(id)).connection);
    const { secret, expiresAt } = await consents.makeLink(id);
    const start_url = `${this.publicUrl()}/oauth/start/${secret}`;
    return { start_url, expires_at: toIso(expiresAt) };
  }

  /** A call without a body is tested with some users of the account. */
  async test(doer: Doer, id: string, body: unknown): Promise<ShownTest> {
    await this.find(doer, id);
    const options = connectionTestOrderSchema.parse(body ?? {});
    return showTest(await this.service.connections.test(id, options));
  }

  private async apply(id: string, change: Change): Promise<void> {
    const { connections, store, clock } = this.service;
    const { client_secret, webhook_secret } = change;
    if (client_secret !== undefined) await connections.changeSecret(id, client_secret);
    if (webhook_secret !== undefined || change.previous_webhook_secret === null)
      await store.transaction((tx) =>
        connections.webhookSecrets.change(
          tx,
          id,
          { next: webhook_secret, endPrevious: change.previous_webhook_secret === null },
          clock.now(),
        ),
      );
    await connections.change(id, toChange(change));
  }

  /** Two paces of one account, the old and the new, would together break its limits. */
  private async whileIdle(id: string, work: () => Promise<void>): Promise<void> {
    if (!(await this.service.requests.whileIdle(id, work)))
      throw new AppError(
        'connection_in_use',
        'Requests of this connection are running. Change anything but label and retention when they have ended.',
      );
  }

  /** The vendor that an order is for; the only one where none is named. */
  private namedIn(body: unknown): InstalledConnector {
    const { connectors } = this.service;
    const { connector: named } = namedConnectorSchema(connectors.all).parse(body);
    const [only, ...others] = connectors.all;
    const found = named ?? (others.length === 0 ? only?.id : undefined);
    const installed = found === undefined ? undefined : connectors.of(found);
    if (!installed)
      throw new AppError(
        'invalid_request',
        `Several vendors can be connected: name one as connector (${connectors.all.map(({ id }) => id).join(', ')}).`,
        { fields: [{ pointer: '/connector', detail: 'is missing' }] },
      );
    return installed;
  }
}

type Change = ReturnType<ReturnType<typeof connectionChangeSchema>['parse']>;

function toChange(change: Change): ConnectionChange {
  const { label, plan, rate_share, sources, subject_groups, retention_days, report_settings } = change;
  return {
    ...(label !== undefined && { label }),
    ...(plan !== undefined && { plan }),
    ...(rate_share !== undefined && { rateShare: rate_share }),
    ...(sources !== undefined && { sources: sources ?? undefined }),
    ...(subject_groups !== undefined && { subjectGroups: subject_groups ?? undefined }),
    ...(retention_days !== undefined && { retentionDays: retention_days ?? undefined }),
    ...(report_settings !== undefined && {
      reportSettings: report_settings ? readReportSettings(report_settings) : undefined,
    }),
  };
}
