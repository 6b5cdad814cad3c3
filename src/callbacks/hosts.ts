/** Calls under way to one host, whoever they are for. */
const mostAtHost = 10;

/** The places at the hosts that callbacks go to. */
export class Hosts {
  private readonly byHost = new Map<string, { taken: number; waiting: Set<() => void> }>();

  /** Takes a place; what it gives back leaves it. Undefined: there is none, and `free` is called once there is. */
  enter(url: string, free: () => void): (() => void) | undefined {
    const { host } = new URL(url);
    const known = this.byHost.get(host) ?? { taken: 0, waiting: new Set<() => void>() };
    if (known.taken >= mostAtHost) {
      known.waiting.add(free);
      return undefined;
    }
    known.taken += 1;
    this.byHost.set(host, known);
    return () => {
      known.taken -= 1;
      const waiting = [...known.waiting];
      known.waiting.clear();
      if (known.taken === 0 && waiting.length === 0) this.byHost.delete(host);
      for (const look of waiting) look();
    };
  }
}
