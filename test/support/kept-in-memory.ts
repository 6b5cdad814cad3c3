import type { KeptTokens, TokenPair } from '../../src/connections/kept-tokens.js';

/** Tokens of a connection whose row is a variable; several processes can share it. */
export function keptInMemory(): KeptTokens & { pair?: TokenPair; needsReconnect: boolean } {
  let isLeased = false;
  return {
    needsReconnect: false,
    read() {
      return this.pair;
    },
    keep(pair) {
      this.pair = pair;
    },
    lease: () => {
      if (isLeased) return undefined;
      isLeased = true;
      return { end: () => (isLeased = false) };
    },
    markReconnectNeeded() {
      this.pair = undefined;
      this.needsReconnect = true;
    },
  };
}
