/** One customer account of a vendor, with what is needed to call it. */
export interface Connection {
  id: string;
  /** Id of the connector. */
  connector: string;
  plan: string;
  /** Part of the vendor's rate limits that may be used. */
  rateShare: number;
  /** Base address of the API, without a slash at the end. */
  apiUrl: string;
  /** The operator set the address: what a token answer names does not count. */
  isApiUrlExplicit: boolean;
  /** Base address of the OAuth endpoints, without a slash at the end. */
  oauthUrl: string;
  /** Hosts that may serve files besides public ones: `host` or `host:port`. */
  mediaHosts: readonly string[];
  credentials: AccountCredentials;
}

/** Server-to-server credentials of an account. */
export interface AccountCredentials {
  accountId: string;
  clientId: string;
  clientSecret: string;
}
