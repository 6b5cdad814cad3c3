import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { apiReply, type ApiRequest } from './api-reply.js';
import type { CallLogEntry } from './call-log-entry.js';
import type { CallLog } from './call-log.js';
import { downloadReply } from './download-reply.js';
import { entryOf } from './entry-of.js';
import { faultEffect, type FaultEffect } from './faults/fault-effect.js';
import type { FaultList } from './faults/fault-list.js';
import type { RateLimiter } from './limits/rate-limiter.js';
import { matchOperation, type OperationMatch } from './match-operation.js';
import { oauthReply, type OauthEndpoint } from './oauth/oauth-reply.js';
import type { ClientCredentials } from './oauth/require-client.js';
import type { OauthDesk } from './oauth/token-endpoint.js';
import type { Reply } from './reply.js';
import { sendReply } from './send-reply.js';
import { serialiseJson } from './serialise-json.js';
import { splitPath } from './split-path.js';
import { unquotedScopeReply } from './unquoted-scope-reply.js';

/** What answers the API, the OAuth endpoints and recording URLs. */
export interface ApiDesk extends OauthDesk {
  client: ClientCredentials;
  log: CallLog;
  limiter: RateLimiter;
  faults: FaultList;
}

/** Addresses of recordings, archived files, and files that were sent in meetings or messages. */
const recordingPaths = /^\/(?:rec\/(?:archive\/(?:attached\/)?)?|file\/)download\//;

const oauthPaths: Record<string, OauthEndpoint> = {
  '/oauth/token': 'token',
  '/oauth/authorize': 'authorize',
  '/oauth/revoke': 'revoke',
};

/** Answers one request of the API and OAuth origin: log, fault, delay, proper answer. */
export async function handleApiRequest(
  request: IncomingMessage,
  response: ServerResponse,
  desk: ApiDesk,
): Promise<void> {
  const { path, query } = splitPath(request.url ?? '');
  const match = path.startsWith('/v2/') ? matchOperation(path.slice('/v2'.length)) : undefined;
  const call = entryOf(request, nameOf(path, match));
  desk.log.add(call);
  const asked: ApiRequest = { call, path, query, match, authorization: request.headers.authorization };
  const effect = effectOf(asked, desk);
  if (effect?.do === 'reset') request.socket.resetAndDestroy();
  if (effect?.do === 'reset' || effect?.do === 'stall') return;
  if (desk.state.settings.latencyMs > 0) await delay(desk.state.settings.latencyMs);
  const reply = await replyTo(request, asked, effect, desk);
  call.status = reply.status;
  sendReply(response, reply, effect?.do === 'deliver' ? effect.delivery : undefined);
}

function nameOf(
  path: string,
  match: OperationMatch | undefined,
): Pick<CallLogEntry, 'operation' | 'family' | 'label'> {
  if (match) {
    const { template, family, label } = match.operation;
    return { operation: template, family, label };
  }
  const unlabelled = recordingPaths.test(path) ? 'download' : (oauthPaths[path] ?? 'unknown');
  return { operation: unlabelled, family: 'none', label: 'none' };
}

function effectOf({ call, query }: ApiRequest, { faults, state }: ApiDesk): FaultEffect | undefined {
  const faulty = { operation: call.operation, path: call.path, query };
  const fault = faults.take(faulty);
  return fault && faultEffect(fault, faulty, call, state.settings.now());
}

async function replyTo(
  request: IncomingMessage,
  asked: ApiRequest,
  effect: FaultEffect | undefined,
  desk: ApiDesk,
): Promise<Reply> {
  if (effect?.do === 'answer') return effect.reply;
  if (effect?.do === 'refuse-scope') return unquotedScopeReply(asked);
  if (effect?.do === 'repeat-page') return repeatedPage(await properReply(request, onFirstPage(asked), desk));
  const reply = await properReply(request, asked, desk);
  const { body } = reply;
  if (effect?.do === 'change' && typeof body === 'object' && body !== null && !Array.isArray(body)) {
    return { ...reply, body: effect.change(body) };
  }
  if (effect?.do !== 'cut-json' || body === undefined) return reply;
  const text = serialiseJson(body);
  return { ...reply, body: text.slice(0, Math.ceil(text.length / 2)) };
}

function onFirstPage(asked: ApiRequest): ApiRequest {
  const query = new URLSearchParams(asked.query);
  query.delete('next_page_token');
  return { ...asked, query };
}

function repeatedPage(reply: Reply): Reply {
  const { body } = reply;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return reply;
  return { ...reply, body: { ...body, next_page_token: 'the-same-token' } };
}

function properReply(request: IncomingMessage, asked: ApiRequest, desk: ApiDesk): Reply | Promise<Reply> {
  const endpoint = oauthPaths[asked.path];
  if (endpoint) return oauthReply(endpoint, request, asked.query, desk.client, desk);
  if (asked.call.operation === 'download') return downloadReply(asked.path, asked.authorization, desk.state);
  return apiReply(asked, desk.state, desk.limiter);
}
