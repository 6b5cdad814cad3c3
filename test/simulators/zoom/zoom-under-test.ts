import { afterEach } from '@jest/globals';
import {
  demoEmail,
  startSimulator,
  type JsonObject,
  type Simulator,
  type SimulatorOptions,
  type WorldUser,
} from '../../../simulators/zoom/index.js';

/** An answer, with its body as text and, where it is JSON, as an object. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: JsonObject;
}

/** A simulator with a token, and the demo person in it. */
export interface ZoomUnderTest {
  simulator: Simulator;
  person: WorldUser;
  /** GET below the API URL with the bearer token; redirects are not followed. */
  get: (path: string, token?: string) => Promise<Answer>;
}

const running: Simulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

/** The time of tests that do not care for the present. */
export const noon = new Date('2026-06-15T12:00:00Z');

/** Starts a simulator that the end of the test stops. */
export async function simulate(options: SimulatorOptions = {}): Promise<ZoomUnderTest> {
  const simulator = await startSimulator({ now: () => noon, enforceRateLimits: false, ...options });
  running.push(simulator);
  const ownToken = simulator.issueToken();
  const person = simulator.world.users.find(({ email }) => email === demoEmail);
  if (!person) throw new Error('the world has no demo person');
  return {
    simulator,
    person,
    get: (path, token = ownToken) =>
      fetchAnswer(`${simulator.apiUrl}${path}`, { headers: { authorization: `Bearer ${token}` } }),
  };
}

/** Fetches without following redirects. */
export async function fetchAnswer(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

/** The rows of a list in an answer. */
export function rowsOf(answer: Answer, field: string): JsonObject[] {
  return (answer.body[field] ?? []) as JsonObject[];
}

/** A `yyyy-mm-dd` day so many days before the time of the tests. */
export function day(daysAgo: number): string {
  return new Date(noon.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);
}

/** Follows page tokens to the end. */
export async function allRows(zoom: ZoomUnderTest, path: string, field: string): Promise<JsonObject[]> {
  const rows: JsonObject[] = [];
  const separator = path.includes('?') ? '&' : '?';
  for (let token: unknown = undefined; token !== '';) {
    const next = typeof token === 'string' ? `${separator}next_page_token=${encodeURIComponent(token)}` : '';
    const answer = await zoom.get(`${path}${next}`);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    rows.push(...rowsOf(answer, field));
    token = answer.body.next_page_token;
  }
  return rows;
}

function parsed(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return {};
  }
}
