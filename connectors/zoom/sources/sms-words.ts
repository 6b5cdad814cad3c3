import type { PersonFields } from '../../../src/contract/index.js';

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
