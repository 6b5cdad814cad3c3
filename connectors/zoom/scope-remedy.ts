import type { Grant, ScopeAlternatives } from '../../src/contract/index.js';

/** What brings a scope that was added to the app into the tokens. */
const afterwards: Record<Grant, string> = {
  account: 'Nothing is to be authorized again: the next token has it. Run the request again.',
  consent: 'Connect the account again, because only a new consent brings it; then run the request again.',
};

/** What to do about a scope that is not granted. */
export function scopeRemedy({ granular, classic }: ScopeAlternatives, grant: Grant = 'consent'): string {
  const kinds = [
    { name: 'granular', scopes: granular },
    { name: 'classic', scopes: classic },
  ].filter(({ scopes }) => scopes.length > 0);
  const one = kinds.map(({ name, scopes }) => `one of the ${name} scopes ${scopes.join(', ')}`);
  return `Grant the Zoom app ${one.join(' or ')}. ${afterwards[grant]}`;
}
