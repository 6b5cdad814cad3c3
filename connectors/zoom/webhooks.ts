import { createHmac } from 'node:crypto';
import type { VendorRecord, Webhooks } from '../../src/contract/index.js';

const hmac = (secret: string, text: string | Buffer) =>
  createHmac('sha256', secret).update(text).digest('hex');

/** Zoom's calls to us: https://developers.zoom.us/docs/api/webhooks/ */
export const webhooks: Webhooks = {
  signatureHeader: 'x-zm-signature',
  timestampHeader: 'x-zm-request-timestamp',
  sign: (secret, timestamp, body) =>
    `v0=${hmac(secret, Buffer.concat([Buffer.from(`v0:${timestamp}:`), body]))}`,

  read({ event, payload }, secret) {
    if (typeof payload !== 'object' || payload === null) return undefined;
    const { plainToken, account_id, user_id, client_id, deauthorization_time } = payload as VendorRecord;
    if (event === 'endpoint.url_validation' && typeof plainToken === 'string')
      return { do: 'answer', body: { plainToken, encryptedToken: hmac(secret, plainToken) } };
    if (event === 'app_deauthorized' && typeof account_id === 'string') {
      const at = typeof deauthorization_time === 'string' ? Date.parse(deauthorization_time) : NaN;
      return {
        do: 'forget-account',
        accountId: account_id,
        userId: typeof user_id === 'string' ? user_id : undefined,
        clientId: typeof client_id === 'string' ? client_id : undefined,
        at: Number.isNaN(at) ? undefined : at,
      };
    }
    return undefined;
  },
};
