import { timingSafeEqual } from 'node:crypto';
import express, { Router } from 'express';
import { sha256Of } from '../sha256.js';
import { AppError } from '../errors.js';
import { parseJson } from '../json.js';
import type { VendorRecord } from '../contract/index.js';
import type { Service } from '../service.js';

/** Older calls, and calls from a clock this wrong, are refused. */
const toleratedMs = 5 * 60_000;

/** `/v1/webhooks/{connector}`: the vendor's own calls, known by their signature over the raw body. */
export function webhookRoutes(service: Service, secret: string | undefined): Router {
  const { connector, connections, webhookEvents, clock, logger } = service;
  const { webhooks } = connector;
  const router = Router();

  router.post(
    '/:connector',
    express.raw({ type: () => true, limit: '64kb', inflate: false }),
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
      const ageMs = Math.abs(clock.now() - Number(timestamp) * 1_000);
      const isOurs = isEqual(signature, webhooks.sign(secret, timestamp, body));
      if (!isOurs || !/^\d{1,12}$/.test(timestamp) || ageMs > toleratedMs)
        throw new AppError(
          'signature_invalid',
          'The signature does not fit the body, or the call is too old.',
        );
      const wish = webhooks.read(readBody(body), secret);
      if (wish?.do === 'answer') {
        response.json(wish.body);
        return;
      }
      const digest = sha256Of(signature);
      const isNew = webhookEvents.take(digest, clock.now(), clock.now() + 2 * toleratedMs);
      if (!isNew) {
        logger.warn({}, 'a call of the vendor came again and was not taken');
        throw new AppError('signature_invalid', 'This call was taken already.');
      }
      if (wish?.do !== 'forget-account') {
        response.sendStatus(204);
        return;
      }
      forget(wish.accountId, wish.clientId)
        .then(() => response.sendStatus(204))
        .catch((error: unknown) => {
          webhookEvents.giveBack(digest);
          next(error);
        });
    },
  );

  /** The account has removed the app: its tokens and what was read of it must go. */
  const forget = async (accountId: string, clientId: string | undefined) => {
    for (const { id } of connections.ofAccount(accountId, clientId)) {
      connections.forgetTokens(id);
      service.ledger.append(id, 'connection.disconnected', {}, { by: 'vendor' });
      await service.forgetConnection(id, { by: 'vendor' });
      logger.warn({ connectionId: id }, 'the account removed the app: its tokens and data are deleted');
    }
  };

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
