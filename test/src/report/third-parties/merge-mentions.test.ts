import { describe, expect, test } from '@jest/globals';
import { noMention, type Mention } from '../../../../src/report/third-parties/mention.js';
import { People } from '../../../../src/report/third-parties/people.js';

const subject = (): Mention => ({
  ...noMention(),
  names: ['Alex Demo'],
  emails: ['alex@x.example'],
  phones: ['+493055501234'],
});
const of = (part: Partial<Mention>): Mention => ({ ...noMention(), ...part });

/** The number of each mention's person. */
function numbers(...mentions: Partial<Mention>[]): (number | undefined)[] {
  const people = new People(subject());
  for (const mention of mentions) people.add(of(mention));
  people.merge();
  return mentions.map((mention) => people.numberOf(of(mention)));
}

describe('who is one person', () => {
  test.each<[string, Partial<Mention>[], (number | undefined)[]]>([
    [
      'an address in other letters',
      [{ emails: ['a@x.example'] }, { emails: ['A@X.example'], names: ['Ann Lee'] }],
      [1, 1],
    ],
    ['an id', [{ ids: ['i1'], names: ['Ann Lee'] }, { ids: ['i1'] }], [1, 1]],
    [
      'a number, however it is written',
      [{ phones: ['+49 30 12345678'], names: ['Ann Lee'] }, { phones: ['030 12345678'] }],
      [1, 1],
    ],
    [
      'a number shared by two names',
      [
        { phones: ['+493012345678'], names: ['Ann Lee'] },
        { phones: ['+493012345678'], names: ['Bo Kim'] },
      ],
      [1, 2],
    ],
    ['a name alone', [{ names: ['Ann Lee'], emails: ['a@x.example'] }, { names: ['ann  LEE'] }], [1, 1]],
    [
      'a name in another order',
      [{ names: ['Ann Lee'], emails: ['a@x.example'] }, { names: ['Lee, Ann (she/her)'] }],
      [1, 1],
    ],
    [
      'two addresses of one name',
      [
        { names: ['Ann Lee'], emails: ['a@x.example'] },
        { names: ['Ann Lee'], emails: ['b@x.example'] },
        { names: ['Ann Lee'] },
      ],
      [1, 2, undefined],
    ],
    [
      'an address and an id of one name',
      [
        { names: ['Ann Lee'], emails: ['a@x.example'] },
        { names: ['Ann Lee'], ids: ['i1'] },
      ],
      [1, 1],
    ],
    [
      'one person with two numbers',
      [
        { names: ['Ann Lee'], phones: ['+493012345678'] },
        { names: ['Ann Lee'], phones: ['+493087654321'] },
      ],
      [1, 1],
    ],
    [
      'one label with two numbers',
      [
        { names: ['Reception'], phones: ['+493012345678'] },
        { names: ['Reception'], phones: ['+493087654321'] },
      ],
      [1, 2],
    ],
    ['a lone first name', [{ names: ['Ann Lee'], emails: ['a@x.example'] }, { names: ['Ann'] }], [1, 1]],
    [
      'a lone first name that two have',
      [
        { names: ['Ann Lee'], emails: ['a@x.example'] },
        { names: ['Ann Ray'], emails: ['r@x.example'] },
        { names: ['Ann'] },
      ],
      [1, 2, 3],
    ],
    ['the subject by address', [{ emails: ['ALEX@x.example'], names: ['A. D.'] }], [0]],
    ['the subject by name', [{ names: ['Demo, Alex'] }], [0]],
    ['the subject by number', [{ phones: ['030 55501234'] }], [0]],
    ['another name on the number of the subject', [{ phones: ['030 55501234'], names: ['Ann Lee'] }], [1]],
    [
      'another person of the name of the subject',
      [{ names: ['Alex Demo'], emails: ['other@x.example'] }],
      [1],
    ],
    [
      'order of first appearance',
      [{ emails: ['b@x.example'] }, { emails: ['a@x.example'] }, { emails: ['b@x.example'] }],
      [1, 2, 1],
    ],
  ])('%s', (_name, mentions, expected) => {
    expect(numbers(...mentions)).toEqual(expected);
  });
});
