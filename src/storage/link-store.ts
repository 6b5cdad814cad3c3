import type { Rows } from './rows.js';

/** A link that hands out one report, once. Only the hash of its secret is kept. */
export interface ReportLink {
  linkHash: string;
  requestId: string;
  version: number;
  expiresAt: number;
  /** The browser that began the download, by a hash; absent: nobody has. */
  browserHash?: string;
  /** The last byte has been given to the network. */
  isUsed: boolean;
}

/** One-time links at rest. They go with the report. */
export interface LinkStore {
  insert(link: Pick<ReportLink, 'linkHash' | 'requestId' | 'version' | 'expiresAt'>): Promise<void>;
  /**
   * A link in its time, unless it is known that its report has arrived. One that is used is over for everybody but
   * the browser whose download may have broken off behind us; looking does not use it.
   */
  find(linkHash: string, now: number): Promise<ReportLink | undefined>;
  /** Keeps a link for the browser that begins with it; false: another browser has it, or it is over. */
  begin(linkHash: string, browserHash: string, now: number): Promise<boolean>;
  /** Uses a link up; false: it was used already. */
  use(linkHash: string, now: number): Promise<boolean>;
  /** The download broke off after all. */
  reopen(linkHash: string): Promise<void>;
  /** The report has arrived: the link is over for its browser, too. */
  end(linkHash: string, now: number): Promise<void>;
  forget(requestId: string): Promise<void>;
  removeExpired(now: number): Promise<void>;
}

/** One-time links in the database. */
export function createLinkStore(rows: Rows): LinkStore {
  return {
    insert: async ({ linkHash, requestId, version, expiresAt }) => {
      await rows.run(
        'INSERT INTO report_links (link_hash, request_id, version, expires_at) VALUES (?, ?, ?, ?)',
        ...[linkHash, requestId, version, expiresAt],
      );
    },
    find: async (linkHash, now) => {
      const row = await rows.get(
        'SELECT * FROM report_links WHERE link_hash = ? AND has_arrived = 0 AND expires_at > ?',
        linkHash,
        now,
      );
      return (
        row && {
          linkHash,
          requestId: row.request_id as string,
          version: Number(row.version),
          expiresAt: Number(row.expires_at),
          browserHash: (row.browser_hash as string | null) ?? undefined,
          isUsed: row.used_at !== null,
        }
      );
    },
    begin: async (linkHash, browserHash, now) =>
      (await rows.run(
        `UPDATE report_links SET browser_hash = ?1
         WHERE link_hash = ?2 AND (browser_hash IS NULL OR browser_hash = ?1) AND has_arrived = 0 AND expires_at > ?3`,
        ...[browserHash, linkHash, now],
      )) === 1,
    use: async (linkHash, now) =>
      (await rows.run(
        'UPDATE report_links SET used_at = ? WHERE link_hash = ? AND used_at IS NULL',
        now,
        linkHash,
      )) === 1,
    reopen: async (linkHash) => {
      await rows.run(
        'UPDATE report_links SET used_at = NULL WHERE link_hash = ? AND has_arrived = 0',
        linkHash,
      );
    },
    end: async (linkHash, now) => {
      await rows.run(
        'UPDATE report_links SET used_at = coalesce(used_at, ?), has_arrived = 1 WHERE link_hash = ?',
        now,
        linkHash,
      );
    },
    forget: async (requestId) => {
      await rows.run('DELETE FROM report_links WHERE request_id = ?', requestId);
    },
    removeExpired: async (now) => {
      await rows.run('DELETE FROM report_links WHERE expires_at <= ?', now);
    },
  };
}
