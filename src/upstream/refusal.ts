import type { Outcome, Reason } from '../contract/index.js';

/** A final answer to a call: nothing that is done now makes it better. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly outcome: Outcome,
    readonly reason: Reason,
    /** A sentence that tells the operator what to do. */
    readonly remedy: string,
    /** The vendor's error number, where it gave one. */
    readonly code?: number,
  ) {
    super(`${outcome}: ${reason}`);
  }
}

/** The call may be made again only after a moment: a daily limit, or a budget that is used up. */
export class PauseUntil extends Error {
  override readonly name = 'PauseUntil';

  constructor(readonly until: number) {
    super(`paused until ${new Date(until).toISOString()}`);
  }
}

/** A failure that may heal: the call is made again after a while. */
export class Transient extends Error {
  override readonly name = 'Transient';

  constructor(
    readonly reason: Reason,
    message: string,
    /** How long the vendor asks to wait. */
    readonly waitMs?: number,
    /** The vendor only asks to wait: this is not counted as an attempt. */
    readonly isWaiting = false,
  ) {
    super(message);
  }
}

/** The page token is no longer valid: the window starts again. */
export class PageTokenExpired extends Error {
  override readonly name = 'PageTokenExpired';
}

/** The vendor refuses this span of time. */
export class WindowRefused extends Error {
  override readonly name = 'WindowRefused';
}

const remedies: Partial<Record<Reason, string>> = {
  vendor_unreachable:
    'The vendor could not be reached although it was tried again and again. Check the network of this service and run the request again.',
  vendor_error: 'The vendor answered with errors again and again. Run the request again later.',
  broken_answer:
    'The vendor answered with something unreadable again and again. Run the request again later; if it stays, ask the vendor.',
  rate_limited:
    'The vendor held the call back for too long. Lower the load of other integrations of this account and run the request again.',
  credentials_refused:
    'The vendor refuses the token. Check the credentials and the state of the app, then run the request again.',
  request_refused: 'The vendor refused the call as invalid. Report it to the maintainers of this connector.',
  not_found: 'The vendor does not know what was asked for. Run the request again later.',
  not_finished: 'The vendor is still preparing this. Run the request again later.',
  file_broken:
    'The file did not arrive as it should, although it was tried again and again. Run the request again.',
};

/** The refusal a call ends with when trying again did not help. */
export function exhausted({ reason }: Transient): Refusal {
  return new Refusal('failed', reason, remedyFor(reason));
}

/** The general sentence for a reason. */
export function remedyFor(reason: Reason): string {
  return remedies[reason] ?? 'Run the request again later.';
}
