import { Refusal } from './refusal.js';

/** The documented refusal of a user whose invitation was never accepted. */
export function invitationExpired(): Refusal {
  return new Refusal(400, 1120, 'A valid invitation to join the Zoom account was not found for this user.');
}
