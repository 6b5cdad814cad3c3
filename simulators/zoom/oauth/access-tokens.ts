import { randomBytes } from 'node:crypto';

/** What a bearer token may do. */
export interface AccessToken {
  scopes: string[];
  /** `account` acts as the account owner, `user` for the person who consented, `download` for one meeting's files. */
  kind: 'account' | 'user' | 'download';
  expiresAt: number;
}

/** The access tokens handed out by one simulator. */
export class AccessTokens {
  private readonly tokens = new Map<string, AccessToken>();

  constructor(private readonly now: () => Date) {}

  /** A new token, valid for `lifetimeSeconds`. */
  issue(kind: AccessToken['kind'], scopes: string[], lifetimeSeconds: number): string {
    const token = `sim_${kind}_${randomBytes(24).toString('base64url')}`;
    this.tokens.set(token, { scopes, kind, expiresAt: this.now().getTime() + lifetimeSeconds * 1_000 });
    return token;
  }

  /** The token's rights, `expired`, or undefined for an unknown token. */
  find(token: string): AccessToken | 'expired' | undefined {
    const found = this.tokens.get(token);
    return found && this.now().getTime() >= found.expiresAt ? 'expired' : found;
  }

  /** Makes one token unknown; says whether it was known. */
  revoke(token: string): boolean {
    return this.tokens.delete(token);
  }

  /** Lets every token issued so far expire now. */
  expireAll(): void {
    for (const token of this.tokens.values()) token.expiresAt = 0;
  }
}
