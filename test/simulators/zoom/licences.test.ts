import { describe, expect, it } from '@jest/globals';
import { day, simulate } from './zoom-under-test.js';

const casey = 'casey.basic@example.com';
const dates = `?from=${day(3)}&to=${day(0)}`;
const phonePaths = [
  `/phone/users/${casey}`,
  `/phone/users/${casey}/settings`,
  `/phone/users/${casey}/call_logs${dates}`,
  `/phone/users/${casey}/voice_mails${dates}`,
  `/phone/users/${casey}/recordings${dates}`,
];
const historyPath = `/phone/users/${casey}/call_history${dates}`;

describe('without a licence', () => {
  it('webinars answer 400/200', async () => {
    const { get } = await simulate();
    const { status, body } = await get(`/users/${casey}/webinars`);
    expect([status, body.code]).toEqual([400, 200]);
    expect(body.message).toMatch(/^Webinar plan is missing\./);
  });

  it.each(phonePaths)('%s answers 400/300, or 404/1001', async (path) => {
    const { get, simulator } = await simulate();
    expect(await get(path)).toMatchObject({ status: 400, body: { code: 300, message: 'Invalid user id.' } });
    simulator.world.account.unlicensedPhone = 'user_does_not_exist';
    expect(await get(path)).toMatchObject({ status: 404, body: { code: 1001 } });
  });

  it('the call history answers 404/300', async () => {
    const { get } = await simulate();
    expect(await get(historyPath)).toMatchObject({ status: 404, body: { code: 300 } });
  });

  it.each([...phonePaths, historyPath])(
    'of the whole account for Phone %s answers 403/2031',
    async (path) => {
      const { get, simulator } = await simulate();
      simulator.world.account.hasPhone = false;
      expect(await get(path)).toMatchObject({ status: 403, body: { code: 2031 } });
    },
  );

  it('of a paid plan reports answer 400/200', async () => {
    const { get, simulator } = await simulate({ plan: 'free' });
    expect(await get(`/report/users/${casey}/meetings${dates}`)).toMatchObject({
      status: 400,
      body: { code: 200, message: `This is only available for paid account: ${simulator.world.account.id}.` },
    });
  });
});

describe('someone who is not there', () => {
  const missing = [
    [`/users/nobody@example.com/settings`, 404, 1001],
    [`/users/nobody@example.com/meetings`, 404, 1001],
    [`/users/nobody@example.com/webinars`, 404, 1001],
    [`/users/nobody@example.com/recordings`, 404, 1001],
    [`/report/users/nobody@example.com/meetings${dates}`, 404, 1001],
    [`/phone/users/nobody@example.com`, 404, 1001],
    [`/phone/users/nobody@example.com/call_history${dates}`, 404, 300],
    [`/phone/users/nobody@example.com/voice_mails${dates}`, 404, 1001],
  ] as const;

  it.each(missing)('%s answers %i/%i', async (path, status, code) => {
    const { get } = await simulate();
    expect(await get(path)).toMatchObject({ status, body: { code } });
  });

  it('has no data while pending', async () => {
    const { get } = await simulate();
    expect(await get('/users/drew.pending@example.com/settings')).toMatchObject({
      status: 400,
      body: { code: 1120 },
    });
    expect(await get('/users/drew.pending@example.com/recordings')).toMatchObject({
      status: 404,
      body: { code: 1001 },
    });
  });
});
