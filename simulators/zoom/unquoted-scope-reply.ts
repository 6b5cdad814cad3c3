import type { ApiRequest } from './api-reply.js';
import { missingScopesMessage } from './missing-scopes-message.js';
import type { Reply } from './reply.js';

/** The older refusal of a scope: its message holds bare quotes, so that the body is no JSON. */
export function unquotedScopeReply(request: ApiRequest): Reply {
  const scopes = request.match?.operation.scopes ?? { granular: ['user:read:user:admin'], classic: [] };
  const message = missingScopesMessage({ scopes: [], kind: 'account', expiresAt: 0 }, scopes);
  const quoted = message.replace(/\[(.*)\]/, (_, list: string) => `["${list.replaceAll(', ', '","')}"]`);
  return { status: 400, body: `{"code":104,"message":"${quoted}"}` };
}
