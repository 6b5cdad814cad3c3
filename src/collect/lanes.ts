/** Runs work when a place in a lane is free; requests that share a connection take turns. */
export interface Lanes {
  run<T>(lane: string, requestId: string, work: () => Promise<T>): Promise<T>;
}

interface Lane {
  free: number;
  /** Waiting starts by request, in the order in which the requests take turns. */
  waiting: Map<string, (() => void)[]>;
}

/** `size` says how many pieces of work a lane does at once. */
export function createLanes(size: (lane: string) => number): Lanes {
  const lanes = new Map<string, Lane>();
  const laneOf = (name: string) => {
    const lane = lanes.get(name) ?? { free: size(name), waiting: new Map() };
    lanes.set(name, lane);
    return lane;
  };
  return {
    async run(name, requestId, work) {
      const lane = laneOf(name);
      if (lane.free > 0) lane.free -= 1;
      else await new Promise<void>((start) => enqueue(lane, requestId, start));
      try {
        return await work();
      } finally {
        startNext(lane);
      }
    },
  };
}

function enqueue(lane: Lane, requestId: string, start: () => void): void {
  const queue = lane.waiting.get(requestId);
  if (queue) queue.push(start);
  else lane.waiting.set(requestId, [start]);
}

/** The request whose turn it was goes to the end of the row. */
function startNext(lane: Lane): void {
  const [next] = lane.waiting;
  if (!next) {
    lane.free += 1;
    return;
  }
  const [requestId, queue] = next;
  const start = queue.shift();
  lane.waiting.delete(requestId);
  if (queue.length > 0) lane.waiting.set(requestId, queue);
  start?.();
}
