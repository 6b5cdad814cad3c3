import { describe, expect, it } from '@jest/globals';
import { allRows, day, rowsOf, simulate } from './zoom-under-test.js';

const base = '/phone/users/alex.demo@example.com';
const dates = `?from=${day(30)}&to=${day(0)}&page_size=300`;

describe('the call history', () => {
  it('shows elements beside the logs of the second generation, elements alone, or logs alone', async () => {
    const { get, simulator } = await simulate();
    const arrays = async (shape: 'both' | 'call_elements' | 'call_logs') => {
      simulator.world.account.callHistory = shape;
      const answer = await get(`${base}/call_history${dates}`);
      return [rowsOf(answer, 'call_elements'), rowsOf(answer, 'call_logs')];
    };
    const [elements = [], logs = []] = await arrays('both');
    expect(elements.length).toBeGreaterThan(10);
    expect(logs.map(({ id }) => id)).toEqual(elements.map(({ call_element_id: id }) => id));
    expect(logs[0]).not.toHaveProperty('call_element_id');
    expect(await arrays('call_elements')).toEqual([elements, []]);
    expect(await arrays('call_logs')).toEqual([[], logs]);
  });

  it('has two elements for a call that was transferred', async () => {
    const { get } = await simulate();
    const elements = rowsOf(await get(`${base}/call_history${dates}`), 'call_elements');
    const histories = new Set(elements.map(({ call_history_uuid: uuid }) => uuid));
    expect(histories.size).toBeLessThan(elements.length);
  });

  it('and the call logs can each be missing from an account', async () => {
    const { get, simulator } = await simulate();
    simulator.world.account.callHistory = 'not_offered';
    expect(await get(`${base}/call_history${dates}`)).toMatchObject({ status: 400, body: { code: 2300 } });
    expect(rowsOf(await get(`${base}/call_logs${dates}`), 'call_logs').length).toBeGreaterThan(10);
    simulator.world.account.offersCallLogs = false;
    expect(await get(`${base}/call_logs${dates}`)).toMatchObject({ status: 400, body: { code: 2300 } });
  });
});

describe('voicemails', () => {
  it('have their transcription only in the detail', async () => {
    const zoom = await simulate();
    const [listed] = await allRows(zoom, `${base}/voice_mails${dates}`, 'voice_mails');
    expect(listed).not.toHaveProperty('transcription');
    const { body } = await zoom.get(`/phone/voice_mails/${listed?.id as string}`);
    expect(body).toMatchObject({ id: listed?.id, transcription: { status: 2 } });
    expect(await zoom.get('/phone/voice_mails/none')).toMatchObject({ status: 400, body: { code: 300 } });
  });

  it('in the trash are listed apart, within the same windows', async () => {
    const zoom = await simulate();
    const { trashedVoicemails } = zoom.person.phone;
    const windows = [0, 30, 60, 90, 120, 150].map((to) => `?from=${day(to + 30)}&to=${day(to)}&trash=true`);
    const rows = await Promise.all(
      windows.map((window) => allRows(zoom, `${base}/voice_mails${window}`, 'voice_mails')),
    );
    expect(rows.flat().map(({ id }) => id)).toEqual(trashedVoicemails.map(({ id }) => id));
    expect(trashedVoicemails.length).toBeGreaterThan(1);
    expect((await zoom.get(`/phone/voice_mails/${trashedVoicemails[0]?.id as string}`)).body).toHaveProperty(
      'deleted_time',
    );
  });
});
