import type { FilePeople } from '../../../src/contract/index.js';

/**
 * How recording files name people: captions start with the speaker, chat lines with time and sender (and receiver
 * of a private message), poll tables have columns, timelines list who is seen.
 */
export const peopleInFiles: FilePeople = {
  speakers: {
    vtt: /^([^:<>]{1,80}):\s/,
    txt: /^(?:\d{4}-\d{2}-\d{2}\s)?\d{1,2}:\d{2}(?::\d{2})?\s+(?:From\s+)?(\S[^:]{0,80}?)(?:\s+to\s+(?!everyone\b|me\b|you\b|all\b)(\S[^:]{0,80}?)|\s+to\s+\S[^:]{0,40}?)?(?:\s*\((?:privately|direct message)\))?\s*:(?:\s|$)/i,
  },
  fields: [
    { name: 'User Name', email: ['Email', 'User Email', 'Email Address'] },
    { name: ['username', 'user_name', 'display_name'], email: ['email', 'user_email', 'email_address'] },
    { id: 'zoom_userid', name: 'username' },
    { name: ['sender', 'sender_name'], email: 'sender_email' },
    { name: ['receiver', 'receiver_name'], email: 'receiver_email' },
  ],
};
