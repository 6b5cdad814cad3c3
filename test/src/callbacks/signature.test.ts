import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createKey, createSecret, publicHalf, signedHeaders } from '../../../src/callbacks/signature.js';
import { readMessage } from '../../support/independent-webhook.js';

const message = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
};

describe('the signature of a message', () => {
  test('is that of the example of Standard Webhooks', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    expect(signedHeaders({ hmac: [{ secret }] }, message)).toEqual({
      'webhook-id': message.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  test('is taken by another implementation with the old and with the new secret, until the old one ends', () => {
    const [old, next] = [createSecret(), createSecret()];
    const timestamp = Math.floor(Date.now() / 1_000);
    const at = (until: number) => ({
      headers: signedHeaders({ hmac: [{ secret: next }, { secret: old, until }] }, { ...message, timestamp }),
      body: message.body,
    });
    const both = at(Date.now() + 60_000);
    expect([readMessage(old, both), readMessage(next, both)]).toEqual([
      { test: 2432232314 },
      { test: 2432232314 },
    ]);
    const one = at(timestamp * 1_000);
    expect(() => readMessage(old, one)).toThrow();
    expect(readMessage(next, one)).toEqual({ test: 2432232314 });
    expect(() => readMessage(next, { ...one, body: '{"test": 1}' })).toThrow();
  });

  test('by Ed25519 is checked with the public key alone', () => {
    const key = createKey();
    const { 'webhook-signature': signature = '' } = signedHeaders({ hmac: [], ed25519: key }, message);
    const x = Buffer.from(publicHalf(key).slice('whpk_'.length), 'base64').toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const content = Buffer.from(`${message.id}.${message.timestamp}.${message.body}`);
    expect(signature.startsWith('v1a,')).toBe(true);
    const bytes = Buffer.from(signature.slice(4), 'base64');
    expect([
      verify(null, content, publicKey, bytes),
      verify(null, Buffer.from('x'), publicKey, bytes),
    ]).toEqual([true, false]);
  });
});
