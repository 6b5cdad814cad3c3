import type { JsonObject } from '../json.js';
import type { ZoomState } from '../zoom-state.js';
import type { Consents } from './consents.js';
import { OauthRefusal } from './oauth-refusal.js';
import { answersChallenge } from './pkce.js';

/** What the OAuth endpoints share. */
export interface OauthDesk {
  state: ZoomState;
  consents: Consents;
}

/** Answers a token request of an authenticated client. Source: https://developers.zoom.us/docs/integrations/oauth/ */
export function tokenAnswer(parameters: URLSearchParams, desk: OauthDesk): JsonObject {
  switch (parameters.get('grant_type')) {
    case 'account_credentials':
      return accountToken(parameters, desk);
    case 'authorization_code':
      return codeToken(parameters, desk);
    case 'refresh_token':
      return refreshedToken(parameters, desk);
    case null:
    case '':
      throw new OauthRefusal(400, 'invalid_request', 'Missing grant type');
    default:
      throw new OauthRefusal(400, 'unsupported_grant_type', 'Unsupported grant type');
  }
}

// Source: https://developers.zoom.us/docs/internal-apps/s2s-oauth/
function accountToken(parameters: URLSearchParams, { state }: OauthDesk): JsonObject {
  if (parameters.get('account_id') !== state.world.account.id) {
    throw new OauthRefusal(400, 'invalid_request', 'Bad Request');
  }
  return tokenFields(state, issue(state, 'account'));
}

function codeToken(parameters: URLSearchParams, { state, consents }: OauthDesk): JsonObject {
  const code = parameters.get('code') ?? '';
  const consent = consents.takeCode(code);
  if (!consent) throw new OauthRefusal(400, 'invalid_request', `Invalid authorization code ${code}`);
  if (parameters.get('redirect_uri') !== consent.redirectUri) {
    throw new OauthRefusal(400, 'invalid_request', 'Redirect URI mismatch');
  }
  if (consent.challenge && !answersChallenge(consent.challenge, parameters.get('code_verifier') ?? '')) {
    throw new OauthRefusal(400, 'invalid_grant', 'Invalid code verifier');
  }
  for (const earlier of consents.endEarlier()) state.accessTokens.revoke(earlier);
  return refreshableToken(state, consents);
}

function refreshedToken(parameters: URLSearchParams, { state, consents }: OauthDesk): JsonObject {
  if (!consents.takeRefreshToken(parameters.get('refresh_token') ?? '')) {
    throw new OauthRefusal(400, 'invalid_grant', 'Invalid Token!');
  }
  return refreshableToken(state, consents);
}

function refreshableToken(state: ZoomState, consents: Consents): JsonObject {
  const token = issue(state, 'user');
  return { ...tokenFields(state, token), refresh_token: consents.issueRefreshToken(token) };
}

function issue({ accessTokens, settings }: ZoomState, kind: 'account' | 'user'): string {
  return accessTokens.issue(kind, [...settings.scopes], settings.accessTokenLifetimeSeconds);
}

function tokenFields({ settings, origin }: ZoomState, token: string): JsonObject {
  return {
    access_token: token,
    token_type: 'bearer',
    expires_in: settings.accessTokenLifetimeSeconds,
    scope: settings.scopes.join(' '),
    api_url: origin,
  };
}
