import type { Clock } from '../clock.js';
import { AppError } from '../errors.js';
import type { Store } from '../storage/store.js';
import type { Vault } from '../storage/vault.js';
import { environmentId, type Connection } from './connection.js';
import { refuseSecond } from './refuse-second.js';
import type { SealedCredentials } from './sealed-credentials.js';

/** What keeping the connection of the environment needs. */
export interface EnvironmentNeeds {
  store: Store;
  vault: Vault;
  credentials: SealedCredentials;
  clock: Clock;
}

/** Brings the row of the environment's connection up to date; makes it at the first start. */
export async function takeFromEnvironment(
  { store, vault, credentials: sealed, clock }: EnvironmentNeeds,
  { plan, rateShare, credentials, connector, subjectGroups: named }: Connection,
): Promise<void> {
  const accountMark = sealed.markOf(credentials);
  await store.transaction(async ({ connections }) => {
    await refuseSecond(connections, { id: environmentId, connector, accountMark });
    const kept = await connections.find(environmentId);
    // What was set over HTTP stays where the environment names none: a limit is never lifted by leaving it out.
    const subjectGroups = named ? [...named] : kept?.subjectGroups;
    const facts = { plan, rateShare, subjectGroups, accountMark, kind: 'server_to_server' as const };
    if (kept) {
      if (kept.connector !== connector)
        throw new AppError(
          'invalid_configuration',
          `The connection "${environmentId}" of this data folder belongs to the connector "${kept.connector}", and the environment describes one of "${connector}". Use another data folder, or make the connection over HTTP.`,
        );
      // Tokens of other credentials are of no use.
      if (kept.accountMark !== accountMark) await connections.saveTokens(environmentId, undefined);
      await connections.change(environmentId, { ...facts, status: 'connected' }, clock.now());
      return;
    }
    await connections.insert({
      ...{ id: environmentId, connector, label: 'From the environment', origin: 'environment', ...facts },
      ...{ status: 'connected', dataKey: vault.newKey(environmentId) },
      createdAt: clock.now(),
      updatedAt: clock.now(),
    });
  });
}
