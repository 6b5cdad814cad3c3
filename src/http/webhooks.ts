import { timingSafeEqual } from 'node:crypto';
import { Router } from 'express';
import { sha256Of } from '../sha256.js';
import { AppError } from '../errors.js';
import { parseJson } from '../json.js';
import type { VendorRecord } from '../contract/index.js';
import type { Service } from '../service.js';
import { rawBody } from './raw-body.js';
import { forgetRemovedApp, type RemovedApp } from './removed-app.js';

/** Older calls, and calls from a clock this wrong, are refused, but for the removal of the app. */
const toleratedMs = 5 * 60_000;

/** Vendors take an answer after three seconds for none. */
const answerWithinMs = 2_000;

const refused = () =>
  new AppError('signature_invalid', 'The signature does not fit the body, or the call is too old.');

/** `/v1/webhooks/{connector}`: the vendor's own calls, known by their signature over the raw body. */
export function webhookRoutes(service: Service, secret: string | undefined): Router {
  const { connector, connections, webhookEvents, clock, logger } = service;
  const { webhooks } = connector;
  const router = Router();

  router.post(
    '/:connector',
    rawBody(() => true),
    (request, response, next) => {
      if (request.params.connector !== connector.id)
        throw new AppError('not_found', 'There is no connector with this id.');
      if (secret === undefined)
        throw new AppError(
          'not_found',
          'Calls of the vendor are not taken: no webhook secret is configured.',
        );
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const timestamp = request.get(webhooks.timestampHeader) ?? '';
      const signature = request.get(webhooks.signatureHeader) ?? '';
      const isOurs = isEqual(signature, webhooks.sign(secret, timestamp, body));
      if (!isOurs || !/^\d{1,12}$/.test(timestamp)) throw refused();
      const calledAt = Number(timestamp) * 1_000;
      const ageMs = clock.now() - calledAt;
      const wish = ageMs < -toleratedMs ? undefined : webhooks.read(readBody(body), secret);
      const isLate = ageMs > toleratedMs;
      // The service may have been down: whose data must go is worth a late call.
      if (ageMs < -toleratedMs || (isLate && wish?.do !== 'forget-account')) throw refused();
      if (wish?.do === 'answer') {
        response.json(wish.body);
        return;
      }
      const removed: RemovedApp | undefined = wish && {
        ...{ marks: connections.markIds(wish), clientId: wish.clientId, calledAt },
      };
      const digest = sha256Of(signature);
      const work = removed && JSON.stringify(removed);
      const isNew = webhookEvents.take(digest, clock.now(), clock.now() + 2 * toleratedMs, work);
      // The vendor sends a call again when our answer did not reach it, and counts all but 2xx as a failure.
      if (!isNew || !removed) {
        response.sendStatus(204);
        return;
      }
      let isAnswered = false;
      const answer = (send: () => void) => {
        if (!isAnswered) send();
        isAnswered = true;
      };
      const timer = setTimeout(() => answer(() => response.sendStatus(204)), answerWithinMs);
      act(digest, removed, isLate)
        .then(() => answer(() => response.sendStatus(204)))
        .catch((error: unknown) => {
          // Answered already, it is kept and done at the next start.
          if (!isAnswered) webhookEvents.giveBack(digest);
          else logger.error({ fault: error }, 'a call of the vendor could not be acted on');
          answer(() => next(error));
        })
        .finally(() => clearTimeout(timer));
    },
  );

  const act = async (digest: string, removed: RemovedApp, isLate: boolean) => {
    await forgetRemovedApp(service, removed, isLate);
    webhookEvents.finish(digest);
  };

  // What an earlier process took and did not end.
  for (const { digest, work } of webhookEvents.pending())
    act(digest, JSON.parse(work) as RemovedApp, true).catch((error: unknown) =>
      logger.error({ fault: error }, 'a call of the vendor could not be acted on'),
    );

  return router;
}

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
