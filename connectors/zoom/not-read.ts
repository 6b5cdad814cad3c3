import type { UnreadKind } from '../../src/contract/index.js';

/**
 * What Zoom can hold about a person and this connector does not read. A kind that becomes a source leaves this list.
 * Source: the operations named under https://developers.zoom.us/docs/api/
 */
export const notRead: readonly UnreadKind[] = [
  {
    id: 'chat',
    title: 'Team chat',
    sentence: 'Messages, files and channels of Zoom’s chat program are not in this report.',
  },
  {
    id: 'sms',
    title: 'Text messages and faxes',
    sentence: 'Text messages (SMS) and faxes sent or received with Zoom Phone are not in this report.',
  },
  {
    id: 'shared-lines',
    title: 'Shared phone lines',
    sentence:
      'Voicemails and recordings of a call queue, a reception or a line that several people share are not in this report.',
  },
  {
    id: 'attendance',
    title: 'Who took part in a meeting or webinar',
    sentence:
      'Lists of participants and registrations, with the times of joining and leaving, are not in this report beyond what “Meetings and webinars you hosted or attended” shows.',
  },
  {
    id: 'past-dates',
    title: 'Past dates of a series of meetings',
    sentence:
      'Zoom lists the dates on which a known meeting took place for 15 months; this report asks only for the six months of the history.',
  },
  {
    id: 'polls',
    title: 'Polls, questions and surveys',
    sentence:
      'Answers given in polls, question rounds and surveys are not in this report, unless a recording has them as a file.',
  },
  {
    id: 'summaries',
    title: 'Summaries and conversations of the AI assistant',
    sentence:
      'Summaries of meetings and calls that Zoom’s assistant wrote, and what was asked of it, are not in this report, unless a recording has them as a file.',
  },
  {
    id: 'participant-audio',
    title: 'Sound of single participants',
    sentence:
      'Where a recording has a separate sound file for each participant, these files are not in this report.',
  },
  {
    id: 'recording-views',
    title: 'Who watched a recording',
    sentence: 'Registrations for a recording, and who watched or downloaded it, are not in this report.',
  },
  {
    id: 'archive',
    title: 'Archived meetings and messages',
    sentence: 'What a company has archived with Zoom to meet legal duties is not in this report.',
  },
  {
    id: 'clips',
    title: 'Clips',
    sentence: 'Short videos made with Zoom Clips, and comments on them, are not in this report.',
  },
  {
    id: 'documents',
    title: 'Documents, notes, whiteboards and tasks',
    sentence: 'Documents, notes, whiteboards and tasks kept in Zoom are not in this report.',
  },
  {
    id: 'mail-and-calendar',
    title: 'Mail, calendar and appointments',
    sentence:
      'Messages in Zoom Mail, entries in Zoom Calendar and bookings in Zoom Scheduler are not in this report.',
  },
  {
    id: 'workspaces',
    title: 'Desks, rooms and visits',
    sentence: 'Reservations of desks and rooms, and visits that were announced, are not in this report.',
  },
  {
    id: 'customer-contact',
    title: 'Contact centre, sales calls and events',
    sentence:
      'Conversations in Zoom Contact Center, the analysis of sales calls, and tickets of Zoom Events are not in this report.',
  },
  {
    id: 'sign-ins',
    title: 'Sign-ins and changes by administrators',
    sentence:
      'The list of sign-ins with device and network address, and what administrators changed, are not in this report.',
  },
  {
    id: 'around-the-user',
    title: 'Groups, assistants, templates and devices',
    sentence:
      'Groups, assistants, permissions of the role, templates and devices of the user are not in this report beyond what the profile and the settings show.',
  },
  {
    id: 'profile-picture',
    title: 'Profile picture',
    sentence: 'The profile names the address of the picture; the picture itself is not in this report.',
  },
  {
    id: 'records-of-others',
    title: 'Records of other people that mention the person',
    sentence:
      'This report reads what is kept under the person’s own user. What is kept under other users, or in other companies’ accounts, is not in it.',
  },
];
