import { sourcesMeant, type Connector } from '../contract/index.js';
import { Router, type Response } from 'express';
import { toIso } from '../clock.js';
import { credentialsOf } from '../connections/connection.js';
import type { InstalledConnector } from '../connections/connectors.js';
import { AppError } from '../errors.js';
import type { Service } from '../service.js';
import type { ConnectionChange } from '../storage/connection-store.js';
import { reaches, requireRight } from '../api/caller.js';
import { findConnection } from '../api/find-request.js';
import { actorOf, callerOf } from './authenticate.js';
import {
  connectionChangeSchema,
  connectionOrderSchema,
  connectionTestOrderSchema,
  namedConnectorSchema,
} from './connection-schemas.js';
import { requireBody } from './json-body.js';
import { readReportSettings } from './report-settings.js';
import { showConnection, showTest } from './show-connection.js';

/** `/v1/connections`: connect accounts, change, test, remove. */
export function connectionRoutes(service: Service, publicUrl: () => string): Router {
  const { connections, connectors, consents, requests, ledger } = service;
  const router = Router();

  const find = (response: Response, id: string) => findConnection(service, callerOf(response), id);

  /** The vendor that an order is for; the only one where none is named. */
  const namedIn = (body: unknown): InstalledConnector => {
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
  };

  router.get('/', async (_request, response) => {
    const caller = callerOf(response);
    requireRight(caller, 'connections');
    const seen = (await connections.list()).filter(({ id }) => reaches(caller, id));
    response.json({ items: seen.map(showConnection) });
  });

  router.post('/', async (request, response) => {
    const caller = callerOf(response);
    requireRight(caller, 'connections');
    if (caller.connections)
      throw new AppError('forbidden', 'A key that is limited to connections may not make further ones.');
    const body = requireBody(request);
    const { connector, settings } = namedIn(body);
    const order = connectionOrderSchema([connector]).parse(body);
    const created = await connections.create({
      connector: connector.id,
      label: order.label,
      kind: order.account_id === undefined ? 'oauth' : 'server_to_server',
      plan: order.plan,
      rateShare: order.rate_share ?? settings.rateShare,
      sources: order.sources ? sourcesMeant(connector.sources, order.sources) : undefined,
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
    await ledger.record(created.id, 'connection.created', { kind, plan }, actorOf(response));
    response.status(201).set('Location', `/v1/connections/${created.id}`).json(showConnection(created));
  });

  router.get('/:id', async (request, response) => {
    response.json(showConnection(await find(response, request.params.id)));
  });

  router.patch('/:id', async (request, response) => {
    const { id, origin } = await find(response, request.params.id);
    const { connector } = await connections.servingOf(id);
    const change = connectionChangeSchema([connector]).parse(requireBody(request));
    const { plan, rate_share, sources, client_secret, webhook_secret } = change;
    for (const secret of [client_secret, webhook_secret])
      if (typeof secret === 'string') await connections.requireReadable(secret);
    await find(response, id); // it may be gone by now
    const isDeep = [plan, rate_share, client_secret].some((value) => value !== undefined);
    if (isDeep && origin === 'environment')
      throw new AppError(
        'set_by_environment',
        'Plan, rate share and credentials of this connection come from the environment: change them there and restart.',
      );
    const apply = async () => {
      if (client_secret !== undefined) await connections.changeSecret(id, client_secret);
      if (webhook_secret !== undefined || change.previous_webhook_secret === null)
        await service.store.transaction((tx) =>
          connections.webhookSecrets.change(
            tx,
            id,
            { next: webhook_secret, endPrevious: change.previous_webhook_secret === null },
            service.clock.now(),
          ),
        );
      await connections.change(id, toChange(change, connector));
    };
    const isWanted = [sources, change.subject_groups].some((value) => value !== undefined);
    if (isDeep || isWanted) await whileIdle(id, apply);
    else await apply();
    const changed = await find(response, id);
    // Which fields, and only the values that are no text of an operator's own.
    const { plan: newPlan, rateShare, retentionDays } = changed;
    const facts = {
      fields: Object.keys(change),
      plan: newPlan,
      rate_share: String(rateShare),
      retention_days: retentionDays,
    };
    await ledger.record(id, 'connection.changed', facts, actorOf(response));
    response.json(showConnection(changed));
  });

  router.delete('/:id', async (request, response) => {
    const { id, origin } = await find(response, request.params.id);
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
    await ledger.record(id, 'connection.removed', { revoked }, actorOf(response));
    response.json({ id, revoked });
  });

  router.post('/:id/authorize', async (request, response) => {
    const { id, kind } = await find(response, request.params.id);
    if (kind !== 'oauth')
      throw new AppError(
        'invalid_request',
        'This connection is server-to-server: it needs no consent. Test it instead.',
      );
    // Nobody is sent to the vendor's page for nothing.
    await credentialsOf((await connections.open(id)).connection);
    const { secret, expiresAt } = await consents.makeLink(id);
    const start_url = `${publicUrl()}/oauth/start/${secret}`;
    response.json({ start_url, expires_at: toIso(expiresAt) });
  });

  router.post('/:id/test', async (request, response) => {
    const { id } = await find(response, request.params.id);
    // A call without a body is tested with some users of the account.
    const options = connectionTestOrderSchema.parse((request.body as unknown) ?? {});
    response.json(showTest(await connections.test(id, options)));
  });

  /** Two paces of one account, the old and the new, would together break its limits. */
  const whileIdle = async (id: string, work: () => Promise<void>) => {
    if (!(await requests.whileIdle(id, work)))
      throw new AppError(
        'connection_in_use',
        'Requests of this connection are running. Change anything but label and retention when they have ended.',
      );
  };

  return router;
}

type Change = ReturnType<ReturnType<typeof connectionChangeSchema>['parse']>;

function toChange(change: Change, { sources: declared }: Connector): ConnectionChange {
  const { label, plan, rate_share, sources, subject_groups, retention_days, report_settings } = change;
  return {
    ...(label !== undefined && { label }),
    ...(plan !== undefined && { plan }),
    ...(rate_share !== undefined && { rateShare: rate_share }),
    ...(sources !== undefined && { sources: sources ? sourcesMeant(declared, sources) : undefined }),
    ...(subject_groups !== undefined && { subjectGroups: subject_groups ?? undefined }),
    ...(retention_days !== undefined && { retentionDays: retention_days ?? undefined }),
    ...(report_settings !== undefined && {
      reportSettings: report_settings ? readReportSettings(report_settings) : undefined,
    }),
  };
}
