import type { Socket } from 'node:net';
import type { Request, RequestHandler, Response } from 'express';

/**
 * What became of a response. `cut`: the connection ended before its last byte, or was reset behind it. `gone`: the
 * last byte was given to the network. `arrived`: and the other side then asked for more, or closed in order.
 */
export type Fate = 'cut' | 'gone' | 'arrived';

/** Who wants to know. */
export interface Watcher {
  /** The last byte was given to the network; it can still be lost. Never rejects. */
  onSent: () => Promise<void>;
  /** Called once, at the end, when `onSent` is done. Never rejects. */
  onFate: (fate: Fate) => Promise<void>;
}

/** How long a reset is waited for when nothing else tells how a response ended. */
const longestWaitMs = 2_000;

/**
 * Follows responses beyond the point where HTTP servers let them go: what was given to the network lies in buffers,
 * and a reset of the connection tells that it did not arrive.
 */
export class Deliveries {
  private readonly open = new Map<Socket, { end: (fate: Fate) => void; isOver: Promise<void> }>();
  /** What became of them is known and is being written down. */
  private readonly ending = new Set<Promise<void>>();
  private readonly followed = new Set<Promise<void>>();

  /** Who asks for the next thing on a connection has got the one before. Comes before all routes. */
  readonly noteNextCall: RequestHandler = async ({ socket }, _response, next) => {
    const before = this.open.get(socket);
    before?.end('arrived');
    await before?.isOver;
    next();
  };

  /** Resolves when the fate of all is known whose last byte has gone by now. */
  async settled(): Promise<void> {
    await Promise.all([...[...this.open.values()].map(({ isOver }) => isOver), ...this.ending]);
  }

  /** Resolves when the fate of every response is known, also of those on their way. For when all connections end. */
  async ended(): Promise<void> {
    await Promise.all(this.followed);
  }

  /** Follows a response from before its first byte. */
  watch({ socket }: Request, response: Response, { onSent, onFate }: Watcher): void {
    // A connection that is not kept is closed in stages, so that a reset by the other side is still seen (RFC 9112,
    // section 9.6): only our half at first.
    socket.destroySoon = () => void socket.end();
    let timer: NodeJS.Timeout | undefined;
    const ended = () => end('arrived');
    const closed = (hadError: boolean) => end(hadError ? 'cut' : 'gone');
    let tellOver: (() => void) | undefined;
    const isOver = new Promise<void>((resolve) => (tellOver = resolve));
    this.followed.add(isOver);
    let hasEnded = false;
    let sent = Promise.resolve();
    const end = (fate: Fate) => {
      if (hasEnded) return;
      hasEnded = true;
      clearTimeout(timer);
      socket.off('end', ended).off('close', closed);
      this.open.delete(socket);
      this.ending.add(isOver);
      Reflect.deleteProperty(socket, 'destroySoon');
      void sent
        .then(() => onFate(fate))
        .finally(() => {
          this.ending.delete(isOver);
          this.followed.delete(isOver);
          tellOver?.();
        });
    };
    response.once('close', () => {
      if (!response.writableFinished) end('cut');
    });
    response.once('finish', () => {
      sent = onSent();
      this.open.set(socket, { end, isOver });
      socket.once('end', ended).once('close', closed);
      timer = setTimeout(() => {
        end('gone');
        if (!response.shouldKeepAlive) socket.destroy();
      }, longestWaitMs).unref();
    });
    // Whoever went away before is told of no more.
    if (socket.destroyed) end('cut');
  }
}
