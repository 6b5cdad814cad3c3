import type { Request, Response } from 'express';
import type { ProgressFeed } from '../api/progress-feed.js';
import type { ShownRequest } from '../api/show-request.js';
import { toIso } from '../clock.js';

/** What a stream of a request is made with. */
export interface StreamOptions {
  feed: ProgressFeed;
  id: string;
  /** How far it has come, in the words of whoever reads. */
  tell: (shown: ShownRequest) => object;
  /** Whether the reader may still read. */
  mayRead: () => Promise<boolean>;
}

/** How long a reader waits before it asks again. */
const retryMs = 3_000;

/** Proxies close what is silent; and so often it is looked whether the reader may still read. */
const beatEveryMs = 15_000;

/** Answers what came after the change a reader knows of, and then what comes (server-sent events). The answer ends the stream. */
export function streamProgress(
  request: Request,
  response: Response,
  { feed, id, tell, mayRead }: StreamOptions,
): () => void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    // A proxy that stores the answer would hold it back (nginx reads this).
    'X-Accel-Buffering': 'no',
  });
  response.write(`retry: ${retryMs}\n\n`);
  let known = 0;
  const leave = feed.follow(id, {
    after: afterOf(request),
    changed: ({ sequence, at, status, code }) =>
      write(`id: ${sequence}\nevent: status\ndata: ${JSON.stringify({ at: toIso(at), status, code })}\n\n`),
    progressed: (shown, version) => {
      if (version !== known) write(`event: progress\ndata: ${JSON.stringify(tell(shown))}\n\n`);
      known = version;
    },
    over: (hasEnded) => {
      if (hasEnded) write('event: done\ndata: {}\n\n');
      end();
    },
  });
  const beat = setInterval(() => {
    write(': still here\n\n');
    void mayRead().then(
      (may) => (may ? undefined : end()),
      () => end(),
    );
  }, beatEveryMs).unref();
  const end = () => {
    clearInterval(beat);
    leave();
    response.end();
  };
  const write = (text: string) => {
    if (!response.destroyed && !response.writableEnded) response.write(text);
  };
  response.once('close', end);
  return end;
}

/** The number that a reader has seen last; a text that is none means: nothing. */
function afterOf({ headers, query }: Request): number {
  const text = [headers['last-event-id'], query.after].find(
    (one) => typeof one === 'string' && /^\d{1,15}$/.test(one),
  );
  return Number(text ?? 0);
}
