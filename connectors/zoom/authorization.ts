import type { Authorization, VendorRecord } from '../../src/contract/index.js';

/** Zoom's token endpoint: https://developers.zoom.us/docs/internal-apps/s2s-oauth/ */
export const authorization: Authorization = {
  accountGrant: (accountId) => ({ grant_type: 'account_credentials', account_id: accountId }),

  readToken(body) {
    const { access_token, expires_in, scope, api_url } = body;
    if (typeof access_token !== 'string' || access_token === '') return undefined;
    const lifetime = Number(expires_in);
    const scopes = typeof scope === 'string' ? scope.split(/[\s,]+/).filter((name) => name !== '') : [];
    return {
      accessToken: access_token,
      lifetimeSeconds: Number.isFinite(lifetime) && lifetime > 0 ? lifetime : 3_600,
      // An answer without scopes says nothing about them: the calls will tell.
      scopes: scopes.length > 0 ? scopes : undefined,
      apiUrl: typeof api_url === 'string' ? api_url : undefined,
    };
  },

  remedy(status, body) {
    const known = remedies.find(({ error, reason }) => body.error === error && reason.test(text(body)));
    if (known) return known.remedy;
    return status === 403
      ? 'Zoom refused a token: activate the app in the Zoom App Marketplace and add its scopes.'
      : 'Zoom refused the credentials: check account id, client id and client secret of the Zoom app.';
  },
};

const text = (body: VendorRecord) =>
  typeof body.reason === 'string' ? body.reason : typeof body.message === 'string' ? body.message : '';

const remedies = [
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
    error: 'invalid_request',
    reason: /account/i,
    remedy: 'Zoom does not know this account id: copy it again from the app page.',
  },
];
