import { describe, expect, test } from '@jest/globals';
import { namesInSharedLine } from '../../../connectors/zoom/sources/shared-lines.js';
import { chatSessions } from '../../../connectors/zoom/sources/chat-sessions.js';
import type { Subject, VendorRecord } from '../../../src/contract/index.js';

const subject: Subject = {
  ...{ id: 'u1', email: 'robin.subject@example.com', record: {} },
  addresses: ['robin.subject@example.com', 'robin@example.org'],
};
const profile = {
  ...{ id: 'u1', phone_user_id: 'p1', extension_id: 'e1', extension_number: 2001 },
  phone_numbers: [{ number: '+493090182001' }],
};
const whose = (record: VendorRecord) => namesInSharedLine(record, { subject, parent: profile });

describe('what a shared phone line keeps', () => {
  test.each<[string, VendorRecord, string]>([
    ['who took the call', { accepted_by: { name: 'Somebody', extension_number: '2001' } }, 'subject'],
    ['who made it', { outgoing_by: { extension_number: '2001' } }, 'subject'],
    ['who owns it, by the id of the extension', { owner: { id: 'e1', name: 'Bees' } }, 'subject'],
    ['an end, in digits', { caller_number: '493090182001' }, 'subject'],
    [
      'somebody else of the same name',
      { accepted_by: { name: 'Robin', extension_number: '2002' } },
      'nobody',
    ],
    ['a longer number', { caller_number: '12001', callee_number: '20010' }, 'nobody'],
    ['nobody', { id: 'r1', owner: {}, caller_number: '' }, 'unnamed'],
  ])('names the person as %s, or not', (_name, record, about) => {
    expect(whose(record)).toBe(about);
  });
});

describe('chats of the whole account', () => {
  const held = new Set(['c1']);
  const about = (record: VendorRecord) => chatSessions.about(record, { subject, held });

  test.each<[string, VendorRecord, string]>([
    [
      'of two, by any address',
      { id: 's', type: '1:1', member_emails: ['ROBIN@example.org', 'x@example.com'] },
      'subject',
    ],
    ['of two others', { id: 's', type: '1:1', member_emails: ['a@example.com', 'b@example.com'] }, 'nobody'],
    ['of two, without names', { id: 's', type: '1:1' }, 'unnamed'],
    ['of a channel of the person', { id: 's', type: 'Group', channel_id: 'c1' }, 'subject'],
    ['of another channel', { id: 's', type: 'Group', channel_id: 'c2' }, 'nobody'],
    ['of the person’s own list', { type: 'groupchat', channel_id: 'c2' }, 'subject'],
  ])('%s', (_name, record, wanted) => {
    expect(about(record)).toBe(wanted);
  });
});
