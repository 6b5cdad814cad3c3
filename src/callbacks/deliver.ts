import type { Readable } from 'node:stream';
import { Refusal } from '../upstream/refusal.js';
import { readRetryAfter } from '../upstream/retry-after.js';
import type { Send } from '../upstream/send.js';
import type { CallbackDelivery } from '../model/callback.js';
import { isNamed, type NamedHosts } from './address.js';

/** How one attempt ended. */
export interface AttemptEnd {
  /** HTTP status; absent: there was no answer. */
  status?: number;
  /** Why there was none. */
  fault?: 'address_refused' | 'no_answer';
  /** How long the receiver asks to be left alone. */
  askedMs?: number;
}

/** Longest time an attempt may take. */
export const attemptMs = 15_000;

/** What is read of an answer, so that its connection can be used again. */
const mostRead = 4_096;

/** Posts a message once. Never follows a redirect, never throws; only public addresses are connected to, and named hosts. */
export async function deliver(
  send: Send,
  { url: text, body }: Pick<CallbackDelivery, 'url' | 'body'>,
  headers: Record<string, string>,
  { named, now, signal }: { named: NamedHosts; now: number; signal: AbortSignal },
): Promise<AttemptEnd> {
  try {
    const url = new URL(text);
    const answer = await send({
      ...{ url, method: 'POST', body, raw: true, publicOnly: !isNamed(url, named) },
      headers: { 'content-type': 'application/json', ...headers },
      signal: AbortSignal.any([signal, AbortSignal.timeout(attemptMs)]),
    });
    void drop(answer.body);
    const { 'retry-after': asked, date } = answer.headers;
    return { status: answer.status, askedMs: readRetryAfter(asked, now, date) };
  } catch (error) {
    const isRefused = error instanceof Refusal && error.reason === 'address_refused';
    return { fault: isRefused ? 'address_refused' : 'no_answer' };
  }
}

/** Reads a short answer to its end, and hangs up on a long or slow one. */
async function drop(body: Readable): Promise<void> {
  const timer = setTimeout(() => body.destroy(), 1_000).unref();
  let read = 0;
  try {
    for await (const chunk of body) if ((read += (chunk as Buffer).length) > mostRead) break;
  } catch {
    // what a receiver says beside its status changes nothing
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
}
