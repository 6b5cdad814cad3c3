import { z } from 'zod';
import {
  keyOf,
  textOf,
  type About,
  type Column,
  type Given,
  type PersonFields,
  type VendorRecord,
} from '../../../src/contract/index.js';
import { isAddressOf } from './is-subject.js';

/** Fields of one row of a list of participants, which every operation names in its own way. */
export const participantRecord = z.looseObject({ join_time: z.string() });

/** One stay of one person: who leaves and comes back has several, each with its own `user_id`. */
export const participantId = ({ uuid, user_id, id, user_name, name, join_time }: VendorRecord) =>
  keyOf(textOf(user_id) ?? textOf(id) ?? user_name ?? name, uuid, join_time);

/** The person's own rows; a row of a guest names nobody by id or address. */
export function aboutParticipant(row: VendorRecord, { subject }: Given): About {
  const ids = [row.id, row.participant_user_id].map(textOf);
  const isOwn = subject.id !== undefined && ids.includes(subject.id);
  return isOwn || isAddressOf(subject, row.email) || isAddressOf(subject, row.user_email)
    ? 'subject'
    : 'others';
}

/** How the rows name people. */
export const participantPeople: PersonFields[] = [
  { name: ['user_name', 'name'], email: ['email', 'user_email'], id: 'id' },
  { id: 'participant_user_id' },
];

const quality = { good: 'Good', fair: 'Fair', poor: 'Poor', bad: 'Bad' };

/** What people read of a row. */
export const participantColumns: Column[] = [
  { field: 'start_time', heading: 'Meeting began', kind: 'moment' },
  { field: 'topic', heading: 'Topic' },
  { field: ['user_name', 'name'], heading: 'Who took part' },
  { field: ['email', 'user_email'], heading: 'E-mail' },
  { field: 'join_time', heading: 'Joined', kind: 'moment' },
  { field: 'leave_time', heading: 'Left', kind: 'moment' },
  {
    field: 'status',
    heading: 'Where',
    codes: { in_meeting: 'In the meeting', in_waiting_room: 'In the waiting room' },
    isDetail: true,
  },
  {
    field: 'role',
    heading: 'Role',
    codes: { host: 'Host', attendee: 'Took part' },
    isDetail: true,
  },
  { field: 'leave_reason', heading: 'Why the person left', isDetail: true },
  { field: 'ip_address', heading: 'Network address', isDetail: true },
  { field: 'internal_ip_addresses', heading: 'Addresses inside the network', isDetail: true },
  { field: 'location', heading: 'Place', isDetail: true },
  { field: 'device', heading: 'Kind of device', isDetail: true },
  { field: 'device_name', heading: 'Device', isDetail: true },
  { field: 'os', heading: 'System', isDetail: true },
  { field: 'os_version', heading: 'Version of the system', isDetail: true },
  { field: 'browser_name', heading: 'Browser', isDetail: true },
  { field: 'browser_version', heading: 'Version of the browser', isDetail: true },
  { field: ['client', 'version'], heading: 'Program', isDetail: true },
  { field: 'pc_name', heading: 'Name of the computer', isDetail: true },
  { field: 'domain', heading: 'Domain of the computer', isDetail: true },
  { field: 'mac_addr', heading: 'Hardware address', isDetail: true },
  { field: 'harddisk_id', heading: 'ID of the disk', isDetail: true },
  { field: 'network_type', heading: 'Network', isDetail: true },
  { field: 'connection_type', heading: 'Connection', isDetail: true },
  { field: 'data_center', heading: 'Data centre', isDetail: true },
  { field: 'camera', heading: 'Camera', isDetail: true },
  { field: 'microphone', heading: 'Microphone', isDetail: true },
  { field: 'speaker', heading: 'Loudspeaker', isDetail: true },
  { field: 'audio_quality', heading: 'Quality of the sound', codes: quality, isDetail: true },
  { field: 'video_quality', heading: 'Quality of the picture', codes: quality, isDetail: true },
  { field: 'screen_share_quality', heading: 'Quality of the shared screen', codes: quality, isDetail: true },
  { field: 'recording', heading: 'Recording was used', isDetail: true },
  { field: 'share_application', heading: 'Shared a program', isDetail: true },
  { field: 'share_desktop', heading: 'Shared the screen', isDetail: true },
  { field: 'share_whiteboard', heading: 'Shared a whiteboard', isDetail: true },
  { field: 'duration', heading: 'Time in the meeting', kind: 'seconds', isDetail: true },
  { field: 'internal_user', heading: 'Of this account', isDetail: true },
  { field: 'registrant_id', heading: 'ID of the registration', isDetail: true },
  { field: 'bo_mtg_id', heading: 'ID of the breakout room', isDetail: true },
  { field: 'id', heading: 'Meeting or user ID', isDetail: true },
  { field: 'uuid', heading: 'ID of this occurrence', isDetail: true },
];
