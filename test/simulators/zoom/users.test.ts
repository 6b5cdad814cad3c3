import { describe, expect, it } from '@jest/globals';
import { rowsOf, simulate } from './zoom-under-test.js';

const unknownUser = { code: 1001, message: 'User does not exist: nobody@example.com.' };

describe('GET /users/{userId}', () => {
  it.each(['alex.demo@example.com', 'ALEX.Demo%40Example.com'])('finds %s in any case', async (name) => {
    const { get, person } = await simulate();
    const { status, body } = await get(`/users/${name}`);
    expect([status, body.id, body.email]).toEqual([200, person.id, 'alex.demo@example.com']);
  });

  it('finds e-mails with quotes, plus signs and other scripts when they are encoded', async () => {
    const { get } = await simulate();
    expect((await get(`/users/${encodeURIComponent("pat.o'hara+zoom@example.com")}`)).status).toBe(200);
    expect((await get(`/users/${encodeURIComponent('zoë.müller@example.com')}`)).status).toBe(200);
    expect((await get("/users/pat.o'hara+zoom@example.com")).status).toBe(404);
  });

  it('answers 404/1001 for someone who is not there', async () => {
    const { get } = await simulate();
    expect(await get('/users/nobody@example.com')).toMatchObject({ status: 404, body: unknownUser });
  });

  it('shows pending users without an id, and as created at the time of the call', async () => {
    const { get } = await simulate();
    const { body } = await get('/users/drew.pending@example.com');
    expect(body).toMatchObject({ status: 'pending', created_at: '2026-06-15T12:00:00Z' });
    expect(body).not.toHaveProperty('id');
  });

  it('answers 400/1120 for an expired invitation', async () => {
    const { get } = await simulate();
    expect(await get('/users/erin.expired@example.com')).toMatchObject({ status: 400, body: { code: 1120 } });
  });

  it('does not resolve `me` for an account token', async () => {
    const { get } = await simulate();
    expect((await get('/users/me')).status).toBe(404);
  });

  it('finds someone by employee id only when asked to', async () => {
    const { get, person } = await simulate();
    expect((await get('/users/E-100423?search_by_unique_id=true')).body.id).toBe(person.id);
    expect((await get('/users/E-100423')).status).toBe(404);
  });
});

describe('GET /users', () => {
  it('lists one status a call, active by default', async () => {
    const { get, simulator } = await simulate();
    for (const status of ['active', 'inactive', 'pending'] as const) {
      const listed = rowsOf(await get(`/users?status=${status}`), 'users').map(({ email }) => email);
      const held = simulator.world.users.filter((user) => user.status === status).map(({ email }) => email);
      expect(held.length).toBeGreaterThan(1);
      expect(listed).toEqual(held);
    }
    expect(rowsOf(await get('/users'), 'users').every(({ status }) => status === 'active')).toBe(true);
  });

  it('shows whom the e-mail does not find', async () => {
    const { get } = await simulate();
    expect((await get('/users/gina.gone@example.com')).status).toBe(404);
    const gina = rowsOf(await get('/users?status=inactive'), 'users').find(
      ({ email }) => email === 'gina.gone@example.com',
    );
    expect((await get(`/users/${gina?.id as string}`)).body.status).toBe('inactive');
  });

  it('accepts 2,000 a page and refuses more', async () => {
    const { get } = await simulate();
    expect((await get('/users?page_size=2000')).status).toBe(200);
    expect(await get('/users?page_size=2001')).toMatchObject({ status: 400, body: { code: 300 } });
  });
});

describe('GET /users/{userId}/settings', () => {
  it('answers another shape for each option', async () => {
    const { get, person } = await simulate();
    const options = [
      '',
      '?option=meeting_authentication',
      '?option=recording_authentication',
      '?option=meeting_security',
    ];
    const shapes = await Promise.all(
      options.map((option) => get(`/users/${person.id ?? ''}/settings${option}`)),
    );
    const [all, ...others] = shapes.map(({ body }) => Object.keys(body).sort());
    expect(all).toEqual(expect.arrayContaining(['feature', 'in_meeting', 'recording', 'schedule_meeting']));
    expect(others).toEqual([
      ['allow_authentication_exception', 'authentication_options', 'meeting_authentication'],
      ['authentication_options', 'recording_authentication'],
      ['meeting_security'],
    ]);
    expect((await get(`/users/${person.id ?? ''}/settings?option=other`)).status).toBe(400);
  });

  it('says which licences the person has', async () => {
    const { get } = await simulate();
    expect((await get('/users/casey.basic@example.com/settings')).body.feature).toMatchObject({
      webinar: false,
      zoom_phone: false,
    });
  });
});
