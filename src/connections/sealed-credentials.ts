import { AppError } from '../errors.js';
import type { ConnectionRow } from '../storage/connection-store.js';
import type { Cell, Vault } from '../storage/vault.js';
import type { Credentials } from './connection.js';
import type { SecretReader } from './secret-reader.js';

/** Credentials of connections: sealed at rest, and given in full or as a reference. */
export class SealedCredentials {
  constructor(
    private readonly vault: Vault,
    private readonly secrets: SecretReader,
  ) {}

  /** What is stored of a connection's credentials. */
  seal(id: string, dataKey: string, credentials: Credentials): string {
    return this.vault.seal(id, dataKey, cellOf(id), JSON.stringify(credentials));
  }

  /** The credentials as they were given. Throws AppError when the row holds none. */
  open({ id, dataKey, credentials }: ConnectionRow): Credentials {
    if (credentials === undefined)
      throw new AppError(
        'invalid_configuration',
        'The credentials of this connection are not in the environment any more. Set them, or remove the connection.',
      );
    return JSON.parse(this.vault.open(id, dataKey, cellOf(id), credentials)) as Credentials;
  }

  /**
   * The credentials themselves. The client id stands in the address of the consent page, so it is never read from
   * a reference. Rejects with AppError when one leads nowhere.
   */
  async resolve({ accountId, clientId, clientSecret }: Credentials): Promise<Credentials> {
    return {
      accountId: accountId === undefined ? undefined : await this.secrets.read(accountId),
      clientId,
      clientSecret: await this.secrets.read(clientSecret),
    };
  }

  /** A mark by which two connections of one account are known; undefined: the account is not known yet. */
  markOf({ accountId }: Credentials): string | undefined {
    return accountId === undefined ? undefined : this.vault.mark(accountId);
  }
}

const cellOf = (id: string): Cell => ({ table: 'connections', column: 'credentials', row: id });
