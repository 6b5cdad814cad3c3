import type { Column } from '../../../src/contract/index.js';

/** Kinds of question of polls and surveys. */
export const questionKinds = {
  single: 'One answer',
  multiple: 'Several answers',
  matching: 'To be matched',
  rank_order: 'To be ranked',
  short_answer: 'Short text',
  long_answer: 'Long text',
  fill_in_the_blank: 'To be filled in',
  rating_scale: 'Scale',
};

/** What people read of a poll. */
export const pollColumns: Column[] = [
  { field: 'title', heading: 'Title' },
  {
    field: 'poll_type',
    heading: 'Kind',
    codes: { 1: 'Poll', 2: 'Poll with more kinds of question', 3: 'Quiz' },
  },
  {
    field: 'status',
    heading: 'State',
    codes: {
      notstart: 'Not started',
      started: 'Started',
      ended: 'Ended',
      sharing: 'Results are shown',
      deactivated: 'Switched off',
    },
  },
  { field: 'anonymous', heading: 'Answers without a name' },
  { field: 'questions.name', heading: 'Question', isDetail: true },
  { field: 'questions.type', heading: 'Kind of question', codes: questionKinds, isDetail: true },
  { field: 'questions.answers', heading: 'Answers to choose from', isDetail: true },
  { field: 'questions.right_answers', heading: 'Right answers', isDetail: true },
  { field: 'id', heading: 'Poll ID', isDetail: true },
];
