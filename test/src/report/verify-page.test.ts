import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { packageFolder } from '../../../src/package.js';
import { describeKey } from '../../../src/storage/signing-key.js';
import { buildReport, factsOf } from '../../support/build-report.js';
import { inBrowser, startChromium } from '../../support/chromium.js';
import { openCollected, type Collected } from '../../support/collected.js';
import { declareSource } from '../../support/declared-source.js';

const key = generateKeyPairSync('ed25519');
const publicKey = describeKey(key.publicKey);
const signer = { publicKey, sign: (content: Buffer) => sign(null, content, key.privateKey) };
const otherKey = describeKey(generateKeyPairSync('ed25519').publicKey);

let collected: Collected;
let zip: string;
let whole: string;
let browser: Browser | undefined;
let page: Page;
let noise: string[];
/** A copy of the unpacked report, to be harmed. */
let copy: string;

beforeAll(async () => {
  collected = await openCollected();
  await collected.list(
    'things',
    Array.from({ length: 40 }, (_, id) => ({ id: String(id), text: 'x'.repeat(id) })),
  );
  const facts = factsOf(collected, [declareSource()], { signer });
  ({ path: zip } = await buildReport(collected, facts));
  const tree = join(collected.folder, 'tree');
  execFileSync('unzip', ['-q', zip, '-d', tree]);
  whole = join(tree, readdirSync(tree)[0] ?? '');
  browser = await startChromium();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await collected.close();
});

beforeEach(async () => {
  copy = join(collected.folder, 'copy', 'access-report');
  rmSync(copy, { recursive: true, force: true });
  cpSync(whole, copy, { recursive: true });
  if (!browser) return;
  const context = await browser.newContext({ offline: true });
  page = await context.newPage();
  noise = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('file://')) noise.push(request.url());
  });
  await page.goto(`file://${join(whole, 'verify.html')}`);
});

/** Chooses a folder or a zip, presses the button, and reads what the page says. */
async function check(path: string, trusted = ''): Promise<string> {
  const isZip = path.endsWith('.zip');
  await page.locator(isZip ? '#zip' : '#folder').setInputFiles(path);
  await page.locator('#key').fill(trusted);
  await page.getByRole('button', { name: 'Check the report' }).click();
  await page.locator('#check:enabled').waitFor();
  return `${await page.locator('#findings').innerText()}\n${await page.locator('#told').innerText()}`;
}

/** Packs a folder with Python, deflated, so that the page has a zip of another program. */
function packed(folder: string, name: string): string {
  const target = join(collected.folder, name);
  execFileSync('python3', ['-m', 'zipfile', '-c', target, folder]);
  return target;
}

const things = 'data/things/things.json';
const harm: Record<string, [() => void, string[]]> = {
  'one changed byte': [
    () => {
      const bytes = readFileSync(join(copy, things));
      bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20);
      writeFileSync(join(copy, things), bytes);
    },
    ['not as it was made', 'Changed', things],
  ],
  'a file that is gone': [() => rmSync(join(copy, things)), ['not as it was made', 'Missing', things]],
  'an added file': [
    () => writeFileSync(join(copy, 'data/things/more.json'), '[]'),
    ['not as it was made', 'Added', 'data/things/more.json'],
  ],
  'a list that was changed with its file': [
    () => {
      const list = join(copy, 'manifest-sha256.txt');
      writeFileSync(
        list,
        readFileSync(list, 'utf8').replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
      );
    },
    ['not as it was made', 'manifest-sha256.txt'],
  ],
  'another signature': [
    () => writeFileSync(join(copy, 'tagmanifest-sha256.txt.sig'), Buffer.alloc(64, 7)),
    ['not as it was made', 'not valid'],
  ],
  'a signature that is gone': [
    () => rmSync(join(copy, 'tagmanifest-sha256.txt.sig')),
    ['not as it was made', 'not valid'],
  ],
};

describe('verify.html, opened from the disk without a network', () => {
  inBrowser('finds the unpacked folder and the zip whole, and says whose key it is', async () => {
    for (const path of [whole, zip]) {
      const said = await check(path);
      expect(said).toContain('The report is whole');
      expect(said).toContain(`valid, made with the key ${publicKey.id}. Compare`);
      expect(said).toContain('no gap in the places that answered');
    }
    expect(noise).toEqual([]);
  });

  inBrowser('compares with the key that was given: its ID, or the key itself', async () => {
    for (const mine of [publicKey.id, publicKey.id.toUpperCase(), publicKey.pem, ` ${publicKey.pem}\r\n`])
      expect(await check(whole, mine)).toContain('which is the one you gave');
    for (const other of [otherKey.id, otherKey.pem, 'no key at all'])
      expect(await check(zip, other)).toContain('signed by somebody else');
  });

  inBrowser.each(Object.keys(harm))('%s is found, in the folder and in the zip', async (name) => {
    const [change, words] = harm[name] ?? [() => undefined, []];
    change();
    for (const path of [copy, packed(copy, 'harmed.zip')]) {
      const said = await check(path);
      for (const word of words) expect(said).toContain(word);
      expect(said).not.toContain('The report is whole');
    }
  });

  inBrowser('passes over what a file manager leaves, and says how much', async () => {
    writeFileSync(join(copy, '.DS_Store'), 'x');
    mkdirSync(join(copy, '..', '__MACOSX'), { recursive: true });
    const said = await check(packed(copy, 'finder.zip'));
    expect(said).toContain('The report is whole');
    expect(said).toMatch(/passed over\s+1/);
  });

  inBrowser('says what is no report: a text, an age file, another folder', async () => {
    const other = join(collected.folder, 'other');
    mkdirSync(other, { recursive: true });
    writeFileSync(join(other, 'letter.txt'), 'no report');
    writeFileSync(join(other, 'text.zip'), 'no zip');
    writeFileSync(join(other, 'age.zip'), 'age-encryption.org/v1\n-> X25519 abc\n');
    expect(await check(join(other, 'text.zip'))).toContain('This file is no zip');
    expect(await check(join(other, 'age.zip'))).toContain('encrypted with age');
    expect(await check(other)).toContain('bagit.txt is missing');
    expect(noise).toEqual([]);
  });

  inBrowser('asks for a choice first', async () => {
    await page.getByRole('button', { name: 'Check the report' }).click();
    expect(await page.locator('#told').innerText()).toContain(
      'Choose the unpacked folder or the zip file first',
    );
  });

  inBrowser('has no accessibility finding, empty and with a result, and fits narrow screens', async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await page.evaluate(axe);
    const findings = () =>
      page.evaluate<string[][]>(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))',
      );
    expect(await findings()).toEqual([]);
    rmSync(join(copy, things));
    await check(copy);
    expect(await findings()).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  });

  test('names no address and may fetch nothing', () => {
    const html = readFileSync(join(whole, 'verify.html'), 'utf8');
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/connect-src|unsafe-|<script src/);
    const bundle = readFileSync(join(packageFolder(), 'dist/src/report/verify-page.mjs'), 'utf8');
    const digest = createHash('sha256').update(bundle).digest('base64');
    expect(html).toContain(`script-src 'sha256-${digest}';`);
    expect(html.split('<script').map((part) => part.slice(0, 40))).toHaveLength(3);
    expect(html.includes(`<script>${bundle}</script>\n</body>`)).toBe(true);
  });
});
