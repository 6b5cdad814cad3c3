import { Readable } from 'node:stream';
import type { Incoming, Outgoing, Send } from '../../src/upstream/send.js';

/** An answer of a scripted vendor; an object is written as JSON. */
export interface ScriptedAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A `send` that gives these answers in turn, the last one for ever; an error is thrown. */
export function scriptedSend(answers: readonly (ScriptedAnswer | Error)[]): Send & { requests: Outgoing[] } {
  const requests: Outgoing[] = [];
  const send: Send = (request) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)] ?? {};
    requests.push(request);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(toIncoming(answer));
  };
  return Object.assign(send, { requests });
}

function toIncoming({ status = 200, headers = {}, body = {} }: ScriptedAnswer): Incoming {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers, body: Readable.from([Buffer.from(text)]) };
}
