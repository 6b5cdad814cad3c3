import { z } from 'zod';
import type { Connection, VendorSettings } from '../connections/connection.js';
import { environmentId } from '../connections/connection.js';
import type { Connector } from '../contract/index.js';
import { AppError } from '../errors.js';
import type { EnvironmentReader } from './environment-reader.js';
import { address, idList, mediaHosts, required } from './fields.js';

/** What the environment says of a vendor; each name stands behind the prefix that the connector declares. */
const vendorSchema = z.object({
  API_URL: address.optional(),
  OAUTH_URL: address.optional(),
  MEDIA_HOSTS: mediaHosts,
  WEBHOOK_SECRET: z.string().min(1).optional(),
});

const connectionSchema = (plans: readonly string[]) =>
  z.object({
    ACCOUNT_ID: required('the account id of the Server-to-Server OAuth app'),
    CLIENT_ID: required('the client id of the Server-to-Server OAuth app'),
    CLIENT_SECRET: required('the client secret of the Server-to-Server OAuth app'),
    SUBJECT_GROUPS: idList,
    PLAN: z.enum(plans, `must be the plan of the account: ${plans.join(', ')}`),
  });

/** Without any of these the environment describes no connection. */
const connectionNames = ['ACCOUNT_ID', 'CLIENT_ID', 'CLIENT_SECRET', 'PLAN'];

const prefixOf = ({ settings }: Connector) => `${settings.prefix}_`;

/** Reads the addresses of a vendor. What is returned gives them, with what all vendors share. */
export function readVendor(
  reader: EnvironmentReader,
  connector: Connector,
): (shared: Pick<VendorSettings, 'rateShare' | 'proxy'>) => VendorSettings {
  const values = reader.read(vendorSchema, prefixOf(connector));
  return (shared) => {
    const { API_URL, OAUTH_URL, MEDIA_HOSTS, WEBHOOK_SECRET } = values();
    return {
      apiUrl: API_URL ?? connector.settings.apiUrl,
      isApiUrlExplicit: API_URL !== undefined,
      oauthUrl: OAUTH_URL ?? connector.settings.oauthUrl,
      mediaHosts: MEDIA_HOSTS,
      webhookSecret: WEBHOOK_SECRET,
      ...shared,
    };
  };
}

/** Reads the connection of one connector. What is returned gives it. */
export function readConnection(
  reader: EnvironmentReader,
  connector: Connector,
): (settings: VendorSettings) => Connection {
  const values = reader.read(connectionSchema(connector.plans), prefixOf(connector));
  return ({ webhookSecret: _ofAll, ...settings }) => {
    const { ACCOUNT_ID: accountId, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, ...own } = values();
    const { PLAN: plan, SUBJECT_GROUPS: subjectGroups } = own;
    const credentials = { accountId, clientId, clientSecret };
    return { ...settings, id: environmentId, connector: connector.id, plan, subjectGroups, credentials };
  };
}

/** The connector whose connection the environment describes. Throws AppError where it describes several. */
export function findDescribed(
  reader: EnvironmentReader,
  connectors: readonly Connector[],
): Connector | undefined {
  const described = connectors.filter((connector) =>
    connectionNames.some((name) => {
      const full = `${prefixOf(connector)}${name}`;
      return reader.has(full) || reader.has(`${full}_FILE`);
    }),
  );
  if (described.length > 1)
    throw new AppError(
      'invalid_configuration',
      `The environment can describe one connection, and there are variables for several: ${namesOf(described)}. Keep those of one, and make the other connections over HTTP.`,
    );
  return described[0];
}

/** Says which variables describe a connection, where none of them is set. */
export function missingConnection(reader: EnvironmentReader, connectors: readonly Connector[]): unknown {
  const [first] = connectors;
  if (!first || connectors.length > 1)
    return new AppError(
      'invalid_configuration',
      `The environment describes no connection. Set the variables of one: ${namesOf(connectors)}; or name a connection with --connection.`,
    );
  try {
    reader.read(connectionSchema(first.plans), prefixOf(first))();
    return undefined;
  } catch (error) {
    return error;
  }
}

const namesOf = (connectors: readonly Connector[]) =>
  connectors.map((one) => connectionNames.map((name) => `${prefixOf(one)}${name}`).join(', ')).join('; ');
