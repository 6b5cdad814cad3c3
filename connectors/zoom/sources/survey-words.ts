import type { Column } from '../../../src/contract/index.js';
import { questionKinds } from './poll-words.js';

/** What people read of a survey that was made ready. */
export const surveyColumns: Column[] = [
  { field: 'custom_survey.title', heading: 'Title' },
  { field: 'custom_survey.anonymous', heading: 'Answers without a name' },
  { field: 'custom_survey.questions.name', heading: 'Question', isDetail: true },
  {
    field: 'custom_survey.questions.type',
    heading: 'Kind of question',
    codes: questionKinds,
    isDetail: true,
  },
  { field: 'custom_survey.questions.answers', heading: 'Answers to choose from', isDetail: true },
  { field: 'custom_survey.feedback', heading: 'Words of thanks', isDetail: true },
  { field: 'show_in_the_browser', heading: 'Opens in the browser', isDetail: true },
  { field: 'third_party_survey', heading: 'Survey of another provider', isDetail: true },
];
