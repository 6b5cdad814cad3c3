import type { Operation } from '../operation.js';
import { findPhoneUser } from './find-phone-user.js';

/** Source: https://developers.zoom.us/docs/api/phone/#tag/users/get/phone/users/{userId}/settings */
export const getPhoneSettings: Operation = {
  template: '/phone/users/{userId}/settings',
  family: 'phone',
  label: 'light',
  scopes: {
    granular: ['phone:read:user_setting:admin', 'phone:read:user_setting'],
    classic: ['phone:read', 'phone:read:admin'],
  },
  answer: (exchange) => ({ status: 200, body: findPhoneUser(exchange).phone.settings }),
};
