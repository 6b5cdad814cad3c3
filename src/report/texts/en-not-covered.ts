/** Words of the section about everything that is not in the report, in English. */
export const englishNotCovered = {
  title: 'What this report does not cover',
  intro:
    'This report answers for the places it names and for nothing else. Not in it, although data may be kept there:',
  kinds: {
    not_asked: 'Not asked for',
    held_back: 'Places that were refused, gave no answer or could not be asked',
    files_left_out: 'Files',
    period: 'Other dates',
    too_long_ago: 'Older dates',
    not_read: 'Kinds of data that this program does not read',
  },
  notRequested: 'The request did not ask for it.',
  notGranted:
    'The program that made this report has not been given the permission, and the request did not ask for it by name. Whether something is kept there, this report cannot tell.',
  outsideGroups:
    'The person is in none of the groups of users that this account allows to be asked about. Whether something is kept there, this report cannot tell.',
  filesLeftOut: (files: string) => `${files} were left out, because the request asked for none.`,
  period: (span: string) => `The request asked for ${span} only.`,
  tooLongAgo: (dates: string) => `Not answered for: ${dates}.`,
  recordsTooOld: (value: number) =>
    `${value} ${value === 1 ? 'record' : 'records'} of another place, for which it would be asked, ${value === 1 ? 'is' : 'are'} too old to be answered for. The page “How complete it is” names ${value === 1 ? 'it' : 'them'}.`,
  outside: {
    title: 'Copies outside this account',
    sentence: 'What somebody saved on a computer or in another program, such as a recording or a chat.',
  },
};
