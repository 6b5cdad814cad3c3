import type { Grant } from '../contract/index.js';
import type { ProxySettings } from '../upstream/outgoing-proxy.js';
import type { ConnectionRow } from '../storage/connection-store.js';

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
  /** Leads out of the network; absent: all hosts are reached directly. */
  proxy?: ProxySettings;
  /** Sources that are read; absent: all. */
  sources?: readonly string[];
  /** Ids of the vendor's groups of users whose members may be asked about; absent: everybody. */
  subjectGroups?: readonly string[];
  /** As they were given: account id and client secret may be references. */
  credentials: Credentials;
  /** Reads them anew; absent: nothing is given by reference. Rejects with AppError when a reference leads nowhere. */
  readCredentials?: () => Promise<Credentials>;
}

/** What an app shows the vendor. */
export interface Credentials {
  /** Account of a server-to-server app; absent: tokens come from somebody's consent. */
  accountId?: string;
  clientId: string;
  clientSecret: string;
}

/** The credentials themselves, read when they are needed: what a reference leads to may have changed. */
export const credentialsOf = async ({ credentials, readCredentials }: Connection): Promise<Credentials> =>
  readCredentials ? readCredentials() : credentials;

/** What the tokens of a connection rest on. */
export const grantOf = ({ credentials }: Connection): Grant =>
  credentials.accountId === undefined ? 'consent' : 'account';

/** Addresses and limits of a vendor that all connections share. */
export type VendorAddresses = Pick<
  Connection,
  'apiUrl' | 'isApiUrlExplicit' | 'oauthUrl' | 'mediaHosts' | 'proxy'
>;

/** What an installation sets for all connections of one vendor. */
export interface VendorSettings extends VendorAddresses {
  /** Part of the vendor's rate limits that may be used, where a connection says nothing. */
  rateShare: number;
  /** Signs the vendor's calls to us, for all connections; absent: connections have secrets of their own. */
  webhookSecret?: string;
}

/** A connection without its secrets. */
export type ConnectionInfo = Omit<
  ConnectionRow,
  'dataKey' | 'credentials' | 'accountMark' | 'userMark' | 'webhookSecret' | 'previousWebhookSecret'
> & {
  /** Whether the vendor's calls may be signed with a secret of its own, and with the one before. */
  hasWebhookSecret: boolean;
  hasPreviousWebhookSecret: boolean;
  /** Whether it is known which account of the vendor it belongs to. */
  isAccountKnown: boolean;
};

/** What may be told of a connection. */
export function toInfo(row: ConnectionRow): ConnectionInfo {
  const { id, connector, label, kind, origin, plan, rateShare } = row;
  const { sources, subjectGroups, retentionDays, reportSettings, status, createdAt, updatedAt } = row;
  return {
    ...{ id, connector, label, kind, origin, plan, rateShare },
    ...{ sources, subjectGroups, retentionDays, reportSettings, status, createdAt, updatedAt },
    isAccountKnown: row.accountMark !== undefined,
    hasWebhookSecret: row.webhookSecret !== undefined,
    hasPreviousWebhookSecret: row.previousWebhookSecret !== undefined,
  };
}

/** Id of the connection that the environment describes. */
export const environmentId = 'default';
