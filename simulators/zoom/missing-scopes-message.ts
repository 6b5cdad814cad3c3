import type { AccessToken } from './oauth/access-tokens.js';
import type { Operation } from './operation.js';

// `user_profile`, `user:read`, `user:read:admin`; a granular scope also names a thing: `user:read:settings:admin`.
const classicScope = /^[^:]+(:[^:]+(:admin|:master)?)?$/;

/** The text by which a missing scope is known, whatever its code. */
export function missingScopesMessage(access: AccessToken, scopes: Operation['scopes']): string {
  const isClassic = access.scopes.length > 0 && access.scopes.every((scope) => classicScope.test(scope));
  const alternatives = isClassic ? scopes.classic : scopes.granular;
  return `Invalid access token, does not contain scopes:[${alternatives.join(', ')}].`;
}
