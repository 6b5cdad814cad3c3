import type { Operation } from '../../operation.js';
import { clipRecord, findClip } from './clip-record.js';

/** Its document names no label. Source: https://developers.zoom.us/docs/api/clips/#tag/clips/GET/clips/{clipId} */
export const getClip: Operation = {
  template: '/clips/{clipId}',
  family: 'main',
  label: 'heavy',
  scopes: {
    granular: ['clips:read:clip', 'clips:read:clip:admin'],
    classic: ['clips:read', 'clips:read:admin'],
  },
  answer: (exchange) => ({ status: 200, body: clipRecord(findClip(exchange), exchange.state) }),
};
