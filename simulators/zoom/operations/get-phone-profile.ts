import type { Operation } from '../operation.js';
import { findPhoneUser } from './find-phone-user.js';

/** Source: https://developers.zoom.us/docs/api/phone/#tag/users/get/phone/users/{userId} */
export const getPhoneProfile: Operation = {
  template: '/phone/users/{userId}',
  family: 'phone',
  label: 'light',
  scopes: {
    granular: ['phone:read:user', 'phone:read:user:admin'],
    classic: ['phone:read', 'phone:read:admin'],
  },
  answer: (exchange) => ({ status: 200, body: findPhoneUser(exchange).phone.profile }),
};
