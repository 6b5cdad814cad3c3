import { loginPage } from './login-page.js';
import type { Reply } from './reply.js';
import type { ZoomState } from './zoom-state.js';

/**
 * A recording's `download_url`: redirects a valid bearer token to the media origin. Without one, with a forged or an
 * ended URL, the answer is a login page with status 200. A token in the query does not count (withdrawn in 2023).
 */
export function downloadReply(path: string, authorization: string | undefined, state: ZoomState): Reply {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
  const access = state.accessTokens.find(token);
  const mediaId = state.downloadUrls.openDownloadPath(path);
  if (!access || access === 'expired' || mediaId === undefined) return loginPage;
  return {
    status: 302,
    headers: { Location: `${state.mediaOrigin}${state.downloadUrls.mediaPath(mediaId)}` },
  };
}
