import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { inBrowser, startChromium } from '../support/chromium.js';
import { openConsole } from '../support/console-page.js';
import { startIdentityProvider, type IdentityProvider } from '../support/start-identity-provider.js';
import { startRestartable, type Restartable } from '../support/start-restartable.js';

let chromium: Browser | undefined;
let place: Restartable;
let provider: IdentityProvider;
beforeAll(async () => {
  chromium = await startChromium();
  const port = await freePort();
  provider = await startIdentityProvider(`http://127.0.0.1:${port}/console/sign-in/callback`);
  const { issuer, clientId, clientSecret } = provider;
  const roles = [['auditors', 'auditor']] as const;
  const openId = { issuer, clientId, clientSecret, scope: 'openid profile', claim: 'groups', roles };
  place = await startRestartable({}, () => ({ port, openId }));
}, 60_000);
afterAll(async () => {
  await chromium?.close();
  await place.close();
  provider.close();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function comeBy(person: string) {
  if (!chromium) throw new Error('There is no Chromium.');
  const visit = await openConsole(chromium, place.address, {}, [provider.issuer]);
  const { page } = visit;
  await page.getByRole('button', { name: 'Sign in with your organisation' }).click();
  await page.locator('input[name=login]').fill(person);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: /continue/i }).click();
  await page.waitForURL(`${place.address}/console/**`);
  return visit;
}

describe('sign-in by an identity provider', () => {
  inBrowser('gives the role of the first group that is mapped, and the ledger no name', async () => {
    const { page, context } = await comeBy('auditors.robin');
    expect(await page.getByText('Signed in as').innerText()).toBe('Signed in as auditor');
    const [session] = await place.server().service.store.sessions.list();
    expect(session?.owner).toMatch(/^oidc:[0-9a-f]{16}$/);
    const entries = await place.server().service.ledger.page('installation', 0, 100);
    expect(JSON.stringify(entries)).not.toContain('robin');
    expect((await context.cookies(`${place.address}/console/`)).map(({ name }) => name)).toContain(
      'dsar_session',
    );
    await context.close();
  });

  inBrowser('of somebody without a mapped group says which claim was missing', async () => {
    const { page, context } = await comeBy('others.kim');
    expect(await page.getByRole('alert').innerText()).toContain('the claim “groups” is missing');
    await context.close();
  });

  inBrowser('is over when its answer comes a second time, or to another browser', async () => {
    if (!chromium) throw new Error('There is no Chromium.');
    const { page, context } = await comeBy('auditors.robin');
    await page.goto(`${place.address}/console/sign-in/callback?code=x&state=y`);
    expect(await page.getByRole('alert').innerText()).toContain('did not come to an end');
    await context.close();
  });
});
