import type { ScopeAlternatives } from '../../../src/contract/index.js';

/** Scopes of operations on the person's own meetings. */
export const meetingScopes = (name: string): ScopeAlternatives => ({
  granular: [`meeting:read:${name}`, `meeting:read:${name}:admin`],
  classic: ['meeting:read', 'meeting:read:admin'],
});

/** Scopes of reports, which only administrators can grant. */
export const reportScopes = (name: string): ScopeAlternatives => ({
  granular: [`report:read:${name}:admin`],
  classic: ['report:read:admin'],
});

/** Scopes of operations on one recording. */
export const recordingScopesOf = (name: string): ScopeAlternatives => ({
  granular: ['', ':admin', ':master'].map((level) => `cloud_recording:read:${name}${level}`),
  classic: ['recording:read', 'recording:read:admin'],
});

/** Limits under which the operations count. */
export const light = { family: 'main', label: 'light' };
export const medium = { family: 'main', label: 'medium' };
export const heavy = { family: 'main', label: 'heavy' };
