/** The cells of one line of a CSV file (RFC 4180). */
export function readCells(line: string): string[] {
  const cells: string[] = [];
  for (const { 1: quoted, 2: plain } of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    cells.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
  return cells.map((cell) => cell.replace(/^\ufeff/, '').trim());
}
