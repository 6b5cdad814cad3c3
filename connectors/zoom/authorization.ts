import type { Authorization, Grant, VendorRecord } from '../../src/contract/index.js';
import { isTokenCode } from './error-codes.js';

/** Zoom's token endpoint: https://developers.zoom.us/docs/internal-apps/s2s-oauth/ */
export const authorization: Authorization = {
  paths: { authorize: '/authorize', token: '/token', revoke: '/revoke' },
  accountGrant: (accountId) => ({ grant_type: 'account_credentials', account_id: accountId }),

  readToken(body) {
    const { access_token, expires_in, scope, api_url, refresh_token } = body;
    if (typeof access_token !== 'string' || access_token === '') return undefined;
    const lifetime = Number(expires_in);
    const scopes = typeof scope === 'string' ? scope.split(/[\s,]+/).filter((name) => name !== '') : [];
    return {
      accessToken: access_token,
      lifetimeSeconds: Number.isFinite(lifetime) && lifetime > 0 ? lifetime : 3_600,
      // An answer without scopes says nothing about them: the calls will tell.
      scopes: scopes.length > 0 ? scopes : undefined,
      apiUrl: typeof api_url === 'string' ? api_url : undefined,
      refreshToken: typeof refresh_token === 'string' && refresh_token !== '' ? refresh_token : undefined,
    };
  },

  isOwnRefusal(_status, body) {
    const { error, reason, code } = body;
    if (typeof error === 'string' && oauthErrors.has(error)) return true;
    if (isTokenCode(Number(code)) || Number(code) === 429) return true;
    return typeof reason === 'string' && Object.keys(body).every((name) => ownFields.has(name));
  },

  isGrantUsedUp: (status, body) =>
    [400, 401].includes(status) &&
    (body.error === 'invalid_grant' || /invalid token|authorization code|code verifier/i.test(text(body))),

  isNotActivated,

  explainConsentError: (error) =>
    consentErrors[error] ?? 'Zoom did not finish the consent. Ask for a new link and try again.',

  remedy(status, body, grant) {
    if (isNotActivated(status, body))
      return 'Zoom refused a token: activate the app in the Zoom App Marketplace and add its scopes.';
    const known = remedies.find(
      (one) => body.error === one.error && one.reason.test(text(body)) && (one.grant ?? grant) === grant,
    );
    return (
      known?.remedy ??
      'Zoom refused the credentials: check account id, client id and client secret of the Zoom app.'
    );
  },
};

/** Some answers name the client although it is the app that is switched off. */
function isNotActivated(status: number, body: VendorRecord): boolean {
  return status === 403 || /not (been )?activated|deactivated|disabled/i.test(text(body));
}

const text = (body: VendorRecord) =>
  typeof body.reason === 'string' ? body.reason : typeof body.message === 'string' ? body.message : '';

/** https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 */
const consentErrors: Record<string, string> = {
  access_denied:
    'The consent was declined, so nothing was connected. If that was not meant, ask for a new link and choose Allow.',
  invalid_scope:
    'The app asks for a scope it does not have. Add the scopes to the Zoom app, then ask for a new link.',
  unauthorized_client:
    'The Zoom app may not be used by this account. Check that it is published to it or that you develop it.',
};

/** Zoom explains a refusal in `reason`; others who do so add fields of their own. */
const ownFields = new Set(['reason', 'error', 'message']);

/** https://www.rfc-editor.org/rfc/rfc6749#section-5.2; Zoom uses no others. */
const oauthErrors = new Set([
  ...['invalid_request', 'invalid_client', 'invalid_grant', 'invalid_scope', 'access_denied'],
  ...['unauthorized_client', 'unsupported_grant_type', 'invalid_token', 'unsupported_token_type'],
]);

/** `grant`: only where tokens rest on that; nobody can authorize an app of the account's own again. */
const remedies: { error: string; reason: RegExp; grant?: Grant; remedy: string }[] = [
  {
    error: 'invalid_client',
    reason: /./,
    remedy:
      'Zoom does not know this client id and secret: copy both again from the app page; development and production pairs differ.',
  },
  {
    error: 'unsupported_grant_type',
    reason: /./,
    remedy: 'The Zoom app is not of the kind Server-to-Server OAuth: create one of that kind.',
  },
  {
    error: 'invalid_grant',
    reason: /./,
    grant: 'consent',
    remedy: 'Zoom takes the stored consent no more. Connect the account again.',
  },
  {
    error: 'invalid_request',
    reason: /authorization code/i,
    remedy: 'The consent took longer than five minutes or its code was used already. Ask for a new link.',
  },
  {
    error: 'invalid_request',
    reason: /redirect/i,
    remedy:
      'The redirect address differs from the one in the Zoom app: enter the address of this service followed by /oauth/callback there.',
  },
  {
    error: 'invalid_request',
    reason: /account/i,
    remedy: 'Zoom does not know this account id: copy it again from the app page.',
  },
];
