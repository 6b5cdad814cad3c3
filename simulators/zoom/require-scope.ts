import { missingScopesMessage } from './missing-scopes-message.js';
import type { AccessToken } from './oauth/access-tokens.js';
import type { Operation } from './operation.js';
import { Refusal } from './refusal.js';

/** Refuses a token without any of the operation's scopes, naming the alternatives of the token's own kind. */
export function requireScope(access: AccessToken, { scopes }: Operation): void {
  if ([...scopes.granular, ...scopes.classic].some((scope) => access.scopes.includes(scope))) return;
  throw new Refusal(400, 4711, missingScopesMessage(access, scopes));
}
