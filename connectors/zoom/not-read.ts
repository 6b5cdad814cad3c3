import type { UnreadKind } from '../../src/contract/index.js';

/**
 * What Zoom can hold about a person and this connector does not read. A kind that becomes a source leaves this list.
 * Source: the operations named under https://developers.zoom.us/docs/api/
 */
export const notRead: readonly UnreadKind[] = [
  {
    id: 'left-behind',
    title: 'Recordings and phone data of users who left',
    sentence:
      'Of somebody who is no user any more, recordings, voicemails and phone recordings that stayed in the account; lists of sign-ins, changes, calls into meetings and the archive are searched for the address.',
  },
  {
    id: 'chat-contacts',
    title: 'Contacts kept in chat',
    sentence: 'Zoom tells them only to an app that the person has connected for themselves.',
  },
  {
    id: 'held-chat',
    title: 'Chat that is held for a legal matter',
    sentence:
      'Messages older than six months, where the company holds them for a legal matter (legal hold of Zoom Chat).',
  },
  {
    id: 'fax-pages',
    title: 'Pages of faxes',
    sentence: 'That a fax was sent or received is in this report; Zoom documents no way to read its pages.',
  },
  {
    id: 'polls',
    title: 'Surveys of webinars',
    sentence: 'Answers given in them, and the settings and the report of a single webinar.',
  },
  {
    id: 'summaries',
    title: 'Conversations with the AI assistant',
    sentence: 'What was asked of Zoom’s assistant, unless a recording has it as a file.',
  },
  {
    id: 'shared-clips',
    title: 'Clips of others',
    sentence: 'Clips that others shared with the person, and comments the person wrote on them.',
  },
  {
    id: 'documents',
    title: 'Documents, notes, whiteboards and tasks',
    sentence: 'Whatever is written, drawn or planned with the programs that Zoom has for it.',
  },
  {
    id: 'mail-and-calendar',
    title: 'Mail, calendar and appointments',
    sentence: 'Messages in Zoom Mail, entries in Zoom Calendar and bookings in Zoom Scheduler.',
  },
  {
    id: 'workspaces',
    title: 'Desks, rooms and visits',
    sentence: 'Reservations of desks and rooms, and visits that were announced.',
  },
  {
    id: 'customer-contact',
    title: 'Contact centre, sales calls and events',
    sentence:
      'Conversations in Zoom Contact Center, the analysis of sales calls, and tickets of Zoom Events.',
  },
  {
    id: 'around-the-user',
    title: 'Settings of groups',
    sentence: 'The profile names the groups by their IDs; their names and what they prescribe were not read.',
  },
  {
    id: 'profile-picture',
    title: 'Profile picture',
    sentence: 'The profile names the address of the picture; the picture itself was not fetched.',
  },
  {
    id: 'records-of-others',
    title: 'Records of other people that mention the person',
    sentence:
      'What is kept under other users or in other companies’ accounts; this report reads what is kept under the person’s own user.',
  },
];
