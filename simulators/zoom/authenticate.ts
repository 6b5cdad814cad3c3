import type { AccessToken } from './oauth/access-tokens.js';
import { Refusal } from './refusal.js';
import type { ZoomState } from './zoom-state.js';

/** The rights of a bearer header; 401/124 without a valid one. */
export function authenticate(header: string | undefined, state: ZoomState): AccessToken {
  const token = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
  const found = token === undefined ? undefined : state.accessTokens.find(token);
  if (found === 'expired') throw new Refusal(401, 124, 'Access token is expired.');
  if (!found || found.kind === 'download') throw new Refusal(401, 124, 'Invalid access token.');
  return found;
}
