import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallLog } from '../call-log.js';
import { entryOf } from '../entry-of.js';
import { faultEffect } from '../faults/fault-effect.js';
import type { FaultList } from '../faults/fault-list.js';
import type { Reply } from '../reply.js';
import { sendReply } from '../send-reply.js';
import { splitPath } from '../split-path.js';
import type { ZoomState } from '../zoom-state.js';
import type { MediaFile } from './media-file.js';
import { sendMedia } from './send-media.js';

/** The storage host: signed URLs only, and never a request with the Zoom token. */
export class MediaListener {
  /** Requests that carried an Authorization header. */
  leakedAuthorizations = 0;

  constructor(
    private readonly state: ZoomState,
    private readonly log: CallLog,
    private readonly faults: FaultList,
  ) {}

  /** Answers one request. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = entryOf(request, { operation: 'media', family: 'none', label: 'none' });
    this.log.add(call);
    if (call.authorization) this.leakedAuthorizations += 1;
    const { path, query } = splitPath(call.path);
    const faulty = { operation: call.operation, path: call.path, query };
    const fault = this.faults.take(faulty);
    const effect = fault && faultEffect(fault, faulty, call, this.state.settings.now());
    if (effect?.do === 'reset') request.socket.resetAndDestroy();
    if (effect?.do === 'reset' || effect?.do === 'stall') return;
    const found = effect?.do === 'answer' ? effect.reply : this.find(call.authorization, path, query);
    if ('status' in found) {
      call.status = found.status;
      sendReply(response, found);
      return;
    }
    const sent = sendMedia(request, response, found, effect?.do === 'deliver' ? effect.delivery : undefined);
    call.status = response.statusCode;
    await sent;
  }

  private find(authorization: boolean, path: string, query: URLSearchParams): MediaFile | Reply {
    const { downloadUrls, world } = this.state;
    const mediaId = decodeURIComponent(path.replace(/^\/media\//, ''));
    if (authorization) return storageError(400, 'InvalidArgument', 'Only one auth mechanism allowed');
    if (!downloadUrls.isSigned(mediaId, query.get('signature')))
      return storageError(403, 'AccessDenied', 'Access Denied');
    return world.media.get(mediaId) ?? storageError(404, 'NoSuchKey', 'The specified key does not exist.');
  }
}

function storageError(status: number, code: string, message: string): Reply {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { 'Content-Type': 'application/xml' }, body };
}
