import { findUser } from '../find-user.js';
import { invitationExpired } from '../invitation-expired.js';
import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import type { SettingsShape } from '../world/world-user.js';

const shapes: Record<string, SettingsShape> = {
  '': 'default',
  meeting_authentication: 'meeting_authentication',
  recording_authentication: 'recording_authentication',
  meeting_security: 'meeting_security',
};

/** Four shapes by `option`. Source: https://developers.zoom.us/docs/api/users/#tag/users/get/users/{userId}/settings */
export const getUserSettings: Operation = {
  template: '/users/{userId}/settings',
  family: 'main',
  label: 'medium',
  scopes: {
    granular: ['user:read:settings', 'user:read:settings:admin'],
    classic: ['user:read', 'user:write', 'user:read:admin', 'user:write:admin'],
  },
  answer: (exchange) => {
    const shape = shapes[exchange.query.get('option') ?? ''];
    if (!shape) throw new Refusal(400, 300, 'Invalid parameter: option.');
    const user = findUser(exchange);
    if (user.status === 'pending') throw invitationExpired();
    return { status: 200, body: user.settings[shape] };
  },
};
