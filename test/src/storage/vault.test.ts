import { createDecipheriv } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createVault, type Cell } from '../../../src/storage/vault.js';

const masterKey = Buffer.alloc(32, 7);
const vault = createVault(masterKey);
const place: Cell = { table: 'connections', column: 'tokens', row: 'one' };
const key = vault.newKey('one');

describe('a sealed text', () => {
  test.each(['secret', '', 'ä€😀', '{"a":"b"}', 'x'.repeat(100_000), 'a.b.c'])(
    'opens as it was (%#)',
    (text) => {
      expect(vault.open('one', key, place, vault.seal('one', key, place, text))).toBe(text);
      expect(vault.openOwn(place, vault.sealOwn(place, text))).toBe(text);
    },
  );

  test('does not hold the text, and is another one every time', () => {
    const sealed = Array.from({ length: 100 }, () => vault.seal('one', key, place, 'secret-text'));
    expect(new Set(sealed).size).toBe(100);
    const ivs = sealed.map((text) => text.split('.')[2]);
    expect(new Set(ivs).size).toBe(100);
    for (const text of sealed)
      expect(Buffer.from(text.split('.')[3] ?? '', 'base64url').includes('secret')).toBe(false);
  });

  test('names the version of its form and of its key, and has an IV of 96 and a tag of 128 bits', () => {
    const [form, version, iv, body, ...more] = vault.sealOwn(place, 'text').split('.');
    expect([form, version, more]).toEqual(['v1', 'k1', []]);
    expect(Buffer.from(iv ?? '', 'base64url')).toHaveLength(12);
    expect(Buffer.from(body ?? '', 'base64url')).toHaveLength('text'.length + 16);
  });

  test('is AES-256-GCM under the master key, bound to its place', () => {
    const [, , iv = '', body = ''] = vault.sealOwn(place, 'text').split('.');
    const bytes = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', masterKey, Buffer.from(iv, 'base64url'));
    decipher.setAAD(Buffer.from('["v1","k1","connections","tokens","one"]')).setAuthTag(bytes.subarray(-16));
    expect(decipher.update(bytes.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8')).toBe('text');
  });
});

describe('a sealed text does not open', () => {
  const sealed = vault.seal('one', key, place, 'secret');

  test.each<[string, Partial<Cell>]>([
    ['table', { table: 'consents' }],
    ['column', { column: 'credentials' }],
    ['row', { row: 'two' }],
    ['row that only looks alike', { row: 'one ' }],
  ])('in another %s', (_, other) => {
    expect(() => vault.open('one', key, { ...place, ...other }, sealed)).toThrow();
  });

  test('with the parts of its place cut in another way', () => {
    const own = vault.sealOwn({ table: 'a', column: 'bc', row: 'd' }, 'secret');
    for (const other of [
      { table: 'ab', column: 'c', row: 'd' },
      { table: 'a', column: 'b', row: 'cd' },
      { table: 'a","bc', column: 'd', row: '' },
    ])
      expect(() => vault.openOwn(other, own)).toThrow();
  });

  test('with the key of another connection, or another key of the same', () => {
    expect(() => vault.open('two', vault.newKey('two'), place, sealed)).toThrow();
    expect(() => vault.open('one', vault.newKey('one'), place, sealed)).toThrow();
  });

  test('for a connection that was given the key of another: a wrapped key opens for its owner only', () => {
    expect(() => vault.open('two', key, place, sealed)).toThrow();
  });

  test('under another master key', () => {
    const other = createVault(Buffer.alloc(32, 8));
    expect(() => other.open('one', key, place, sealed)).toThrow();
    expect(() => other.openOwn(place, vault.sealOwn(place, 'secret'))).toThrow();
  });

  test('when any of its bytes is changed', () => {
    const [form = '', version = '', iv = '', body = ''] = sealed.split('.');
    for (const [index, part] of [iv, body].entries()) {
      const bytes = Buffer.from(part, 'base64url');
      for (let at = 0; at < bytes.length; at += 1) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8((changed.readUInt8(at) ^ 1) & 0xff, at);
        const parts =
          index === 0 ? [changed.toString('base64url'), body] : [iv, changed.toString('base64url')];
        expect(() => vault.open('one', key, place, [form, version, ...parts].join('.'))).toThrow();
      }
    }
  });

  test.each<[string, (text: string) => string]>([
    ['empty', () => ''],
    ['cut', (text) => text.slice(0, -5)],
    ['without its tag', (text) => text.split('.').slice(0, 3).join('.')],
    ['of a later form', (text) => text.replace(/^v1/, 'v2')],
    ['of a later key', (text) => text.replace('.k1.', '.k2.')],
    ['without a version', (text) => text.split('.').slice(2).join('.')],
    ['with a tag of four bytes', (text) => shortened(text, 4)],
    ['with no text and a tag of twelve bytes', (text) => shortened(text, 12)],
  ])('%s', (_, change) => {
    expect(() => vault.open('one', key, place, change(sealed))).toThrow();
  });

  const shortened = (text: string, bytes: number) => {
    const [form, version, iv, body = ''] = text.split('.');
    return [form, version, iv, Buffer.from(body, 'base64url').subarray(0, bytes).toString('base64url')].join(
      '.',
    );
  };
});

describe('a mark', () => {
  test('is the same for the same text under the same master key, and tells it to nobody else', () => {
    expect(vault.mark('account-1')).toBe(createVault(masterKey).mark('account-1'));
    expect(vault.mark('account-1')).not.toBe(vault.mark('account-2'));
    expect(vault.mark('account-1')).not.toBe(createVault(Buffer.alloc(32, 8)).mark('account-1'));
    expect(vault.mark('account-1')).not.toContain('account');
  });
});
