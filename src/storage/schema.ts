/** Forward-only migrations; the database remembers how many it has seen. Times are milliseconds since 1970. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE access_requests (
    id TEXT PRIMARY KEY,
    connection_id TEXT NOT NULL,
    origin TEXT NOT NULL,
    reference TEXT,
    email TEXT NOT NULL,
    period_from TEXT,
    period_to TEXT,
    sources TEXT,
    media INTEGER NOT NULL,
    status TEXT NOT NULL,
    lookup TEXT,
    lookup_calls INTEGER NOT NULL DEFAULT 0,
    collected_at INTEGER,
    resume_at INTEGER,
    problem_code TEXT,
    problem_detail TEXT,
    outcomes TEXT,
    report_bytes INTEGER,
    report_sha256 TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    finished_at INTEGER
  );
  CREATE INDEX access_requests_by_time ON access_requests (created_at, id);
  CREATE TABLE source_runs (
    request_id TEXT NOT NULL REFERENCES access_requests (id) ON DELETE CASCADE,
    source_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    phase TEXT NOT NULL,
    plan TEXT NOT NULL,
    PRIMARY KEY (request_id, source_id)
  );
  CREATE TABLE steps (
    request_id TEXT NOT NULL REFERENCES access_requests (id) ON DELETE CASCADE,
    source_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    parameters TEXT NOT NULL,
    result TEXT,
    PRIMARY KEY (request_id, source_id, kind, position)
  );
  CREATE TABLE daily_counts (
    connection_id TEXT NOT NULL,
    budget_id TEXT NOT NULL,
    day TEXT NOT NULL,
    calls INTEGER NOT NULL,
    PRIMARY KEY (connection_id, budget_id, day)
  );
  CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    label TEXT NOT NULL,
    hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER
  );
  `,
  `
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE connections (
    id TEXT PRIMARY KEY,
    connector TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    origin TEXT NOT NULL,
    plan TEXT NOT NULL,
    rate_share REAL NOT NULL,
    sources TEXT,
    retention_days INTEGER,
    status TEXT NOT NULL,
    data_key TEXT NOT NULL,
    credentials TEXT,
    account_mark TEXT,
    tokens TEXT,
    refresh_holder TEXT,
    refresh_until INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  );
  CREATE TABLE consents (
    link_hash TEXT PRIMARY KEY,
    connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    state_hash TEXT UNIQUE,
    browser_hash TEXT,
    verifier TEXT,
    expires_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER
  );
  CREATE TABLE webhook_events (digest TEXT PRIMARY KEY, expires_at INTEGER NOT NULL);
  ALTER TABLE api_keys ADD COLUMN owner TEXT;
  ALTER TABLE api_keys ADD COLUMN connections TEXT;
  UPDATE api_keys SET owner = id;
  `,
];
