import type { JsonObject } from '../json.js';
import { OauthRefusal } from './oauth-refusal.js';
import type { OauthDesk } from './token-endpoint.js';

/** Revokes an access token together with its refresh token. Source: https://developers.zoom.us/docs/integrations/oauth/ */
export function revokeAnswer(parameters: URLSearchParams, { state, consents }: OauthDesk): JsonObject {
  const token = parameters.get('token') ?? '';
  if (!state.accessTokens.revoke(token)) throw new OauthRefusal(400, 'invalid_request', 'Invalid Token!');
  consents.endWith(token);
  return { status: 'success' };
}
