import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Source, SubjectLookup } from '../../../src/contract/index.js';
import { buildReport, factsOf, foundPerson } from '../../support/build-report.js';
import { openCollected, type Collected } from '../../support/collected.js';
import { declareSource } from '../../support/declared-source.js';
import { hasTool } from '../../support/outside-tools.js';

let collected: Collected;
beforeEach(() => {
  collected = openCollected();
});
afterEach(() => collected.close());

const attacks = [
  '<script>alert(1)</script>',
  '</style><script>alert(2)</script>',
  '</title><img src=x onerror=alert(3)>',
  '"><svg onload=alert(4)>',
  "' onmouseover='alert(5)",
  '<a href="javascript:alert(6)">x</a>',
  '<iframe srcdoc="<script>alert(7)</script>"></iframe>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<base href="https://evil.example/">',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<%= process.env %><%~ it.style %>',
  '&lt;script&gt;&#60;script&#62;',
  '--><script>alert(8)</script>',
  '\u2028<script>\u2029',
];
const attack = attacks.join(' ');

/** Where an attacker could write: every text of the facts that comes from outside. */
async function renderHostile(source: Source = declareSource({ title: attack })): Promise<string> {
  await collected.list(source.id, [{ id: attack, topic: attack, [attack]: attack }], {
    end: { kind: 'partial', reason: 'broken_answer', remedy: attack },
    outOfReach: [{ from: attack, to: attack }],
  });
  const lookup: SubjectLookup = {
    ...foundPerson,
    searched: [{ place: attack, result: attack }],
    notSearched: [{ place: attack, result: attack }],
    subject: { email: attack, id: attack, state: attack, record: {} },
  } as SubjectLookup;
  const facts = factsOf(collected, [source], { lookup });
  const request = {
    ...facts.request,
    email: `"${attack}"@example.com`,
    reference: attack,
    from: attack,
    to: attack,
  };
  const connection = { id: attack, plan: attack, rateShare: 0.75 };
  const { bag } = await buildReport(collected, { ...facts, request, connection });
  return readFileSync(join(collected.folder, 'bag-report', bag.entries[0]?.name ?? ''), 'utf8');
}

const parser = `
import json, sys
from html.parser import HTMLParser
found = []
class Reader(HTMLParser):
    def handle_starttag(self, tag, attrs):
        found.append([tag, dict(attrs)])
Reader().feed(open(sys.argv[1], encoding='utf-8').read())
print(json.dumps(found))
`;

/** The tags of a page as a parser sees them. */
function tagsOf(html: string): [string, Record<string, string | null>][] {
  const file = join(collected.folder, 'page.html');
  writeFileSync(file, html);
  return JSON.parse(execFileSync('python3', ['-c', parser, file], { encoding: 'utf8' })) as ReturnType<
    typeof tagsOf
  >;
}

const harmless = new Set(
  'html head meta title style body header h1 h2 h3 p strong main section dl dt dd table thead tbody tr th td a code'.split(
    ' ',
  ),
);

describe('the page', () => {
  test('escapes all data: no tag, no handler, no address comes from it', async () => {
    const html = await renderHostile();
    if (!hasTool('python3')) return;
    const tags = tagsOf(html);
    expect(tags.length).toBeGreaterThan(50);
    for (const [tag, attributes] of tags) {
      expect(harmless).toContain(tag);
      for (const [name, value] of Object.entries(attributes)) {
        expect(name).not.toMatch(/^on|^src|^style$/);
        if (name === 'href') expect(value).toMatch(/^(#[a-z-]+|data\/[\w./-]+)$/);
      }
    }
    expect(tags.filter(([tag]) => tag === 'style')).toHaveLength(1);
    expect(tags.filter(([tag, { 'http-equiv': kind }]) => tag === 'meta' && kind !== undefined)).toHaveLength(
      1,
    );
  });

  test('shows the data all the same, as text', async () => {
    const html = await renderHostile();
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toContain('<script');
    expect(html).not.toContain(process.env.PATH ?? 'no path');
  });

  test('carries a policy that allows nothing but its own style, by the right digest', async () => {
    const html = await renderHostile();
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(html)?.[1] ?? '';
    const directives = new Map(
      policy.split(';').map((part) => {
        const [name = '', ...values] = part.trim().split(' ');
        return [name, values.join(' ')];
      }),
    );
    expect(directives.get('default-src')).toBe("'none'");
    expect(directives.get('base-uri')).toBe("'none'");
    expect(directives.get('form-action')).toBe("'none'");
    for (const [name, value] of directives) if (name !== 'style-src') expect(value).toBe("'none'");
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    const digest = createHash('sha256').update(style).digest('base64');
    expect(directives.get('style-src')).toBe(`'sha256-${digest}'`);
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style>'));
    expect(style).not.toMatch(/url\(|@import|expression/i);
  });

  test('loads nothing: the only addresses are those of its own folder', async () => {
    const html = await renderHostile(declareSource());
    const unescaped = html.replaceAll(/&[a-z]+;|&#\d+;/g, '');
    expect(unescaped).not.toMatch(/<(img|script|link|iframe|object|embed|video|audio|form|input|base)\b/i);
    expect(html.match(/\b(src|srcset|action|formaction|poster|data)=["']/gi) ?? []).toEqual([]);
  });

  test('names every file up to a bound, then points to the list of all', async () => {
    const source = declareSource({ attachments: [{ id: 'audio', list: () => [] }] });
    await collected.list(source.id, [{ id: 'a' }]);
    const place = { step: 0, offset: 0, bytes: 10 };
    for (let index = 0; index < 505; index += 1)
      await collected.file(
        source.id,
        { rule: 'audio', place, query: 0, key: String(index) },
        {
          end: { kind: 'complete' },
          calls: 1,
          kind: attack,
          extension: 'mp3',
          bytes: 1,
          sha256: '0'.repeat(64),
        },
        index < 505 ? 'x' : undefined,
      );
    const { bag } = await buildReport(collected, factsOf(collected, [source]));
    const html = readFileSync(join(collected.folder, 'bag-report', bag.entries[0]?.name ?? ''), 'utf8');
    expect(html.match(/href="data\/things\/files\//g)).toHaveLength(500);
    expect(html).toContain('All 505 files are listed in <a href="data/files.csv">');
    expect(html).not.toContain('<script');
  });

  test('says in words that nobody was found', async () => {
    const lookup: SubjectLookup = {
      end: 'no_match',
      searched: [{ place: 'users by e-mail', result: 'not found' }],
      notSearched: [{ place: 'list of pending users', result: attack }],
    };
    const source = declareSource();
    const runs = [collected.run(source.id, { requested: false })];
    const { bag } = await buildReport(collected, factsOf(collected, [source], { lookup, runs }));
    const html = readFileSync(join(collected.folder, 'bag-report', bag.entries[0]?.name ?? ''), 'utf8');
    expect(bag.status).toBe('no_match');
    expect(html).toContain('No user with this e-mail address was found');
    expect(html).toContain('not searched: &lt;script&gt;');
  });
});
