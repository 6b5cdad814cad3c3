import { describe, expect, it } from '@jest/globals';
import { allRows, day, noon, rowsOf, simulate } from './zoom-under-test.js';

const calls = (size: number) =>
  `/phone/users/alex.demo@example.com/call_history?from=${day(30)}&to=${day(0)}&page_size=${size}`;
const report = `/report/users/alex.demo@example.com/meetings?from=${day(30)}&to=${day(0)}&type=pastJoined&page_size=7`;

describe('page tokens', () => {
  it('lead through every row once', async () => {
    const zoom = await simulate();
    const whole = await zoom.get(calls(300));
    const paged = await allRows(zoom, calls(4), 'call_elements');
    expect(whole.body.total_records).toBeGreaterThan(12);
    expect(whole.body.next_page_token).toBe('');
    expect(paged).toEqual(rowsOf(whole, 'call_elements'));
  });

  it('die after their lifetime: 400/300, in Phone 400/400', async () => {
    let now = noon;
    const { get } = await simulate({ now: () => now });
    const tokens: string[] = [];
    for (const path of [report, calls(3)]) tokens.push((await get(path)).body.next_page_token as string);
    const follow = () =>
      Promise.all([
        get(`${report}&next_page_token=${tokens[0] ?? ''}`),
        get(`${calls(3)}&next_page_token=${tokens[1] ?? ''}`),
      ]);
    now = new Date(noon.getTime() + 15 * 60_000);
    expect((await follow()).map(({ status }) => status)).toEqual([200, 200]);
    now = new Date(noon.getTime() + 15 * 60_000 + 1);
    const message = 'The next page token is invalid or expired.';
    expect((await follow()).map(({ status, body }) => [status, body])).toEqual([
      [400, { code: 300, message }],
      [400, { code: 400, message }],
    ]);
  });

  it('belong to their query', async () => {
    const { get } = await simulate();
    const token = (await get(report)).body.next_page_token as string;
    expect((await get(`${report.replace('pastJoined', 'past')}&next_page_token=${token}`)).status).toBe(400);
    expect((await get(`${report}&next_page_token=${token}`)).status).toBe(200);
    expect((await get(`${report}&next_page_token=forged`)).status).toBe(400);
  });

  it('may follow an empty first page', async () => {
    const zoom = await simulate();
    const path = `/phone/users/alex.demo@example.com/voice_mails?from=${day(30)}&to=${day(0)}`;
    const first = await zoom.get(path);
    expect(rowsOf(first, 'voice_mails')).toEqual([]);
    expect(first.body.next_page_token).not.toBe('');
    expect(await allRows(zoom, path, 'voice_mails')).toHaveLength(first.body.total_records as number);
    zoom.simulator.world.emptyFirstPages = [];
    expect(rowsOf(await zoom.get(path), 'voice_mails').length).toBe(first.body.total_records);
  });
});

describe('page sizes', () => {
  it('above the maximum are refused, or cut where the simulator is told so', async () => {
    const refusing = await simulate();
    expect(await refusing.get(calls(301))).toMatchObject({ status: 400, body: { code: 300 } });
    const cutting = await simulate({ oversizedPages: 'cut' });
    expect((await cutting.get(calls(301))).body.page_size).toBe(300);
  });

  it.each(['0', '-1', 'x', '1.5'])('of %s are refused', async (size) => {
    const { get } = await simulate();
    expect((await get(`/users?page_size=${size}`)).status).toBe(400);
  });
});

describe('page numbers', () => {
  it('page meetings beside the token', async () => {
    const zoom = await simulate();
    const path = '/users/alex.demo@example.com/meetings?page_size=10';
    const byToken = await allRows(zoom, path, 'meetings');
    const pages = await Promise.all([1, 2, 3].map((number) => zoom.get(`${path}&page_number=${number}`)));
    expect(pages.flatMap((page) => rowsOf(page, 'meetings'))).toEqual(byToken);
  });

  it('are all that webinars heed, though the answer carries a token', async () => {
    const { get } = await simulate();
    const path = '/users/alex.demo@example.com/webinars?page_size=3';
    const first = await get(path);
    const byToken = await get(`${path}&next_page_token=${first.body.next_page_token as string}`);
    expect(first.body.next_page_token).not.toBe('');
    expect(byToken.body.webinars).toEqual(first.body.webinars);
    const pages = await Promise.all([1, 2, 3, 4].map((number) => get(`${path}&page_number=${number}`)));
    expect(pages.map((page) => rowsOf(page, 'webinars').length)).toEqual([3, 3, 1, 0]);
    expect(new Set(pages.flatMap((page) => rowsOf(page, 'webinars').map(({ uuid }) => uuid))).size).toBe(7);
  });

  it('and tokens both work for webinars where the simulator is told so', async () => {
    const zoom = await simulate({ webinarPaging: 'token' });
    expect(await allRows(zoom, '/users/alex.demo@example.com/webinars?page_size=3', 'webinars')).toHaveLength(
      7,
    );
  });
});
