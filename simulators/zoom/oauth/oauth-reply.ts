import type { IncomingMessage } from 'node:http';
import type { Reply } from '../reply.js';
import { authorizeReply } from './authorize-endpoint.js';
import { OauthRefusal } from './oauth-refusal.js';
import { requireClient, type ClientCredentials } from './require-client.js';
import { revokeAnswer } from './revoke-endpoint.js';
import { tokenAnswer, type OauthDesk } from './token-endpoint.js';

/** The OAuth endpoints, named as in the call log. */
export type OauthEndpoint = 'token' | 'authorize' | 'revoke';

const largestBodyBytes = 65_536;

/** Answers an OAuth request; parameters may stand in the query or in a form body. */
export async function oauthReply(
  endpoint: OauthEndpoint,
  request: IncomingMessage,
  query: URLSearchParams,
  client: ClientCredentials,
  desk: OauthDesk,
): Promise<Reply> {
  if (endpoint === 'authorize') return authorizeReply(query, request.url ?? '', client, desk);
  try {
    const parameters = new URLSearchParams([...query, ...(await formOf(request))]);
    if (request.method !== 'POST')
      throw new OauthRefusal(400, 'invalid_request', 'Request method not supported');
    requireClient(request.headers.authorization, client);
    const body = endpoint === 'token' ? tokenAnswer(parameters, desk) : revokeAnswer(parameters, desk);
    return { status: 200, headers: { 'Cache-Control': 'no-store' }, body };
  } catch (error) {
    if (!(error instanceof OauthRefusal)) throw error;
    return { status: error.status, body: { reason: error.reason, error: error.error } };
  }
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestBodyBytes) throw new OauthRefusal(400, 'invalid_request', 'Bad Request');
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
