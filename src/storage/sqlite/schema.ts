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
  `
  ALTER TABLE access_requests ADD COLUMN due_at INTEGER;
  ALTER TABLE access_requests ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE access_requests ADD COLUMN report_version INTEGER;
  ALTER TABLE access_requests ADD COLUMN reopens INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX access_requests_by_status ON access_requests (status, created_at, id);
  CREATE TABLE idempotency_keys (
    owner TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    request_id TEXT NOT NULL REFERENCES access_requests (id) ON DELETE CASCADE,
    PRIMARY KEY (owner, key_hash)
  );
  CREATE INDEX idempotency_keys_by_request ON idempotency_keys (request_id);
  CREATE TABLE reports (
    request_id TEXT NOT NULL REFERENCES access_requests (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    status TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    PRIMARY KEY (request_id, version)
  );
  INSERT INTO reports
    SELECT id, 1, status, report_bytes, report_sha256, finished_at FROM access_requests
    WHERE report_sha256 IS NOT NULL;
  ALTER TABLE steps ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE steps ADD COLUMN fence INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE steps ADD COLUMN lease_holder TEXT;
  ALTER TABLE steps ADD COLUMN lease_until INTEGER;
  CREATE INDEX steps_leased ON steps (lease_holder) WHERE lease_holder IS NOT NULL;
  CREATE TABLE request_calls (
    request_id TEXT NOT NULL REFERENCES access_requests (id) ON DELETE CASCADE,
    endpoint TEXT NOT NULL,
    status INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    PRIMARY KEY (request_id, endpoint, status)
  );
  CREATE TABLE ledger (
    connection_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    at TEXT NOT NULL,
    event TEXT NOT NULL,
    details TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (connection_id, sequence)
  );
  CREATE TRIGGER ledger_is_not_changed BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER ledger_is_not_shortened BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER ledger_follows_itself BEFORE INSERT ON ledger
    WHEN NEW.sequence <> 1 + coalesce(
      (SELECT max(sequence) FROM ledger WHERE connection_id = NEW.connection_id), 0)
    BEGIN SELECT RAISE(ABORT, 'the ledger has no gaps'); END;
  `,
  `
  ALTER TABLE connections ADD COLUMN report_settings TEXT;
  ALTER TABLE access_requests ADD COLUMN third_parties TEXT;
  ALTER TABLE reports ADD COLUMN key_table TEXT;
  CREATE TABLE report_links (
    link_hash TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES access_requests (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
  );
  `,
  `
  ALTER TABLE access_requests ADD COLUMN tolerated_crashes INTEGER;
  `,
  `
  ALTER TABLE access_requests ADD COLUMN outage_since INTEGER;
  ALTER TABLE access_requests ADD COLUMN outage_pauses INTEGER;
  `,
  `
  ALTER TABLE access_requests ADD COLUMN period_zone TEXT;
  `,
  `
  ALTER TABLE connections ADD COLUMN user_mark TEXT;
  ALTER TABLE webhook_events ADD COLUMN work TEXT;
  `,
  `
  ALTER TABLE connections ADD COLUMN webhook_secret TEXT;
  ALTER TABLE connections ADD COLUMN previous_webhook_secret TEXT;
  `,
  `
  ALTER TABLE consents ADD COLUMN way TEXT;
  ALTER TABLE consents ADD COLUMN outcome TEXT;
  ALTER TABLE report_links ADD COLUMN browser_hash TEXT;
  ALTER TABLE report_links ADD COLUMN has_arrived INTEGER NOT NULL DEFAULT 0;
  UPDATE report_links SET has_arrived = 1 WHERE used_at IS NOT NULL;
  CREATE TABLE downloads (
    reader TEXT NOT NULL,
    request_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    covered TEXT NOT NULL,
    PRIMARY KEY (reader, request_id, version),
    FOREIGN KEY (request_id, version) REFERENCES reports (request_id, version) ON DELETE CASCADE
  );
  CREATE INDEX downloads_by_report ON downloads (request_id, version);
  `,
  `
  CREATE TABLE status_events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    subject TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    status TEXT NOT NULL,
    code TEXT
  );
  CREATE INDEX status_events_by_subject ON status_events (subject, subject_id);
  `,
  `
  ALTER TABLE source_runs ADD COLUMN settled TEXT;
  ALTER TABLE source_runs ADD COLUMN outcome TEXT;
  `,
  `
  CREATE INDEX access_requests_by_reference ON access_requests (reference, created_at, id)
    WHERE reference IS NOT NULL;
  CREATE INDEX access_requests_by_origin ON access_requests (origin, created_at, id);
  `,
  `
  -- Who appends to a chain writes its row first, which keeps others from its end where several write at once.
  CREATE TABLE ledger_heads (connection_id TEXT PRIMARY KEY, appended INTEGER NOT NULL);
  `,
  `
  CREATE TABLE sessions (
    id_hash TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    key_id TEXT,
    basis TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    user_agent TEXT NOT NULL
  );
  CREATE INDEX sessions_by_owner ON sessions (owner, created_at);
  CREATE INDEX access_requests_by_email ON access_requests (lower(email)) WHERE email <> '';
  CREATE TABLE console_logins (state_hash TEXT PRIMARY KEY, expires_at INTEGER NOT NULL);
  `,
  `
  ALTER TABLE access_requests ADD COLUMN callback_url TEXT;
  CREATE TABLE callback_receivers (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    connection_id TEXT,
    label TEXT NOT NULL,
    url TEXT NOT NULL,
    events TEXT,
    status TEXT NOT NULL,
    secrets TEXT NOT NULL,
    cursor INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  );
  CREATE TABLE callback_deliveries (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    receiver_id TEXT NOT NULL REFERENCES callback_receivers (id) ON DELETE CASCADE,
    sequence INTEGER,
    event TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    connection_id TEXT,
    url TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER,
    last_status INTEGER,
    last_fault TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  );
  CREATE INDEX callback_deliveries_of_receiver ON callback_deliveries (receiver_id, position);
  CREATE INDEX callback_deliveries_due ON callback_deliveries (receiver_id, next_at) WHERE state = 'pending';
  CREATE INDEX callback_deliveries_in_order ON callback_deliveries (receiver_id, subject_id, position)
    WHERE state = 'pending';
  `,
  `
  CREATE TABLE request_keys (
    request_id TEXT PRIMARY KEY,
    connection_id TEXT NOT NULL,
    wrapped TEXT NOT NULL
  );
  `,
  `
  ALTER TABLE connections ADD COLUMN subject_groups TEXT;
  `,
];
