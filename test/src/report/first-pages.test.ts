import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { demoEmail, type Simulator } from '../../../simulators/zoom/index.js';
import { packageFolder } from '../../../src/package.js';
import { chromiumPath, openPage, startChromium } from '../../support/open-page.js';
import { unpack, type ReadReport } from '../../support/read-report.js';
import { startInstallation } from '../../support/start-service.js';

/** `npm run pictures` takes the pictures of docs/images anew. */
const isPictured = (globalThis as { takePictures?: boolean }).takePictures === true;

const paidOnly = { code: 200, message: 'This is only available for paid account: 1234' };
const blocked = {
  status: 403,
  headers: { 'Content-Type': 'text/html' },
  body: '<!DOCTYPE html><html><head><title>Blocked</title></head><body>Web Gateway: category not allowed.</body></html>',
};

/** Licences are gone, data from before may be kept. */
function downgrade({ world, faults }: Simulator): void {
  const user = world.users.find(({ email }) => email === demoEmail);
  if (!user) throw new Error('The demo person is gone.');
  user.licences = { webinar: false, phone: false };
  user.profile.type = 1;
  user.settings.default.feature = { zoom_phone: false, webinar: false };
  // Nothing else is missing: the recording in the making would be a gap of its own.
  user.recordings = user.recordings.filter(({ recording_count }) => recording_count !== 0);
  const operation = '/report/users/{userId}/meetings';
  faults.add({ operation, times: Infinity, respond: { status: 400, body: paidOnly } });
}

/** Something on the way lets nothing but the look-up pass. */
const block = ({ faults }: Simulator) =>
  faults.add({ operation: /^\/(users\/\{userId\}\/|report|phone)/, times: Infinity, respond: blocked });

interface Told {
  email: string;
  prepare?: (simulator: Simulator) => unknown;
  /** What the first page says, and must not say. */
  says: RegExp[];
  neverSays: RegExp[];
}

const people: Record<string, Told> = {
  downgraded: {
    email: demoEmail,
    prepare: downgrade,
    says: [
      /5 of the 12 places that this report names were asked and answered/,
      /7 places gave nothing because Zoom says that the licence or plan is missing/,
      /What was kept there before, this report cannot tell/,
      /Refused: no licence for it/,
      /Everything that was found is in this report: 5 of 12 places answered/,
      /What this report does not cover/,
    ],
    neverSays: [/All 12 places/, /every place was looked at/i],
  },
  nobody: {
    email: 'nobody@example.com',
    says: [/Nobody with this e-mail address was found/, /Nothing else was asked/, /Profile picture/],
    neverSays: [/All \d+ places/],
  },
  'in-one-list': {
    email: 'gina.gone@example.com',
    says: [/Found among list of inactive users/, /What this report does not cover/],
    neverSays: [/every place was looked at/i],
  },
  firewall: {
    email: demoEmail,
    prepare: block,
    says: [
      /This report has gaps/,
      /11 of 12 Asked, without a usable answer/,
      /something on the way to it, such as a firewall/,
      /this report cannot tell/,
      /What would help/,
    ],
    neverSays: [/All \d+ places/, /Everything found there is in this report/, /Zoom refused/],
  },
};

const folder = mkdtempSync(join(tmpdir(), 'dsar-first-pages-'));
let browser: Browser | undefined;

beforeAll(async () => {
  if (isPictured && chromiumPath !== undefined) browser = await startChromium();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function reportOf({ email, prepare }: Told): Promise<ReadReport & { top: string }> {
  const installation = await startInstallation();
  try {
    prepare?.(installation.simulator);
    const report = await installation.report(email);
    return { ...report, top: unpack(report.path, mkdtempSync(join(folder, 'one-'))) };
  } finally {
    await installation.close();
  }
}

describe('the first page tells what was not looked at', () => {
  test.each(Object.entries(people))(
    'to a person who is %s',
    async (name, told) => {
      const report = await reportOf(told);
      const page = report
        .text('index.html')
        .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ');
      for (const words of told.says) expect(page).toMatch(words);
      for (const words of told.neverSays) {
        expect(page).not.toMatch(words);
        expect(report.text('README.txt').replaceAll(/\s+/g, ' ')).not.toMatch(words);
        expect(report.manifest.completeness.statement).not.toMatch(words);
      }
      const { sources, ...totals } = report.manifest.completeness.totals;
      expect(
        totals.sources_answered +
          totals.sources_refused +
          totals.sources_without_answer +
          totals.sources_not_asked,
      ).toBe(sources);
      if (!browser) return;
      const { page: shown } = await openPage(browser, join(report.top, 'index.html'), {
        viewport: { width: 1100, height: 900 },
      });
      await shown.screenshot({
        path: join(packageFolder(), `docs/images/first-page-${name}.png`),
        clip: { x: 0, y: 0, width: 1100, height: 1700 },
        fullPage: true,
      });
    },
    60_000,
  );
});
