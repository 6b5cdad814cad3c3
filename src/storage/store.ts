import type { ApiKeyStore } from './api-key-store.js';
import type { BudgetStore } from './budget-store.js';
import type { CallbackStore } from './callback-store.js';
import type { CallCounts } from './call-counts.js';
import type { ConnectionStore } from './connection-store.js';
import type { ConsentStore } from './consent-store.js';
import type { DownloadStore } from './download-store.js';
import type { EventStore } from './event-store.js';
import type { IdempotencyStore } from './idempotency-store.js';
import type { LedgerStore } from './ledger-store.js';
import type { LinkStore } from './link-store.js';
import type { ReceiverStore } from './receiver-store.js';
import type { LoginStore } from './login-store.js';
import type { ReportStore } from './report-store.js';
import type { RequestKeyStore } from './request-key-store.js';
import type { RequestStore, StatusRows } from './request-store.js';
import type { SessionStore } from './session-store.js';
import type { SettingStore } from './setting-store.js';
import type { StepStore } from './step-store.js';
import type { WebhookEventStore } from './webhook-event-store.js';

/** Everything an installation keeps as rows. */
export interface Stores {
  readonly requests: RequestStore;
  readonly statusRows: StatusRows;
  readonly events: EventStore;
  readonly receivers: ReceiverStore;
  readonly callbacks: CallbackStore;
  readonly steps: StepStore;
  readonly reports: ReportStore;
  readonly links: LinkStore;
  readonly downloads: DownloadStore;
  readonly idempotency: IdempotencyStore;
  readonly calls: CallCounts;
  readonly budgets: BudgetStore;
  readonly connections: ConnectionStore;
  readonly consents: ConsentStore;
  readonly webhookEvents: WebhookEventStore;
  readonly keys: ApiKeyStore;
  readonly sessions: SessionStore;
  readonly logins: LoginStore;
  readonly requestKeys: RequestKeyStore;
  readonly settings: SettingStore;
  readonly ledger: LedgerStore;
}

/**
 * The rows of an installation. A call of its own is on the disk when it resolves; reading sees what was committed,
 * never half a transaction.
 */
export interface Store extends Stores {
  /**
   * All or nothing. Only `tx`, and what is awaited of it, may be used inside: others wait for it, and the store
   * itself would wait for the end of this very transaction. It must not be used after its end.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Whether the database answers. */
  isWell(): Promise<boolean>;
  /** Takes what was deleted out of the files, too; where somebody reads meanwhile, at the next time. */
  scrub(): Promise<void>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

/** The same rows inside a transaction. */
export interface Transaction extends Stores {
  /** Runs once everything that was written is on the disk; never when it was rolled back. */
  afterCommit(work: () => void | Promise<void>): void;
}
