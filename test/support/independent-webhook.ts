import { createRequire } from 'node:module';

interface Verifier {
  verify(body: string, headers: Record<string, string>): unknown;
}

const { Webhook } = createRequire(import.meta.url)('standardwebhooks') as {
  Webhook: new (secret: string) => Verifier;
};

/** What a receiver reads from a message, by another implementation of Standard Webhooks than ours. Throws when it is forged. */
export const readMessage = (secret: string, { body, headers }: { body: string; headers: object }) =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as Message;

/** The body of a message. */
export interface Message {
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
}
