import type { ServerResponse } from 'node:http';
import type { SpoiltDelivery } from './faults/fault-effect.js';
import type { Reply } from './reply.js';
import { serialiseJson } from './serialise-json.js';

/** Writes a reply, whole or spoilt by a fault. */
export function sendReply(response: ServerResponse, reply: Reply, delivery?: SpoiltDelivery): void {
  const text =
    typeof reply.body === 'string' ? reply.body : reply.body === undefined ? '' : serialiseJson(reply.body);
  const body = Buffer.from(text);
  response.writeHead(reply.status, {
    ...(body.length > 0 ? { 'Content-Type': 'application/json;charset=UTF-8' } : {}),
    ...reply.headers,
    'Content-Length': body.length,
  });
  if (!delivery) {
    response.end(body);
    return;
  }
  const part = body.subarray(0, delivery.afterBytes ?? Math.floor(body.length / 2));
  response.write(part, () => endSpoilt(response, delivery));
}

/** What follows the part that was sent: nothing, the end of the connection, or its reset. */
export function endSpoilt(response: ServerResponse, { kind }: SpoiltDelivery): void {
  if (kind === 'truncate') response.destroy();
  if (kind === 'reset-body') response.socket?.resetAndDestroy();
}
