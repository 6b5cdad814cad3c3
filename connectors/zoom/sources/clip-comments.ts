import { z } from 'zod';
import { defineSource, isVendorRecord, keyOf, type VendorRecord } from '../../../src/contract/index.js';
import { classicClipScopes, clipOf } from './clips.js';

/**
 * Comments on the person's clips, each reply a record of its own. The documents state no largest page, write its
 * size as a text and show 15.
 */
export const clipComments = defineSource({
  id: 'clip-comments',
  title: 'Comments on your clips',
  category: 'Clips',
  groups: ['clips'],
  docs: 'https://developers.zoom.us/docs/api/clips/#tag/comments/GET/clips/{clipId}/comments',
  forEach: [{ source: 'clips', carry: ['clip_id', 'title'] }],
  asks: [
    {
      endpoint: '/clips/{clipId}/comments',
      scopes: {
        granular: ['clips:read:list_comments', 'clips:read:list_comments:admin'],
        classic: classicClipScopes,
      },
      rateLimit: { family: 'main', label: 'light' },
      pages: { follow: 'token', size: 15 },
      list: ({ data }) => (Array.isArray(data) ? withReplies(data) : data),
      values: clipOf,
      failures: [{ code: [2000], then: { do: 'accept-as-empty' } }],
    },
  ],
  record: z.looseObject({ comment_id: z.string() }),
  recordId: ({ comment_id }) => keyOf(comment_id),
  limits: [
    'Zoom gives the name of whoever wrote a comment and no address or user ID, so comments of people of the same name cannot be told apart.',
    'Where Zoom says that a clip no longer exists, as it may of a deleted one, its comments can no longer be read.',
    'Comments the person wrote on clips of others are in no list.',
  ],
  columns: [
    { field: 'created_date', heading: 'Written on', kind: 'moment' },
    { field: 'title', heading: 'Clip' },
    { field: 'display_name', heading: 'By' },
    { field: 'content', heading: 'Comment' },
    { field: 'edited', heading: 'Changed afterwards' },
    { field: 'modified_date', heading: 'Changed on', kind: 'moment', isDetail: true },
    {
      field: 'content_type',
      heading: 'Kind of comment',
      codes: { TEXT: 'Text', TEXT_WITH_MENTION: 'Text that names somebody', EMOJI: 'Sign without words' },
      isDetail: true,
    },
    { field: 'mentions.display_name', heading: 'Names', isDetail: true },
    { field: 'mentions.email', heading: 'E-mail of whom it names', isDetail: true },
    { field: 'avatar', heading: 'Address of the writer’s picture', isDetail: true },
    { field: 'comment_id', heading: 'Comment ID', isDetail: true },
    { field: 'parent_node_id', heading: 'Answers to', isDetail: true },
    { field: 'reply_to', heading: 'Reply to the comment', isDetail: true },
    { field: 'clip_id', heading: 'Clip ID', isDetail: true },
  ],
  moment: 'created_date',
  thirdParties: [{ name: 'display_name', email: 'email' }],
});

/** Comments and what stands inside them, however deep, in reading order; `reply_to` names the comment around. */
function withReplies(comments: readonly unknown[]): unknown[] {
  const found: unknown[] = [];
  const open: { comment: unknown; around?: unknown }[] = comments.map((comment) => ({ comment })).reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    const { comment, around } = next;
    if (!isVendorRecord(comment) || !Array.isArray(comment.children_comments)) {
      found.push(asReply(comment, around));
      continue;
    }
    const { children_comments: replies, ...own } = comment;
    found.push(asReply(own, around));
    for (const reply of [...(replies as unknown[])].reverse())
      open.push({ comment: reply, around: comment.comment_id });
  }
  return found;
}

const asReply = (comment: unknown, around: unknown): unknown =>
  around !== undefined && isVendorRecord(comment)
    ? ({ ...comment, reply_to: around } satisfies VendorRecord)
    : comment;
