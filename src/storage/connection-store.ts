import type { ReadRows, Row, Rows, Value } from './rows.js';
import type { ReportSettings } from '../model/report-settings.js';
import { readStored } from './stored-json.js';

/** Whether a connection can be used. */
export const connectionStatuses = ['connected', 'not_connected', 'reconnect_needed'] as const;

/** Whether a connection can be used. */
export type ConnectionStatus = (typeof connectionStatuses)[number];

/** How a connection gets its tokens: with the credentials of an account, or by somebody's consent. */
export type ConnectionKind = 'server_to_server' | 'oauth';

/** A connection at rest. What is secret is sealed. */
export interface ConnectionRow {
  id: string;
  connector: string;
  label: string;
  kind: ConnectionKind;
  /** Who made it: the environment or the API. */
  origin: 'environment' | 'api';
  plan: string;
  rateShare: number;
  /** Absent: all sources. */
  sources?: string[];
  /** Ids of groups of users; absent: everybody may be asked about. */
  subjectGroups?: string[];
  retentionDays?: number;
  /** Absent: defaults that invent nothing. */
  reportSettings?: ReportSettings;
  status: ConnectionStatus;
  /** The wrapped data key; without it nothing sealed opens again. */
  dataKey: string;
  credentials?: string;
  /** Tells connections of one account apart from others, without naming it. */
  accountMark?: string;
  /** Tells who consented apart from others, without naming them. */
  userMark?: string;
  /** Sealed like the credentials: what the vendor signs its calls with, and what it did before, while that counts. */
  webhookSecret?: string;
  previousWebhookSecret?: string;
  createdAt: number;
  updatedAt: number;
}

/** What can change in the life of a connection. */
export type ConnectionChange = Partial<
  Pick<
    ConnectionRow,
    | 'label'
    | 'kind'
    | 'plan'
    | 'rateShare'
    | 'sources'
    | 'subjectGroups'
    | 'retentionDays'
    | 'reportSettings'
    | 'status'
    | 'credentials'
    | 'accountMark'
    | 'userMark'
    | 'webhookSecret'
    | 'previousWebhookSecret'
  >
>;

/** Secrets of the vendor's calls, sealed. */
export type SealedWebhookSecrets = Pick<
  ConnectionRow,
  'id' | 'dataKey' | 'webhookSecret' | 'previousWebhookSecret'
>;

/** Connections at rest, with the sealed tokens of each. */
export interface ConnectionStore {
  insert(connection: ConnectionRow): Promise<void>;
  find(id: string): Promise<ConnectionRow | undefined>;
  list(): Promise<ConnectionRow[]>;
  change(id: string, change: ConnectionChange, now: number): Promise<ConnectionRow>;
  /** The sealed secrets of the vendor's calls, of those that have any; of one connection where it is named. */
  webhookSecrets(id?: string): Promise<SealedWebhookSecrets[]>;
  remove(id: string): Promise<void>;
  tokens(id: string): Promise<string | undefined>;
  /** Undefined: the connection has no tokens from here on. */
  saveTokens(id: string, sealed: string | undefined): Promise<void>;
  /**
   * Takes or extends the right to refresh the tokens, with a sign of life; false while another holds it, except one who
   * is taken for dead: its last sign of life is still this one.
   */
  lease(id: string, holder: string, sign: number, dead?: RefreshLease): Promise<boolean>;
  /** Who holds that right, with the last sign of life. */
  leaseOf(id: string): Promise<RefreshLease | undefined>;
  release(id: string, holder: string): Promise<void>;
}

/** The right to refresh the tokens of a connection: its holder and the last sign of life of theirs. */
export interface RefreshLease {
  holder: string;
  sign: number;
}

