import type { FilePeople, LabelLayout } from '../../../src/contract/index.js';

/** Captions and transcripts start with the speaker, on each cue or where the speaker changes, or have voice tags. */
const captions: LabelLayout = { form: 'captions' };

/**
 * Chat lines start with time and sender, and name the receiver of a private message. A chat that a participant saved
 * is in the language of the client.
 */
const chat: LabelLayout = {
  form: 'chat',
  words: [
    {
      from: 'from',
      to: ['to'],
      everybody: [
        ...[
          'everyone',
          'everybody',
          'all',
          'me',
          'you',
          'everyone in waiting room',
          'waiting room participants',
        ],
        ...['waiting room', 'panelists', 'all panelists', 'all attendees', 'all panelists and attendees'],
        ...[
          'host and panelists',
          'hosts and panelists',
          'host & panelists',
          'hosts & panelists',
          'host',
          'hosts',
        ],
        ...['hosts and co-hosts', 'host and co-hosts', 'co-hosts', 'all participants', 'meeting group chat'],
      ],
    },
    { from: 'von', to: ['an'], everybody: ['alle', 'alle teilnehmer', 'jeden', 'mich', 'sie'] },
    {
      from: 'de',
      to: ['à', 'a', 'para'],
      everybody: ['tout le monde', 'tous', 'moi', 'todos', 'todo el mundo', 'mí'],
    },
    { from: 'da', to: ['a'], everybody: ['tutti', 'me'] },
    { from: 'van', to: ['aan', 'naar'], everybody: ['iedereen', 'mij'] },
  ],
  asides: ['privately', 'direct message', 'in waiting room', 'waiting room', 'direktnachricht', 'privat'],
};

/** How recording files name people; poll tables have columns, timelines list who is seen. */
export const peopleInFiles: FilePeople = {
  labels: { vtt: captions, srt: captions, txt: chat },
  fields: [
    {
      name: [
        'User Name',
        'Participant Name',
        'Attendee Name',
        'Name (Original Name)',
        'Name (original name)',
      ],
      email: ['Email', 'User Email', 'Email Address'],
    },
    { name: ['First Name+Last Name'], email: ['Email', 'User Email', 'Email Address'] },
    {
      name: ['username', 'user_name', 'userName', 'display_name'],
      email: ['email', 'user_email', 'email_address'],
    },
    { id: 'zoom_userid', name: 'username' },
    { name: ['sender', 'sender_name'], email: 'sender_email' },
    { name: ['receiver', 'receiver_name'], email: 'receiver_email' },
    { name: ['speaker', 'speaker_name', 'participant_name'], email: 'speaker_email' },
  ],
};
