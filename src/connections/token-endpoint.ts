import type { Clock } from '../clock.js';
import { isVendorRecord, type Connector, type GrantedToken, type VendorRecord } from '../contract/index.js';
import { tryParseJson } from '../json.js';
import { readText } from '../upstream/read-body.js';
import { Refusal, Transient } from '../upstream/refusal.js';
import { readRetryAfter } from '../upstream/retry-after.js';
import type { Incoming, Send, Timeouts } from '../upstream/send.js';
import { remedyFor, strangerOf } from '../upstream/stranger.js';
import { credentialsOf, grantOf, type Connection } from './connection.js';

/** What the token endpoint is called with. */
export interface EndpointNeeds {
  connection: Connection;
  connector: Connector;
  send: Send;
  timeouts: Timeouts;
  clock: Clock;
}

/** Why the vendor gives no token. `used_up`: the code or refresh token; `not_activated`: the app. */
export class TokenRefused extends Refusal {
  constructor(
    readonly why: 'used_up' | 'not_activated' | 'refused',
    remedy: string,
  ) {
    super('failed', 'credentials_refused', remedy);
  }
}

/** Largest token answer that is read. */
const largestBytes = 1024 * 1024;

/**
 * Asks once for a token with these form fields, the client as HTTP Basic. Throws `TokenRefused` for what cannot
 * heal and `Transient` for what can.
 */
export async function requestToken(
  needs: EndpointNeeds,
  form: Record<string, string>,
): Promise<GrantedToken> {
  const { connector } = needs;
  const { answer, body, text } = await post(needs, connector.authorization.paths.token, form);
  if (answer.status !== 200) throw toFailure(needs, answer, body, text);
  const granted = body && connector.authorization.readToken(body);
  if (granted) return granted;
  if (body) throw new Transient('broken_answer', 'the token answer is unreadable');
  throw strange(answer, text, body);
}

/** Tells the vendor to forget a token. Throws like `requestToken`. */
export async function revokeToken(needs: EndpointNeeds, token: string): Promise<void> {
  const { answer, body, text } = await post(needs, needs.connector.authorization.paths.revoke, { token });
  if (answer.status !== 200) throw toFailure(needs, answer, body, text);
  if (!body) throw new Transient('broken_answer', 'the answer to a revocation is unreadable');
}

async function post(
  { connection, send, timeouts }: EndpointNeeds,
  path: string,
  form: Record<string, string>,
) {
  const { clientId, clientSecret } = await credentialsOf(connection);
  const answer = await send({
    url: new URL(`${connection.oauthUrl}${path}`),
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      accept: 'application/json',
    },
    form,
  });
  const text = await readText(answer.body, timeouts.silenceMs, largestBytes);
  return { answer, body: parseBody(text), text };
}

/** Only what is in the vendor's own form is about the credentials; everything else may heal. */
function toFailure(
  { connector: { authorization }, connection, clock }: EndpointNeeds,
  answer: Incoming,
  body: VendorRecord | undefined,
  text: string,
): Error {
  const { status, headers } = answer;
  const waitMs = readRetryAfter(headers['retry-after'], clock.now(), headers.date);
  if (!body || !authorization.isOwnRefusal(status, body)) return strange(answer, text, body, waitMs);
  if (status === 429) return new Transient('rate_limited', 'the vendor asks to wait', waitMs, true);
  if (status >= 500 || status === 408) return new Transient('vendor_error', `HTTP status ${status}`, waitMs);
  const remedy = authorization.remedy(status, body, grantOf(connection));
  if (authorization.isGrantUsedUp(status, body)) return new TokenRefused('used_up', remedy);
  return new TokenRefused(authorization.isNotActivated(status, body) ? 'not_activated' : 'refused', remedy);
}

function strange(answer: Incoming, text: string, body: unknown, waitMs?: number): Transient {
  const remedy = remedyFor(strangerOf(answer, text, body));
  return new Transient('vendor_unreachable', 'somebody else answers for tokens', waitMs, false, remedy);
}

function parseBody(text: string): VendorRecord | undefined {
  const body = tryParseJson(text);
  return isVendorRecord(body) ? body : undefined; // otherwise judged by the status
}
