import { createHmac } from 'node:crypto';
import type { Express } from 'express';
import supertest, { type Response } from 'supertest';

/** How a call of the vendor differs from an ordinary one. */
export interface Delivery {
  secret: string;
  /** Seconds since 1970; absent: now. */
  timestamp?: number;
  /** Below `/v1/webhooks/`. */
  address?: string;
}

/** The moment a call is signed for, in seconds. */
export const nowInSeconds = () => Math.floor(Date.now() / 1_000);

/** The headers the vendor signs a body with. */
export function signedHeaders(body: string, secret: string, timestamp: number): Record<string, string> {
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-zm-request-timestamp': String(timestamp), 'x-zm-signature': `v0=${digest}` };
}

/** Makes a call of the vendor. */
export function deliverTo(app: Express, body: string, delivery: Delivery): Promise<Response> {
  const { secret, timestamp = nowInSeconds(), address = 'zoom' } = delivery;
  return supertest(app)
    .post(`/v1/webhooks/${address}`)
    .set('Content-Type', 'application/json')
    .set(signedHeaders(body, secret, timestamp))
    .send(body);
}

let removals = 0;

/** An account that removes the app; each call tells of another removal. */
export const removalOf = (account_id: string, more: object = {}) =>
  JSON.stringify({
    event: 'app_deauthorized',
    payload: { account_id, user_id: 'u', event_ts: String((removals += 1)), ...more },
  });
