import { pageOf } from '../../lists/page-of.js';
import type { Operation } from '../../operation.js';
import { rowsOfClip } from './clip-record.js';

/**
 * Comments with their replies inside; nobody documents the largest page.
 * Source: https://developers.zoom.us/docs/api/clips/#tag/comments/GET/clips/{clipId}/comments
 */
export const listClipComments: Operation = {
  template: '/clips/{clipId}/comments',
  family: 'main',
  label: 'light',
  scopes: {
    granular: ['clips:read:list_comments', 'clips:read:list_comments:admin'],
    classic: ['clips:read', 'clips:read:admin'],
  },
  answer: listOf('comments', 100),
};

/** Source: https://developers.zoom.us/docs/api/clips/#tag/collaborators/GET/clips/{clipId}/collaborators */
export const listClipCollaborators: Operation = {
  template: '/clips/{clipId}/collaborators',
  family: 'main',
  label: 'light',
  scopes: {
    granular: ['clips:read:list_collaborator', 'clips:read:list_collaborator:admin'],
    classic: ['clips:read', 'clips:read:admin'],
  },
  answer: listOf('collaborators', 300),
};

/** Neither states a total. */
function listOf(kind: 'comments' | 'collaborators', maximum: number): Operation['answer'] {
  return (exchange) => {
    const rule = { maximum, badTokenCode: 300 as const, byToken: true, byNumber: false };
    const { rows, fields } = pageOf(exchange, rowsOfClip(exchange, kind), rule);
    const { next_page_token = '', page_size = 30 } = fields;
    return { status: 200, body: { data: rows, next_page_token, page_size } };
  };
}
