import type { Column } from '../../../src/contract/index.js';

/** Kinds of files of a clip. */
export const clipFileKinds = { clip: 'Video', thumbnail: 'Preview picture' };

const states = {
  RECORD_START: 'Being recorded',
  RECORD_FAILED: 'Recording failed',
  RECORD_END: 'Recorded; the file is still made',
  RECORD_SUCCESS: 'Ready',
  RECORD_DELETE: 'Deleted',
  SUSPENDED: 'Suspended',
};

/** The documents write one scope without its third I; the right spelling may come as well. */
const audiences = {
  ANYONE: 'Anyone with the link',
  SAME_ORGANIZATON: 'People of the same organisation',
  SAME_ORGANIZATION: 'People of the same organisation',
  INVITED_MEMBERS_ONLY: 'Invited people',
  PRIVATE: 'The person alone',
};

/** What people read of a clip. */
export const clipColumns: Column[] = [
  { field: 'created_date', heading: 'Made on', kind: 'moment' },
  { field: 'title', heading: 'Title' },
  { field: 'description', heading: 'Description' },
  { field: 'duration', heading: 'Length', kind: 'seconds' },
  { field: 'status', heading: 'State', codes: states },
  { field: 'share_link_settings.share_scope', heading: 'Who may watch it', codes: audiences },
  { field: 'modified_date', heading: 'Changed on', kind: 'moment', isDetail: true },
  { field: 'file_size', heading: 'Size at Zoom', kind: 'bytes', isDetail: true },
  { field: 'share_link', heading: 'Link to share', isDetail: true },
  { field: 'share_link_settings.enable_passcode', heading: 'Needs a passcode', isDetail: true },
  { field: 'share_link_settings.passcode', heading: 'Passcode', isDetail: true },
  { field: 'thumbnail_link', heading: 'Address of the preview picture', isDetail: true },
  { field: 'clip_id', heading: 'Clip ID', isDetail: true },
  { field: 'owner_id', heading: 'User ID of the owner', isDetail: true },
];
