import { timingSafeEqual } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import type { InstalledConnector } from '../connections/connectors.js';
import { AppError } from '../errors.js';
import { parseJson } from '../json.js';
import type { VendorRecord } from '../contract/index.js';
import type { Service } from '../service.js';
import { rawBody } from './raw-body.js';

/** Older calls, and calls from a clock this wrong, are refused, but for the removal of the app. */
const toleratedMs = 5 * 60_000;

/** The vendor repeats a call for less than so long, each time with the moment of the repetition. */
const repeatedForMs = 2 * 3_600_000;

const refused = () =>
  new AppError('signature_invalid', 'The signature does not fit the body, or the call is too old.');

/**
 * `/v1/webhooks/{connector}` and, for one connection, `/v1/webhooks/{connector}/{connection}`: the vendor's own calls,
 * known by their signature over the raw body. Whichever secret fits answers; at the first address all are tried.
 */
export function webhookRoutes(service: Service): Router {
  const { connectors, connections, removedApps, clock } = service;
  const { webhookSecrets } = connections;
  const router = Router();
  const body = rawBody(() => true);

  const receive = async (request: Request<Record<string, string>>, response: Response) => {
    const called = connectors.of(request.params.connector ?? '');
    if (!called) throw new AppError('not_found', 'There is no connector with this id.');
    const { webhooks } = called.connector;
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const timestamp = request.get(webhooks.timestampHeader) ?? '';
    const signature = request.get(webhooks.signatureHeader) ?? '';
    const signer = await findSigner(called, request.params.connection, (secret) =>
      isEqual(signature, webhooks.sign(secret, timestamp, bytes)),
    );
    if (!signer || !/^\d{1,12}$/.test(timestamp)) throw refused();
    const calledAt = Number(timestamp) * 1_000;
    const wish = webhooks.read(readBody(bytes), signer.secret);
    // The service may have been down, or its clock be wrong: whose data must go is worth such a call.
    if (Math.abs(clock.now() - calledAt) > toleratedMs && wish?.do !== 'forget-account') throw refused();
    if (wish?.do === 'answer') {
      response.json(wish.body);
      return;
    }
    if (wish) {
      const { accountId, userId, clientId, at } = wish;
      const { connectionIds } = signer;
      // The same removal may come in another form, or signed anew.
      const what = at === undefined ? bytes.toString('base64') : [accountId, userId, clientId, at];
      const connector = called.connector.id;
      await removedApps.take(JSON.stringify([connectionIds ?? null, what, connector]), {
        ...{ marks: connections.accounts.markIds(wish), clientId, connector, connectionIds },
        calledAt: Math.min(clock.now(), momentOf(at, calledAt)),
      });
    }
    // All but 2xx is a failure for the vendor, also for a call that came before.
    response.sendStatus(204);
  };

  /** Whose secret fits; a secret of connections speaks for those that have it. */
  const findSigner = async (
    { connector, settings: { webhookSecret: installationSecret } }: InstalledConnector,
    connectionId: string | undefined,
    fits: (secret: string) => boolean,
  ): Promise<Signer | undefined> => {
    if (installationSecret !== undefined && fits(installationSecret)) return { secret: installationSecret };
    const { secrets, unreadable } = await webhookSecrets.read(connector.id, connectionId);
    if (installationSecret === undefined && secrets.length + unreadable === 0)
      throw new AppError(
        'not_found',
        'Calls of the vendor are not taken at this address: no webhook secret is configured for it.',
      );
    const fitting = secrets.find(({ secret }) => fits(secret));
    if (fitting) {
      const { secret } = fitting;
      const all = connectionId === undefined ? secrets : (await webhookSecrets.read(connector.id)).secrets;
      const having = all.filter((one) => one.secret === secret).map((one) => one.connectionId);
      return { secret, connectionIds: [...new Set(having)].sort() };
    }
    // The vendor does not repeat what was refused: a fault of ours must not look like one of the call.
    if (unreadable > 0)
      throw new AppError('internal_error', 'A webhook secret that is given by reference cannot be read now.');
    return undefined;
  };

  router.post('/:connector', body, receive);
  router.post('/:connector/:connection', body, receive);
  return router;
}

/** Who signed a call. */
interface Signer {
  secret: string;
  /** Absent: the installation, for all its connections. */
  connectionIds?: string[];
}

/** A repeated call tells when it was sent, not when the app was removed; other differences are a mistake of somebody. */
const momentOf = (at: number | undefined, calledAt: number) =>
  at !== undefined && at <= calledAt && calledAt - at < repeatedForMs ? at : calledAt;

function readBody(body: Buffer): VendorRecord {
  try {
    const parsed = parseJson(body.toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null) return parsed as VendorRecord;
  } catch {
    // said below
  }
  throw new AppError('invalid_request', 'The body is not a JSON object.');
}

/** Compares in constant time; the length of a signature is no secret. */
function isEqual(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
