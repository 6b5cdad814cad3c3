/** People who meet or call the demo person. */
export const colleagues = [
  'Blair Office',
  'Casey Basic',
  'Dana Whitfield',
  'Elif Aydin',
  'Femi Okafor',
  'Greta Lindqvist',
  'Hiro Tanaka',
  'Ines Carvalho',
] as const;

/** Subjects of meetings; the odd ones are there for tables and file names. */
export const topics = [
  'Customer onboarding',
  'Quarterly planning',
  'Contract review, part 2',
  'Interview: support engineer',
  'Design critique',
  'Incident review "checkout"',
  'Budget talk <draft>',
  '=SUM(A1:A9) spreadsheet walk-through',
  'Besprechung Vertrieb / Zürich',
  '採用面接',
] as const;
