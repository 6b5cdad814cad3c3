import type { Mark } from '../corpus/marked-text.js';

/** What became of the marks of a text, each judged by itself. */
export interface MarkScore {
  hits: number;
  trapsRight: number;
  missed: string[];
  wrong: string[];
}

const mark = /⟦([^|⟧]+)\|([^|⟧]+)(?:\|(gone|email|phone|encoded|encoded-email|genitive|titled))?⟧|‹([^›]+)›/g;

/** A marked text as it is sent. */
export const plain = (marked: string) =>
  marked.replace(
    mark,
    (_whole, text?: string, _person?: string, _form?: string, trap?: string) => text ?? trap ?? '',
  );

/** Holds a text with pseudonyms against its marks. `⟦name|person⟧` is to be replaced, `‹word›` is to stay. */
export function scoreMarks(marked: string, written: string, pseudonym: (mark: Mark) => string): MarkScore {
  const total: MarkScore = { hits: 0, trapsRight: 0, missed: [], wrong: [] };
  const [wanted, got] = [marked.split('\n'), written.split('\n')];
  if (wanted.length !== got.length) total.wrong.push(`${wanted.length} lines became ${got.length}`);
  for (const [place, line] of wanted.entries()) scoreLine(total, line, got[place] ?? '', pseudonym);
  return total;
}

function scoreLine(
  total: MarkScore,
  marked: string,
  written: string,
  pseudonym: (mark: Mark) => string,
): void {
  const marks = [...marked.matchAll(mark)].map(
    ({ 0: whole, 1: text, 2: person, 3: form, 4: trap, index }) => {
      const known: Mark = { text: text ?? '', person: person ?? '', form };
      const right = trap === undefined ? rightAnswers(known, pseudonym(known)) : [trap];
      return {
        start: index,
        end: index + whole.length,
        original: trap ?? known.text,
        right,
        isTrap: trap !== undefined,
      };
    },
  );
  const found = new RegExp(patternOf(marked, marks)).exec(written);
  if (!found) {
    total.wrong.push(`LINE ${marked}  =>  ${written}`);
    return;
  }
  for (const [place, { original, right, isTrap }] of marks.entries()) {
    const got = (found[place + 1] ?? '').trim();
    const what = `${original} became "${got}" in ${marked}`;
    if (isTrap && got === original) total.trapsRight += 1;
    else if (isTrap) total.wrong.push(`TRAP ${what}`);
    else if (right.includes(got)) total.hits += 1;
    else if (got.includes(original)) total.missed.push(`${original} in ${marked} => ${written}`);
    else total.wrong.push(`MENTION ${what} => ${written}`);
  }
}

/** A line in which every mark may be its right answer, its original or anything else, in this order. */
function patternOf(
  marked: string,
  marks: readonly { start: number; end: number; original: string; right: readonly string[] }[],
): string {
  let pattern = '^';
  let at = 0;
  let isGone = false;
  // What is gone altogether takes the blank behind it along.
  const follows = (text: string) => (isGone ? ` ?${escape(text.replace(/^ /, ''))}` : escape(text));
  for (const { start, end, original, right } of marks) {
    const answers = [...right].sort((one, other) => other.length - one.length);
    pattern += follows(marked.slice(at, start));
    pattern += `(${[...answers, original].map(escape).join('|')}|.*?)`;
    at = end;
    isGone = right.includes('');
  }
  return `${pattern}${follows(marked.slice(at))}$`;
}

/** A genitive may keep its ending, and a title or an addition may stay beside the pseudonym. */
function rightAnswers({ text, form }: Mark, name: string): string[] {
  if (form === 'gone') return [''];
  if (form === 'genitive') return [name, `${name}s`, `${name}'s`, `${name}’s`];
  if (form === 'titled') return [name, `Prof. ${name}`, `Dr. ${name}`];
  const addition = /(?:, PhD| Jr\.)$/.exec(text)?.[0];
  return addition === undefined ? [name] : [name, `${name}${addition}`];
}

const escape = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
