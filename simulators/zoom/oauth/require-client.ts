import { OauthRefusal } from './oauth-refusal.js';

/** Credentials of the one app that the simulator knows. */
export interface ClientCredentials {
  accountId: string;
  clientId: string;
  clientSecret: string;
}

/** Checks HTTP Basic client authentication; 401 for anything else. Zoom's error codes 4702 and 4704. */
export function requireClient(
  header: string | undefined,
  { clientId, clientSecret }: ClientCredentials,
): void {
  const encoded = /^Basic +(\S+)$/i.exec(header ?? '')?.[1] ?? '';
  const given = Buffer.from(encoded, 'base64').toString();
  if (given !== `${clientId}:${clientSecret}`) {
    throw new OauthRefusal(401, 'invalid_client', 'Invalid client_id or client_secret');
  }
}
