import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The second vendor in a box. */
export interface Harbour {
  apiUrl: string;
  oauthUrl: string;
  /** Whom it knows, with what they wrote. */
  book: Map<string, { person: string; notes: string[] }>;
  /** Paths that were called, in order. */
  calls: string[];
  /** Tokens it was shown that are none of its own. */
  foreignTokens: string[];
  close(): Promise<void>;
}

const token = 'key-of-the-harbour';

/** Starts it on a free port. It answers in its own form, and knows one account. */
export async function startHarbour(): Promise<Harbour> {
  const book: Harbour['book'] = new Map();
  const calls: string[] = [];
  const foreignTokens: string[] = [];
  const answer = (path: string, query: URLSearchParams): object => {
    const [, , , name = '', list] = path.split('/').map(decodeURIComponent);
    const known = book.get(name) ?? [...book.values()].find(({ person }) => person === name);
    if (!known) return { fault: { number: 41, words: 'nobody' } };
    if (list !== 'notes') return { person: known.person, book: 'book-1', address: name };
    const from = Number(query.get('cursor') ?? 0);
    const per = Number(query.get('per'));
    const entries = known.notes.map((text, index) => ({ key: `note-${index}`, text }));
    const rest = entries.length > from + per ? { next: String(from + per) } : {};
    return { entries: entries.slice(from, from + per), all: entries.length, ...rest };
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://harbour.example.com');
    calls.push(url.pathname);
    const shown = request.headers.authorization ?? '';
    const isToken = url.pathname === '/keys/new';
    if (!isToken && shown !== `Bearer ${token}`) foreignTokens.push(shown);
    const body = isToken ? { key: token, seconds: 3_600 } : answer(url.pathname, url.searchParams);
    response.writeHead('fault' in body ? 404 : 200, { 'content-type': 'application/json' });
    request.resume().once('end', () => response.end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ apiUrl: `${origin}/book`, oauthUrl: `${origin}/keys`, book, calls, foreignTokens },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
