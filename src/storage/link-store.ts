import type { Database } from './database.js';

/** A link that hands out one report, once. Only the hash of its secret is kept. */
export interface ReportLink {
  linkHash: string;
  requestId: string;
  version: number;
  expiresAt: number;
}

/** One-time links at rest. They go with the report. */
export interface LinkStore {
  insert(link: ReportLink): void;
  /** A link that can still be used; looking does not use it. */
  find(linkHash: string, now: number): ReportLink | undefined;
  /** Uses a link up; undefined when it is unknown, used or too old. */
  take(linkHash: string, now: number): ReportLink | undefined;
  forget(requestId: string): void;
  removeExpired(now: number): void;
}

/** One-time links in the database. */
export function createLinkStore(database: Database): LinkStore {
  const find = (linkHash: string, now: number) => {
    const row = database.get(
      'SELECT * FROM report_links WHERE link_hash = ? AND used_at IS NULL AND expires_at > ?',
      linkHash,
      now,
    );
    return (
      row && {
        linkHash,
        requestId: row.request_id as string,
        version: Number(row.version),
        expiresAt: Number(row.expires_at),
      }
    );
  };
  return {
    insert: ({ linkHash, requestId, version, expiresAt }) => {
      database.run(
        'INSERT INTO report_links (link_hash, request_id, version, expires_at) VALUES (?, ?, ?, ?)',
        ...[linkHash, requestId, version, expiresAt],
      );
    },
    find,
    take: (linkHash, now) =>
      database.transaction(() => {
        const link = find(linkHash, now);
        if (link) database.run('UPDATE report_links SET used_at = ? WHERE link_hash = ?', now, linkHash);
        return link;
      }),
    forget: (requestId) => {
      database.run('DELETE FROM report_links WHERE request_id = ?', requestId);
    },
    removeExpired: (now) => {
      database.run('DELETE FROM report_links WHERE expires_at <= ?', now);
    },
  };
}
