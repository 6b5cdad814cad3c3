import { AppError } from '../errors.js';
import type { ConnectionRow, ConnectionStore } from '../storage/connection-store.js';

/**
 * Two connections of one account would be two paces, and together break its limits. Accounts of two vendors may have
 * the same id. Throws AppError when another connection has the account already.
 */
export async function refuseSecond(
  store: ConnectionStore,
  { id, connector, accountMark }: Pick<ConnectionRow, 'id' | 'connector' | 'accountMark'>,
): Promise<void> {
  if (accountMark === undefined) return;
  const same = (await store.list()).find(
    (row) => row.id !== id && row.connector === connector && row.accountMark === accountMark,
  );
  if (same)
    throw new AppError(
      'account_already_connected',
      `This account is connected already, as connection ${same.id}. Use or remove that one: two connections would share one rate limit without knowing of each other.`,
    );
}
