import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';

/** Devices that run a personal Zoom Room of the person. */
export const collaborationDevices = defineSource({
  id: 'collaboration-devices',
  title: 'Your personal rooms and devices',
  category: 'Account settings',
  groups: ['account'],
  docs: 'https://developers.zoom.us/docs/api/users/#tag/users/GET/users/{userId}/collaboration_devices',
  asks: [
    {
      endpoint: '/users/{subject}/collaboration_devices',
      scopes: {
        granular: ['user:read:list_collaboration_devices', 'user:read:list_collaboration_devices:admin'],
        classic: ['user:read', 'user:write', 'user:read:admin', 'user:write:admin'],
      },
      rateLimit: { family: 'main', label: 'medium' },
      list: 'collaboration_devices',
    },
  ],
  record: z.looseObject({ id: z.string() }),
  recordId: ({ id }) => keyOf(id),

  columns: [
    { field: 'device_name', heading: 'Device' },
    { field: 'room_name', heading: 'Room' },
    { field: 'status', heading: 'State', codes: { Online: 'On', Offline: 'Off' } },
    { field: 'id', heading: 'Device ID', isDetail: true },
    { field: 'room_user_id', heading: 'ID of the room', isDetail: true },
  ],
});
