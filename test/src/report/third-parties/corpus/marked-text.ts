/**
 * A text in which mentions of others are marked: `⟦Dana Whitfield|dana⟧`. `⟦Whitfield|dana|gone⟧`: the second part of a
 * name that is split. Everything unmarked must stay as it is.
 */
export interface Mark {
  text: string;
  person: string;
  form?: string;
}

/** The text as the vendor sends it. */
export const plainOf = (marked: string) => marked.replace(mark, '$1');

/** What became of the marks of a text. */
export interface Score {
  /** Mentions that read as they should. */
  hits: number;
  /** Mentions that still stand there. */
  missed: string[];
  /** Replacements of what was no mention, or with another person. */
  wrong: string[];
}

const mark = /⟦([^|⟧]+)\|([^|⟧]+)(?:\|(gone|email|phone|encoded|encoded-email))?⟧/g;

/** Compares line by line what was written with what was marked. */
export function score(marked: string, written: string, pseudonym: (mark: Mark) => string): Score {
  const total: Score = { hits: 0, missed: [], wrong: [] };
  const [wanted, got] = [marked.split('\n'), written.split('\n')];
  if (wanted.length !== got.length) total.wrong.push(`${wanted.length} lines became ${got.length}`);
  for (const [number, line] of wanted.entries()) scoreLine(total, line, got[number] ?? '', pseudonym);
  return total;
}

function scoreLine(total: Score, marked: string, written: string, pseudonym: (mark: Mark) => string): void {
  const marks = [...marked.matchAll(mark)].map(([, text = '', person = '', form]): Mark => ({
    text,
    person,
    form,
  }));
  const parts = marked.split(mark);
  // What is taken out takes the blank behind it along.
  const literals = parts
    .filter((_, place) => place % 4 === 0)
    .map((text, place) => (marks[place - 1]?.form === 'gone' ? text.replace(/^ /, '') : text));
  const pattern = literals.map(escape).join('(.*?)');
  const read = new RegExp(`^${pattern}$`).exec(written);
  if (!read) {
    total.wrong.push(`${marked}  =>  ${written}`);
    return;
  }
  for (const [place, one] of marks.entries()) {
    const got = (read[place + 1] ?? '').trim();
    if (got === (one.form === 'gone' ? '' : pseudonym(one))) total.hits += 1;
    else if (got.includes(one.text)) total.missed.push(`${one.text} in ${marked}`);
    else total.wrong.push(`${one.text} became ${got} in ${marked}`);
  }
}

const escape = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
