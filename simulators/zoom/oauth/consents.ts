import { randomBytes } from 'node:crypto';
import type { PkceChallenge } from './pkce.js';

/** A consent that waits for its code to be exchanged. */
export interface PendingConsent {
  redirectUri: string;
  challenge?: PkceChallenge;
  expiresAt: number;
}

/** What a refresh token stands for. */
interface Refreshable {
  accessToken: string;
}

// Source: https://developers.zoom.us/docs/integrations/oauth/
const codeLifetimeMs = 5 * 60_000;

/** Authorization codes and refresh tokens; a new exchange ends the earlier refresh tokens of the same person. */
export class Consents {
  private readonly codes = new Map<string, PendingConsent>();
  private readonly refreshTokens = new Map<string, Refreshable>();

  constructor(private readonly now: () => Date) {}

  /** A code that lives five minutes and works once. */
  issueCode(redirectUri: string, challenge?: PkceChallenge): string {
    const code = randomBytes(18).toString('base64url');
    const expiresAt = this.now().getTime() + codeLifetimeMs;
    this.codes.set(code, { redirectUri, expiresAt, ...(challenge ? { challenge } : {}) });
    return code;
  }

  /** The consent of a code, which is used up by this; undefined when unknown, used or expired. */
  takeCode(code: string): PendingConsent | undefined {
    const consent = this.codes.get(code);
    this.codes.delete(code);
    return consent && this.now().getTime() < consent.expiresAt ? consent : undefined;
  }

  /** Ends every refresh token; the access tokens they came with are returned to be revoked. */
  endEarlier(): string[] {
    const ended = [...this.refreshTokens.values()].map(({ accessToken }) => accessToken);
    this.refreshTokens.clear();
    return ended;
  }

  /** A refresh token that came with an access token. */
  issueRefreshToken(accessToken: string): string {
    const token = `sim_refresh_${randomBytes(24).toString('base64url')}`;
    this.refreshTokens.set(token, { accessToken });
    return token;
  }

  /** Uses up a refresh token; false when it is unknown or was used before. */
  takeRefreshToken(token: string): boolean {
    return this.refreshTokens.delete(token);
  }

  /** Ends the refresh token that came with an access token. */
  endWith(accessToken: string): void {
    for (const [token, consent] of this.refreshTokens) {
      if (consent.accessToken === accessToken) this.refreshTokens.delete(token);
    }
  }
}
