import type { Reply } from '../reply.js';
import type { ClientCredentials } from './require-client.js';
import type { OauthDesk } from './token-endpoint.js';

/** The consent page; `auto=allow` or `auto=deny` presses its button. Source: https://developers.zoom.us/docs/integrations/oauth/ */
export function authorizeReply(
  query: URLSearchParams,
  path: string,
  client: ClientCredentials,
  desk: OauthDesk,
): Reply {
  const redirectUri = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== client.clientId) return page(400, 'Invalid client_id (4702)');
  if (!/^https?:\/\/\S+$/.test(redirectUri)) return page(400, 'Invalid redirect (4709)');
  if (query.get('response_type') !== 'code') return page(400, 'Invalid response_type (4700)');
  const decision = query.get('auto');
  if (decision === 'deny') return redirect(redirectUri, query, { error: 'access_denied' });
  if (decision === 'allow')
    return redirect(redirectUri, query, { code: issueCode(query, redirectUri, desk) });
  const again = escapeHtml(path);
  return page(
    200,
    `You are about to add an app for ${desk.state.world.account.ownerEmail}`,
    `<p><a id="allow" href="${again}&amp;auto=allow">Allow</a> <a id="deny" href="${again}&amp;auto=deny">Decline</a></p>`,
  );
}

function issueCode(query: URLSearchParams, redirectUri: string, { consents }: OauthDesk): string {
  const challenge = query.get('code_challenge');
  if (!challenge) return consents.issueCode(redirectUri);
  return consents.issueCode(redirectUri, {
    challenge,
    method: query.get('code_challenge_method') ?? 'plain',
  });
}

function redirect(redirectUri: string, query: URLSearchParams, result: Record<string, string>): Reply {
  const target = new URL(redirectUri);
  const state = query.get('state');
  for (const [name, value] of Object.entries(result)) target.searchParams.set(name, value);
  if (state !== null) target.searchParams.set('state', state);
  return { status: 302, headers: { Location: target.href } };
}

function page(status: number, title: string, content = ''): Reply {
  const body = `<!doctype html><html lang="en"><head><title>Simulated Zoom</title></head><body><h1>${escapeHtml(title)}</h1>${content}</body></html>`;
  return { status, headers: { 'Content-Type': 'text/html;charset=utf-8' }, body };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