/** Connections in the database. */
export function createConnectionStore(rows: Rows): ConnectionStore {
  const find = async (from: ReadRows, id: string) => {
    const row = await from.get('SELECT * FROM connections WHERE id = ?', id);
    return row && toConnection(row);
  };
  return {
    insert: async (connection) => {
      const columns = toColumns(connection);
      const names = Object.keys(columns);
      await rows.run(
        `INSERT INTO connections (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
        ...Object.values(columns),
      );
    },
    find: (id) => find(rows, id),
    list: async () => (await rows.all('SELECT * FROM connections ORDER BY created_at, id')).map(toConnection),
    change: (id, change, now) =>
      rows.atomically(async (inside) => {
        const connection = await find(inside, id);
        if (!connection) throw new RangeError('There is no such connection.');
        const changed = { ...connection, ...change, updatedAt: now };
        const { id: _same, ...columns } = toColumns(changed);
        const sets = Object.keys(columns).map((name) => `${name} = ?`);
        await inside.run(
          `UPDATE connections SET ${sets.join(', ')} WHERE id = ?`,
          ...Object.values(columns),
          id,
        );
        return changed;
      }),
    webhookSecrets: async (id) => {
      const found = await rows.all(
        `SELECT id, data_key, webhook_secret, previous_webhook_secret FROM connections
         WHERE (?1 IS NULL OR id = ?1) AND webhook_secret IS NOT NULL`,
        id ?? null,
      );
      return found.map((row) => ({
        id: row.id as string,
        dataKey: row.data_key as string,
        webhookSecret: row.webhook_secret as string,
        previousWebhookSecret: (row.previous_webhook_secret as string | null) ?? undefined,
      }));
    },
    remove: async (id) => {
      await rows.run('DELETE FROM connections WHERE id = ?', id);
    },
    tokens: async (id) => {
      const row = await rows.get('SELECT tokens FROM connections WHERE id = ?', id);
      return (row?.tokens as string | null) ?? undefined;
    },
    saveTokens: async (id, sealed) => {
      await rows.run('UPDATE connections SET tokens = ? WHERE id = ?', sealed ?? null, id);
    },
    lease: async (id, holder, sign, dead) => {
      const changed = await rows.run(
        `UPDATE connections SET refresh_holder = ?1, refresh_until = ?2
         WHERE id = ?3 AND (refresh_holder IS NULL OR refresh_holder = ?1
           OR (refresh_holder = ?4 AND refresh_until = ?5))`,
        ...[holder, sign, id, dead?.holder ?? null, dead?.sign ?? null],
      );
      return changed === 1;
    },
    leaseOf: async (id) => {
      const row = await rows.get('SELECT refresh_holder, refresh_until FROM connections WHERE id = ?', id);
      if (!row || row.refresh_holder === null) return undefined;
      return { holder: row.refresh_holder as string, sign: Number(row.refresh_until) };
    },
    release: async (id, holder) => {
      const sql = 'UPDATE connections SET refresh_holder = NULL WHERE id = ? AND refresh_holder = ?';
      await rows.run(sql, id, holder);
    },
  };
}

function toColumns(connection: ConnectionRow): Record<string, Value> {
  return {
    id: connection.id,
    connector: connection.connector,
    label: connection.label,
    kind: connection.kind,
    origin: connection.origin,
    plan: connection.plan,
    rate_share: connection.rateShare,
    sources: connection.sources ? JSON.stringify(connection.sources) : null,
    subject_groups: connection.subjectGroups ? JSON.stringify(connection.subjectGroups) : null,
    retention_days: connection.retentionDays ?? null,
    report_settings: connection.reportSettings ? JSON.stringify(connection.reportSettings) : null,
    status: connection.status,
    data_key: connection.dataKey,
    credentials: connection.credentials ?? null,
    account_mark: connection.accountMark ?? null,
    user_mark: connection.userMark ?? null,
    webhook_secret: connection.webhookSecret ?? null,
    previous_webhook_secret: connection.previousWebhookSecret ?? null,
    created_at: connection.createdAt,
    updated_at: connection.updatedAt,
  };
}

function toConnection(row: Row): ConnectionRow {
  const text = (name: string) => (row[name] === null ? undefined : (row[name] as string));
  const sources = text('sources');
  const subjectGroups = text('subject_groups');
  const reportSettings = text('report_settings');
  return {
    id: row.id as string,
    connector: row.connector as string,
    label: row.label as string,
    kind: row.kind as ConnectionKind,
    origin: row.origin as ConnectionRow['origin'],
    plan: row.plan as string,
    rateShare: Number(row.rate_share),
    sources: sources === undefined ? undefined : (readStored(sources) as string[]),
    subjectGroups: subjectGroups === undefined ? undefined : (readStored(subjectGroups) as string[]),
    retentionDays: row.retention_days === null ? undefined : Number(row.retention_days),
    reportSettings: reportSettings === undefined ? undefined : (readStored(reportSettings) as ReportSettings),
    status: row.status as ConnectionStatus,
    dataKey: row.data_key as string,
    credentials: text('credentials'),
    accountMark: text('account_mark'),
    userMark: text('user_mark'),
    webhookSecret: text('webhook_secret'),
    previousWebhookSecret: text('previous_webhook_secret'),
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  };
}
