import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectors } from '../../connectors/index.js';
import { readConfig, readStorageConfig } from '../../src/config.js';
import { AppError } from '../../src/errors.js';

const complete = {
  ZOOM_ACCOUNT_ID: 'the-account',
  ZOOM_CLIENT_ID: 'the-client',
  ZOOM_CLIENT_SECRET: 'the-secret',
  ZOOM_PLAN: 'business',
};
type Environment = Record<string, string | undefined>;
const read = (changes: Environment = {}) => readConfig(connectors, { ...complete, ...changes });

function refusalOf(changes: Environment): AppError {
  try {
    read(changes);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe('invalid_configuration');
    return error as AppError;
  }
  throw new Error(`It was accepted: ${JSON.stringify(changes)}`);
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (content: string) => {
  const path = join(folder, 'secret');
  writeFileSync(path, content);
  return path;
};

describe('the configuration', () => {
  test('has defaults for everything but the account', () => {
    expect(read()).toEqual({
      dataDir: './data',
      masterKey: undefined,
      sealFiles: true,
      silenceMs: 20_000,
      callbacks: { hosts: [] },
      server: {
        ...{ host: '127.0.0.1', port: 8080 },
        ...{ bootstrapKey: undefined, publicUrl: undefined },
        ...{ callsPerMinute: 1_200, mostWaiting: 1_000 },
      },
      vendors: {
        zoom: {
          ...{ rateShare: 0.75, mediaHosts: [], apiUrl: 'https://api.zoom.us/v2', isApiUrlExplicit: false },
          ...{ oauthUrl: 'https://zoom.us/oauth', webhookSecret: undefined },
        },
      },
      connection: {
        ...{ id: 'default', connector: 'zoom', plan: 'business', rateShare: 0.75, mediaHosts: [] },
        ...{ apiUrl: 'https://api.zoom.us/v2', isApiUrlExplicit: false, oauthUrl: 'https://zoom.us/oauth' },
        credentials: { accountId: 'the-account', clientId: 'the-client', clientSecret: 'the-secret' },
      },
    });
  });

  test('takes every variable', () => {
    const config = read({
      ...{ DSAR_PORT: '0', DSAR_HOST: '0.0.0.0', DSAR_DATA_DIR: '/srv/dsar', DSAR_RATE_SHARE: '0.8' },
      ...{
        DSAR_MASTER_KEY: 'm4ster',
        DSAR_CALLS_PER_MINUTE: '30',
        DSAR_MOST_WAITING: '5',
        DSAR_SILENCE_SECONDS: '90',
        DSAR_PUBLIC_URL: 'https://dsar.example.com/',
        ZOOM_WEBHOOK_SECRET: 'h00k',
      },
      ...{ DSAR_BOOTSTRAP_KEY: 'k3y!', ZOOM_API_URL: 'https://api.example.com/v2/', ZOOM_PLAN: 'free' },
      ...{
        ZOOM_OAUTH_URL: 'https://example.com/oauth',
        ZOOM_MEDIA_HOSTS: ' Files.example.com, 10.0.0.1:8443 ,,[::1]:9',
      },
    });
    expect(config.server).toEqual({
      ...{ host: '0.0.0.0', port: 0, bootstrapKey: 'k3y!' },
      publicUrl: 'https://dsar.example.com',
      ...{ callsPerMinute: 30, mostWaiting: 5 },
    });
    expect(config.vendors.zoom?.webhookSecret).toBe('h00k');
    expect(config.silenceMs).toBe(90_000);
    expect(config.masterKey).toBe('m4ster');
    expect(config.dataDir).toBe('/srv/dsar');
    expect(config.connection).toMatchObject({
      ...{ plan: 'free', rateShare: 0.8, apiUrl: 'https://api.example.com/v2', isApiUrlExplicit: true },
      ...{
        oauthUrl: 'https://example.com/oauth',
        mediaHosts: ['files.example.com', '10.0.0.1:8443', '[::1]:9'],
      },
    });
  });

  test('is frozen, also inside', () => {
    const config = read();
    for (const part of [
      config,
      config.server,
      config.connection,
      config.connection?.credentials,
      config.connection?.mediaHosts,
    ])
      expect(Object.isFrozen(part)).toBe(true);
  });

  test('empty variables count as absent', () => {
    expect(read({ DSAR_PORT: '', DSAR_RATE_SHARE: '', ZOOM_API_URL: '', DSAR_BOOTSTRAP_KEY: '' })).toEqual(
      read(),
    );
    for (const name of Object.keys(complete)) expect(refusalOf({ [name]: '' }).message).toContain(name);
  });

  test.each(Object.keys(complete))('%s is required', (name) => {
    expect(refusalOf({ [name]: undefined }).message).toContain(name);
  });

  test.each<[string, string]>([
    ['DSAR_PORT', '65536'],
    ['DSAR_PORT', '-1'],
    ['DSAR_PORT', '80.5'],
    ['DSAR_PORT', 'eighty'],
    ['DSAR_PORT', '8080x'],
    ['DSAR_PORT', 'Infinity'],
    ['DSAR_PORT', '   '],
    ['DSAR_PORT', '0x1F90'],
    ['DSAR_RATE_SHARE', '0.81'],
    ['DSAR_RATE_SHARE', '0.8000001'],
    ['DSAR_RATE_SHARE', '1'],
    ['DSAR_RATE_SHARE', '75'],
    ['DSAR_RATE_SHARE', '75%'],
    ['DSAR_RATE_SHARE', '0'],
    ['DSAR_RATE_SHARE', '-0.5'],
    ['DSAR_RATE_SHARE', 'NaN'],
    ['DSAR_RATE_SHARE', '0,75'],
    ['DSAR_RATE_SHARE', '  '],
    ['DSAR_BOOTSTRAP_KEY', 'with space'],
    ['DSAR_BOOTSTRAP_KEY', 'ünïcode'],
    ['DSAR_BOOTSTRAP_KEY', 'line\nfeed'],
    ['ZOOM_PLAN', 'enterprise-xyz'],
    ['ZOOM_PLAN', 'Business'],
    ['ZOOM_PLAN', '__proto__'],
    ['ZOOM_API_URL', 'api.zoom.us/v2'],
    ['ZOOM_API_URL', 'ftp://api.zoom.us/v2'],
    ['ZOOM_API_URL', 'http://api.zoom.us/v2'],
    ['ZOOM_API_URL', 'http://127.0.0.1.evil.example/v2'],
    ['ZOOM_API_URL', 'http://localhost.evil.example/v2'],
    ['ZOOM_API_URL', 'http://10.0.0.1/v2'],
    ['ZOOM_API_URL', 'http://0.0.0.0:8080/v2'],
    ['ZOOM_API_URL', 'http://[::2]/v2'],
    ['ZOOM_API_URL', 'https://user:hunter2@api.zoom.us/v2'],
    ['ZOOM_API_URL', 'https://api.zoom.us/v2?key=hunter2'],
    ['ZOOM_API_URL', 'https://api.zoom.us/v2#hunter2'],
    ['ZOOM_API_URL', 'javascript:alert(1)'],
    ['ZOOM_OAUTH_URL', 'http://zoom.us/oauth'],
    ['ZOOM_OAUTH_URL', 'zoom'],
    ['ZOOM_MEDIA_HOSTS', 'https://files.example.com'],
    ['ZOOM_MEDIA_HOSTS', 'files.example.com/path'],
    ['ZOOM_MEDIA_HOSTS', '*.example.com'],
    ['ZOOM_MEDIA_HOSTS', 'good.example.com,user@bad.example.com'],
    ['ZOOM_MEDIA_HOSTS', 'files.example.com:port'],
    ['ZOOM_MEDIA_HOSTS', 'files.example.com:99999'],
    ['ZOOM_MEDIA_HOSTS', 'two words'],
  ])('%s = %j is refused by name, and its value is not told', (name, value) => {
    const { message } = refusalOf({ [name]: value });
    expect(message).toContain(name);
    if (value.trim().length > 3) expect(message).not.toContain(value);
    expect(message).not.toContain('hunter2');
  });

  test.each<[string, string]>([
    ['ZOOM_API_URL', 'http://127.0.0.1:9000/v2'],
    ['ZOOM_API_URL', 'http://localhost:9000/v2'],
    ['ZOOM_API_URL', 'http://[::1]:9000/v2'],
    ['ZOOM_API_URL', 'http://127.8.9.1/v2'],
    ['ZOOM_OAUTH_URL', 'HTTPS://zoom.us/oauth'],
    ['DSAR_RATE_SHARE', '0.7'],
    ['DSAR_RATE_SHARE', '0.01'],
    ['ZOOM_MEDIA_HOSTS', 'localhost:1'],
    ['ZOOM_PLAN', 'pro'],
  ])('%s = %j is accepted', (name, value) => {
    expect(() => read({ [name]: value })).not.toThrow();
  });

  test('several errors are told at once', () => {
    const { message } = refusalOf({
      DSAR_PORT: 'x',
      ZOOM_PLAN: 'x',
      ZOOM_CLIENT_SECRET: undefined,
      DSAR_RATE_SHARE: '9',
    });
    for (const name of ['DSAR_PORT', 'ZOOM_PLAN', 'ZOOM_CLIENT_SECRET', 'DSAR_RATE_SHARE'])
      expect(message).toContain(name);
  });

  test('a secret’s file that cannot be read is told together with the other errors', () => {
    const { message } = refusalOf({
      DSAR_PORT: 'x',
      ZOOM_CLIENT_SECRET: undefined,
      ZOOM_CLIENT_SECRET_FILE: join(folder, 'no'),
    });
    for (const name of ['DSAR_PORT', 'ZOOM_CLIENT_SECRET_FILE']) expect(message).toContain(name);
  });

  test('variables of others are left alone', () => {
    expect(read({ ZOOM_UNKNOWN: 'x', PATH: '/bin', DSAR_X_FILE: '/no' })).toEqual(read());
  });
});

describe('secrets from files', () => {
  test.each([
    ['ZOOM_ACCOUNT_ID', 'accountId'],
    ['ZOOM_CLIENT_ID', 'clientId'],
    ['ZOOM_CLIENT_SECRET', 'clientSecret'],
  ] as const)('%s_FILE', (name, field) => {
    const config = read({ [name]: undefined, [`${name}_FILE`]: file(`from file\n`) });
    expect(config.connection?.credentials[field]).toBe('from file');
  });

  test('DSAR_BOOTSTRAP_KEY_FILE', () => {
    expect(read({ DSAR_BOOTSTRAP_KEY_FILE: file('k3y\r\n') }).server.bootstrapKey).toBe('k3y');
  });

  test('both forms at once are refused, without their values', () => {
    const { message } = refusalOf({ ZOOM_CLIENT_SECRET_FILE: file('other-secret') });
    expect(message).toContain('ZOOM_CLIENT_SECRET_FILE');
    expect(message).not.toMatch(/the-secret|other-secret/);
  });

  test.each([
    ['missing', () => join(folder, 'missing')],
    ['a folder', () => folder],
    ['empty', () => file('')],
    ['only white space', () => file(' \n')],
  ])('a file that is %s is refused by the variable’s name', (_name, path) => {
    const { message } = refusalOf({ ZOOM_CLIENT_SECRET: undefined, ZOOM_CLIENT_SECRET_FILE: path() });
    expect(message).toContain('ZOOM_CLIENT_SECRET');
  });

  test('an empty _FILE variable counts as absent', () => {
    expect(read({ ZOOM_CLIENT_SECRET_FILE: '' })).toEqual(read());
  });
});

describe('the configuration of commands that call nobody', () => {
  test('needs the data folder alone', () => {
    expect(readStorageConfig({})).toEqual({ dataDir: './data' });
    expect(readStorageConfig({ DSAR_DATA_DIR: '/x', DSAR_PORT: 'wrong' })).toEqual({ dataDir: '/x' });
  });

  test('reads no secret', () => {
    expect(readStorageConfig({ ZOOM_CLIENT_SECRET_FILE: join(folder, 'missing') })).toEqual({
      dataDir: './data',
    });
  });
});
