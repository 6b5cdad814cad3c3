import { toIso } from '../clock.js';
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
    options?: ErrorOptions,
  ) {
    super(`${outcome}: ${reason}`, options);
  }
}

/** The call may be made again only after a moment: a daily limit, or a budget that is used up. */
export class PauseUntil extends Error {
  override readonly name = 'PauseUntil';

  constructor(readonly until: number) {
    super(`paused until ${toIso(until)}`);
  }
}

/**
 * Nobody answers, and time may help: the request waits and goes on by itself. When, is for who keeps count of the
 * outages of the request: `until` is only the soonest moment.
 */
export class Outage extends PauseUntil {
  constructor(
    until: number,
    readonly reason: Reason,
    /** A sentence that tells the operator what to do. */
    readonly remedy: string,
  ) {
    super(until);
  }
}

/** Farthest moment a Date can hold: time alone does not help. */
const never = 8.64e15;

/** The vendor takes the tokens no more: only a new consent helps. */
export class ReconnectNeeded extends PauseUntil {
  constructor() {
    super(never);
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
    /** What to tell the operator when trying again did not help; absent: the general sentence for the reason. */
    readonly remedy?: string,
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
    'The vendor could not be reached although it was tried again and again. Check the network of this service, a proxy or firewall in between, and run the request again.',
  vendor_error: 'The vendor answered with errors again and again. Run the request again later.',
  broken_answer:
    'The vendor, or a proxy or gateway in between, answered with something unreadable again and again. Run the request again later; if it stays, ask the vendor.',
  rate_limited:
    'The vendor held the call back for too long. Lower the load of other integrations of this account and run the request again.',
  quarantined:
    'The service has died again and again while it read this, so it was set aside. Report it to the maintainers of this connector, and retry the request after an update.',
  credentials_refused:
    'The vendor gives tokens and refuses each of them at once. Look whether another program takes tokens with the same app all the time and whether the app is switched on, then run the request again.',
  request_refused: 'The vendor refused the call as invalid. Report it to the maintainers of this connector.',
  not_found: 'The vendor does not know what was asked for. Run the request again later.',
  not_finished: 'The vendor is still preparing this. Run the request again later.',
  repeated_page_token:
    'The vendor sent the same page again and again; the records read so far are in the report. Run the request again later.',
  too_many_pages:
    'The vendor sent more pages than it has records; the records read so far are in the report. Run the request again later.',
  page_token_expired:
    'The pages of this list expire before they can be read. Raise the rate share or run the request when less else is running.',
  window_not_answered:
    'The vendor does not answer for all of the time asked. Run the request again later; if it stays, ask the vendor.',
  fewer_than_vendor_total:
    'The vendor states more records than it gives. Run the request again later; if it stays, ask the vendor.',
  less_than_stated:
    'A record states more than the vendor gives: files, their size, or a recording or voicemail of a call. Run the request again later; if it stays, look in the vendor’s own pages or ask the vendor.',
  lookup_incomplete:
    'Nobody was found, and not every place where the person could be listed could be looked at. Mend what is named and run the request again.',
  contradiction:
    'Another answer of the vendor says that the person has this product, and here it answers as if they had not. Look at the licences of the person at the vendor and run the request again.',
  unnamed:
    'The vendor gives records that name nobody, so whose they are cannot be told. Look through them in the vendor’s own pages; a setting of the account can hide the names.',
  file_missing:
    'The vendor lists the file but does not have it. Ask the account owner whether it was deleted.',
  file_refused:
    'The vendor refuses the file. Give the role behind the connection the right to view its content.',
  file_not_offered:
    'The vendor names the file but offers no address for it, as for recordings on a server of the company. Fetch it there.',
  address_refused:
    'The vendor sends the file from an address that is not allowed. If you trust that host, name it in the configuration and run the request again.',
  file_broken:
    'The file did not arrive as it should, although it was tried again and again. Run the request again.',
};

/** The end of a call that was tried again and again. Another time it may succeed. */
export class Exhausted extends Refusal {
  constructor(
    reason: Reason,
    remedy: string,
    /** Whether it was a token that could not be had, without which there is no call at all. */
    readonly isAboutToken = false,
  ) {
    super('failed', reason, remedy);
  }

  /** Whether nobody answered: neither with what was asked for nor with a reason against it. */
  get isOutage(): boolean {
    return unanswered.has(this.reason);
  }
}

const unanswered: ReadonlySet<Reason> = new Set([
  'vendor_unreachable',
  'vendor_error',
  'broken_answer',
  'rate_limited',
]);

/** The refusal a call ends with when trying again did not help. */
export function exhausted({ reason, remedy }: Transient): Exhausted {
  return new Exhausted(reason, remedy ?? remedyFor(reason));
}

/** The general sentence for a reason. */
export function remedyFor(reason: Reason): string {
  return remedies[reason] ?? 'Run the request again later.';
}
