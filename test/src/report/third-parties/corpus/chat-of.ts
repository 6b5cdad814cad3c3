/** A chat file in which the subject says these lines, a minute apart. */
export const chatOf = (lines: readonly string[]) =>
  lines.map((line, place) => `00:${`${place}`.padStart(2, '0')}:00\tAlex Demo:\t${line}\n`).join('');
