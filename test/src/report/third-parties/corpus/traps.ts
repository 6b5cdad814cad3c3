const trap = /‹([^›]+)›/g;

/** The text without its trap marks: `‹May 5›` is a place where a replacement would be wrong. */
export const withoutTraps = (text: string) => text.replace(trap, '$1');

/** The places of a text where a replacement would be wrong. */
export const trapsOf = (text: string) => [...text.matchAll(trap)].map(([, words = '']) => words);

/** How many mentions a text marks. */
export const mentionsOf = (text: string) => [...text.matchAll(/⟦/g)].length;
