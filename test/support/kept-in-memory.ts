import type { KeptTokens, TokenPair } from '../../src/connections/kept-tokens.js';

/** Tokens of a connection whose row is a variable; several processes can share it. */
export function keptInMemory(): KeptTokens & { pair?: TokenPair; needsReconnect: boolean } {
  let isLeased = false;
  return {
    needsReconnect: false,
    read() {
      return Promise.resolve(this.pair);
    },
    keep(pair) {
      this.pair = pair;
      return Promise.resolve();
    },
    lease: () => {
      if (isLeased) return Promise.resolve(undefined);
      isLeased = true;
      const end = () => {
        isLeased = false;
        return Promise.resolve();
      };
      return Promise.resolve({ end });
    },
    markReconnectNeeded() {
      this.pair = undefined;
      this.needsReconnect = true;
      return Promise.resolve();
    },
  };
}
