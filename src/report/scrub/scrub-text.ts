import { authorizationHeaders } from './authorization-headers.js';
import { dialStrings } from './dial-strings.js';
import { linkCredentials } from './link-credentials.js';
import { linkSecrets } from './link-secrets.js';
import { passcodes } from './passcodes.js';
import type { ScrubRule } from './rule.js';
import { signedTokens } from './signed-tokens.js';

const rules: readonly ScrubRule[] = [
  linkSecrets,
  linkCredentials,
  signedTokens,
  authorizationHeaders,
  dialStrings,
  passcodes,
];

/** A text without the secrets that are known by their form; `found` is called once for each. Linear time. */
export function scrubText(text: string, found: (reason: ScrubRule['reason']) => void): string {
  let safe = text;
  for (const rule of rules) if (rule.mayHold(safe)) safe = rule.scrub(safe, () => found(rule.reason));
  return safe;
}
