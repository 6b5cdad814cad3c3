import type { FaultOptions, FaultRequest, FaultResponse, Faults, InjectedFault } from './fault.js';

interface WaitingFault extends FaultOptions {
  hits: number;
  passes: number;
}

/** Faults in the order they were added; each answers its number of matching requests. */
export class FaultList implements Faults {
  private waiting: WaitingFault[] = [];

  add(options: FaultOptions): InjectedFault {
    const fault: WaitingFault = { ...options, hits: 0, passes: options.skip ?? 0 };
    this.waiting.push(fault);
    return {
      get hits() {
        return fault.hits;
      },
      remove: () => {
        this.waiting = this.waiting.filter((other) => other !== fault);
      },
    };
  }

  clear(): void {
    this.waiting = [];
  }

  /** The fault that answers this request, if any; counts it. */
  take(request: FaultRequest): FaultResponse | undefined {
    for (const fault of this.waiting) {
      if (fault.hits >= (fault.times ?? 1) || !matches(fault, request)) continue;
      if (fault.passes > 0) {
        fault.passes -= 1;
        continue;
      }
      fault.hits += 1;
      fault.onHit?.();
      return fault.respond;
    }
    return undefined;
  }
}

function matches({ operation, respond }: FaultOptions, request: FaultRequest): boolean {
  if (respond === 'expire-page-token' && !request.query.get('next_page_token')) return false;
  if (operation === undefined) return true;
  const names = [request.operation, request.path, request.path.split('?')[0] ?? ''];
  if (typeof operation === 'string') return names.includes(operation);
  return names.some((name) => {
    operation.lastIndex = 0;
    return operation.test(name);
  });
}
