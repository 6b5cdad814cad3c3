import type { z } from 'zod';
import { toIso } from '../clock.js';
import type { ConnectionInfo } from '../connections/connection.js';
import { proofOf, type ConnectionTest } from '../connections/verdict.js';
import type { connectionSchema, connectionTestSchema } from './connection-schemas.js';
import { showReportSettings } from './report-settings.js';

/** A connection as the API shows it. */
export type ShownConnection = z.infer<typeof connectionSchema>;

/** A test as the API shows it. */
export type ShownTest = z.infer<typeof connectionTestSchema>;

/** Shows a connection. */
export function showConnection(connection: ConnectionInfo): ShownConnection {
  const { id, connector, label, kind, origin, plan, status } = connection;
  return {
    ...{ id, connector, label, kind, origin, plan, status },
    rate_share: connection.rateShare,
    sources: connection.sources ?? null,
    subject_groups: connection.subjectGroups ?? null,
    retention_days: connection.retentionDays ?? null,
    report_settings: connection.reportSettings ? showReportSettings(connection.reportSettings) : null,
    account_known: connection.isAccountKnown,
    webhook_secret_set: connection.hasWebhookSecret,
    previous_webhook_secret_set: connection.hasPreviousWebhookSecret,
    created_at: toIso(connection.createdAt),
    updated_at: toIso(connection.updatedAt),
  };
}

/** Shows a test. */
export function showTest(test: ConnectionTest): ShownTest {
  return {
    status: test.status,
    checked_at: toIso(test.checkedAt),
    account: { id: test.account.id ?? null, region: test.account.region ?? null },
    clock_skew_seconds: test.clockSkewSeconds ?? null,
    budgets: test.budgets.map(({ id, callsPerDay, ourCallsToday, left }) => ({
      ...{ id, calls_per_day: callsPerDay, our_calls_today: ourCallsToday, left: left ?? null },
    })),
    next_step: test.nextStep,
    sources: test.sources.map(({ id, title, verdict, missingScopes, nextStep }) => ({
      ...{ id, title, verdict, proof: proofOf[verdict], next_step: nextStep },
      missing_scopes: missingScopes.map(({ granular, classic }) => ({
        granular: [...granular],
        classic: [...classic],
      })),
    })),
  };
}
