import type { Column, PersonFields } from '../../../src/contract/index.js';

/** Whose line it is: in the list of conversations with underscores, in members without. */
export const smsOwners = {
  user: 'Own line',
  call_queue: 'Call queue',
  callQueue: 'Call queue',
  auto_receptionist: 'Reception',
  autoReceptionist: 'Reception',
  sharedLineGroup: 'Shared line',
  serviceEndpoint: 'Line of a service',
};

/** Who writes and who reads; where it is the subject, it stays. */
export const smsPeople: readonly PersonFields[] = [
  ...['participants', 'sender', 'to_members'].map((holder) => ({
    ...{ in: holder, name: 'display_name', phone: 'phone_number' },
  })),
  { in: 'owner', id: 'id' },
];

/** The fields of a text message. */
export const smsMessageColumns: readonly Column[] = [
  { field: 'date_time', heading: 'Sent', kind: 'moment' },
  { field: 'direction', heading: 'Sent or received', codes: { In: 'Received', Out: 'Sent' } },
  { field: 'sender.display_name', heading: 'From' },
  { field: 'sender.phone_number', heading: 'From number' },
  { field: 'to_members.display_name', heading: 'To' },
  { field: 'to_members.phone_number', heading: 'To number' },
  { field: 'message', heading: 'Text' },
  {
    field: 'delivery_status',
    heading: 'What became of it',
    codes: {
      received: 'Received',
      delivered: 'Delivered',
      sent: 'Sent to the carrier',
      failed_to_send: 'Could not be sent',
      failed_to_deliver: 'Could not be delivered',
      unknown: 'Unknown',
    },
  },
  {
    field: 'message_type',
    heading: 'Kind of message',
    codes: {
      1: 'SMS',
      2: 'MMS',
      3: 'SMS to a group',
      4: 'MMS to a group',
      5: 'SMS within the company',
      6: 'Message over the internet',
    },
    isDetail: true,
  },
  { field: 'attachments.name', heading: 'Files', isDetail: true },
  { field: 'attachments.size', heading: 'Size of the file', kind: 'bytes', isDetail: true },
  { field: 'sender.owner.type', heading: 'Line of the sender', codes: smsOwners, isDetail: true },
  { field: 'to_members.owner.type', heading: 'Line of the receiver', codes: smsOwners, isDetail: true },
  { field: 'session_id', heading: 'Conversation ID', isDetail: true },
  { field: 'message_id', heading: 'Message ID', isDetail: true },
];
