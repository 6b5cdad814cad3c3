import { createHash } from 'node:crypto';

/** A PKCE challenge as the authorization request gave it; without a method it is `plain`. */
export interface PkceChallenge {
  challenge: string;
  method: string;
}

/** Whether a verifier answers a challenge. Source: https://www.rfc-editor.org/rfc/rfc7636#section-4.6 */
export function answersChallenge({ challenge, method }: PkceChallenge, verifier: string): boolean {
  if (method === 'plain') return verifier === challenge;
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}
