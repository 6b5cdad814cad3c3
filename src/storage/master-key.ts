import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { SettingStore } from './setting-store.js';
import { createVault, type Vault } from './vault.js';

const keyBytes = 32;
const keyFile = 'master.key';
const checkName = 'master_key_check';
const checkPlace = { table: 'settings', column: 'value', row: checkName };

/** Where the master key comes from. */
export interface MasterKeyNeeds {
  settings: SettingStore;
  /** The data folder, for a key of its own. */
  folder: string;
  /** The configured key; absent: the data folder's, made when there is none. */
  given?: string;
  logger: Logger;
}

/**
 * Opens the vault. The database remembers which key it was written with: throws AppError when that key is
 * missing or another one is given, and never replaces it.
 */
export async function openVault({ settings, folder, given, logger }: MasterKeyNeeds): Promise<Vault> {
  const check = await settings.find(checkName);
  const key =
    given === undefined
      ? parseKey(
          readKeyFile(folder) ?? makeKeyFile(folder, check, logger),
          'The master.key in the data folder',
        )
      : parseKey(given, 'DSAR_MASTER_KEY');
  const vault = createVault(key);
  if (check === undefined) await settings.insert(checkName, vault.sealOwn(checkPlace, checkName));
  else if (!opens(vault, check))
    throw new AppError(
      'invalid_configuration',
      'The master key is not the one the secrets in the data folder were encrypted with. Set DSAR_MASTER_KEY (or its _FILE) to that key, or put its master.key back into the data folder.',
    );
  return vault;
}

function opens(vault: Vault, check: string): boolean {
  try {
    return vault.openOwn(checkPlace, check) === checkName;
  } catch {
    return false; // the wrong key
  }
}

function readKeyFile(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, keyFile), 'utf8').trim();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new AppError('invalid_configuration', 'The file master.key in the data folder cannot be read.', {
      cause,
    });
  }
}

function makeKeyFile(folder: string, check: string | undefined, logger: Logger): string {
  if (check !== undefined)
    throw new AppError(
      'invalid_configuration',
      'The data folder holds encrypted secrets, but their master key is missing. Set DSAR_MASTER_KEY (or its _FILE) to it, or put master.key back into the data folder.',
    );
  const text = randomBytes(keyBytes).toString('base64');
  const file = openSync(join(folder, keyFile), 'wx', 0o600);
  try {
    writeSync(file, `${text}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  logger.warn(
    {},
    'a master key was made in the data folder (master.key): back it up apart from the data, or set DSAR_MASTER_KEY',
  );
  return text;
}

/** 32 bytes, as 64 hexadecimal digits or in base64. */
function parseKey(text: string, name: string): Buffer {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (key.length === keyBytes && /^[\w+/=-]+$/.test(text)) return key;
  throw new AppError(
    'invalid_configuration',
    `${name} must be 32 bytes in base64 or as 64 hexadecimal digits, such as "openssl rand -base64 32" prints.`,
  );
}
