import { createApiKeyStore } from './api-key-store.js';
import { createBudgetStore } from './budget-store.js';
import { createCallbackStore } from './callback-store.js';
import { createCallCounts } from './call-counts.js';
import { createConnectionStore } from './connection-store.js';
import { createConsentStore } from './consent-store.js';
import { createDownloadStore } from './download-store.js';
import { createEventStore } from './event-store.js';
import { createIdempotencyStore } from './idempotency-store.js';
import { createLedgerStore } from './ledger-store.js';
import { createLinkStore } from './link-store.js';
import { createReceiverStore } from './receiver-store.js';
import { createLoginStore } from './login-store.js';
import { createReportStore } from './report-store.js';
import { createRequestStore, createStatusRows } from './request-store.js';
import { createRequestKeyStore } from './request-key-store.js';
import type { Rows } from './rows.js';
import { createSessionStore } from './session-store.js';
import { createSettingStore } from './setting-store.js';
import { createStepStore } from './step-store.js';
import type { Stores } from './store.js';
import { createWebhookEventStore } from './webhook-event-store.js';

const makers: { readonly [Name in keyof Stores]: (rows: Rows) => Stores[Name] } = {
  requests: createRequestStore,
  statusRows: createStatusRows,
  events: createEventStore,
  receivers: createReceiverStore,
  callbacks: createCallbackStore,
  steps: createStepStore,
  reports: createReportStore,
  links: createLinkStore,
  downloads: createDownloadStore,
  idempotency: createIdempotencyStore,
  calls: createCallCounts,
  budgets: createBudgetStore,
  connections: createConnectionStore,
  consents: createConsentStore,
  webhookEvents: createWebhookEventStore,
  keys: createApiKeyStore,
  sessions: createSessionStore,
  logins: createLoginStore,
  requestKeys: createRequestKeyStore,
  settings: createSettingStore,
  ledger: createLedgerStore,
};

/** All stores over the same rows, each made when it is first asked for: a transaction needs two or three of them. */
export function createStores(rows: Rows): Stores {
  const stores = {};
  for (const [name, make] of Object.entries(makers) as [string, (rows: Rows) => object][]) {
    const value = () => {
      const made = make(rows);
      Object.defineProperty(stores, name, { value: made, enumerable: true });
      return made;
    };
    Object.defineProperty(stores, name, { get: value, enumerable: true, configurable: true });
  }
  return stores as Stores;
}
