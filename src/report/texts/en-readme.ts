import type { System } from '../check-commands.js';
import { englishNotCovered } from './en-not-covered.js';

/** What README.txt tells. */
export interface ReadmeFacts {
  vendor: string;
  status: string;
  topFolder: string;
  /** The user who answers to the address asked has another one. */
  otherAddress?: { asked: string; current: string };
  /** Places that could not be looked at, or not wholly, and what would help. */
  gaps: readonly { title: string; problems: readonly string[] }[];
  /** The statement of completeness. */
  statement: string;
  /** How many places answered, were refused, were not asked. */
  standings: readonly { words: string; count: number }[];
  /** What the report does not answer for, kind by kind. */
  uncovered: readonly { words: string; items: readonly { title: string; why: string }[] }[];
  systems: readonly { system: System; lines: readonly string[] }[];
  /** Whether other people stand in it under other names. */
  hasPseudonyms: boolean;
}

/** README.txt in English: plain lines for whoever unpacks the zip. */
export const englishReadme = ({
  vendor,
  status,
  topFolder,
  otherAddress,
  gaps,
  hasPseudonyms,
  ...facts
}: ReadmeFacts): string => `${vendor} ACCESS REPORT

${wrap(status)}

${wrap(facts.statement)}

${facts.standings.map(({ words, count }) => `  ${`${words}:`.padEnd(34)}${String(count)}`).join('\n')}
${another(otherAddress)}${missing(gaps)}
This folder holds personal data. Keep it where only you can read it.

WHERE TO BEGIN
  Unpack the whole zip first: right-click it and choose "Extract all"
  (Windows), or double-click it (Mac). Inside the zip the pages do not find
  each other.

  Open index.html in a web browser. It works without a network and loads
  nothing from anywhere. From there you reach a page for each kind of data.

WHAT IS IN THE FOLDER
  index.html                 the first page
  pages/                     a page for each kind of data, and how complete
                             the report is (pages/completeness.html), and
                             your rights (pages/rights.html)
  verify.html                checks this report in a browser, without a
                             terminal and without a network
  data/                      the records themselves, and the files that
                             belong to them (recordings, voicemails, ...)
  data/files.csv             which file belongs to which record
  manifest.json              the account of this report, for programs
  manifest-sha256.txt        digests of everything below data/
  tagmanifest-sha256.txt     digests of everything else

HOW TO CHECK IT
  Open verify.html in a browser and choose this folder. Or open a terminal (on
  Windows: PowerShell); nothing but what your system brings along is needed:

    cd ${topFolder}

${facts.systems.map(({ system, lines }) => `  ${systemNames[system]}\n${lines.map((line) => `    ${line}`).join('\n')}`).join('\n\n')}

  Every line must say OK. The folder is a BagIt 1.0 bag (RFC 8493), so any
  BagIt program can check it, too.

  The report is signed with the key of whoever made it. With OpenSSL 3 (the
  openssl that a Mac brings along cannot do it):

    openssl pkeyutl -verify -pubin -inkey signing-key.pem -rawin \\
      -in tagmanifest-sha256.txt -sigfile tagmanifest-sha256.txt.sig

  Ask them whether signing-key.pem is their key.

JSON AND CSV
  Each kind of data is there twice. The JSON file has the exact values, one
  record a line. The CSV file is the same as a table, with one difference: a
  cell that a spreadsheet would change (it begins with = + - @ or an
  apostrophe, or is a number of more than 15 digits) has an apostrophe in
  front. Phone numbers such as +49 30 1234 begin that way, too. Where it
  matters, use the JSON.

  How to open the CSV (UTF-8, commas between the cells):

    LibreOffice  open it; character set UTF-8, separator comma only
    Excel        Data, From Text/CSV: 65001 UTF-8, delimiter comma. A double
                 click works where commas divide lists; elsewhere (German
                 Excel takes semicolons) it shows a single column
    DuckDB       from read_csv('FILE.csv', all_varchar = true)
    csvkit       csvlook -I FILE.csv
    Miller       mlr --icsv --ojson -S cat FILE.csv
    Python       csv.reader(open('FILE.csv', encoding='utf-8-sig', newline=''))

MASKED VALUES
  Passcodes, keys and secret links read [masked], because they would open
  something to whoever holds them. The report counts them.

${englishNotCovered.title.toUpperCase()}
${wrap(englishNotCovered.intro)}
${facts.uncovered.map(({ words, items }) => `\n${words}\n${items.map(({ title, why }) => indent(`${title}: ${why}`)).join('\n')}\n`).join('')}${hasPseudonyms ? otherPeople : ''}`;

const systemNames: Record<System, string> = {
  linux: 'Linux',
  macos: 'macOS',
  windows: 'Windows (PowerShell)',
};

const otherPeople = `
OTHER PEOPLE
  Names, addresses and numbers of other people are replaced by words such as
  Participant 3, the same person by the same word, as far as a program could
  recognise them. Pictures, audio and video are as they were; manifest.json
  lists under "review" the files that a person should look through.
`;

const another = (address: ReadmeFacts['otherAddress']) =>
  address === undefined
    ? ''
    : `\n${wrap(`It was asked for ${address.asked}. The user who answers to this address now has the address ${address.current}. This report is about that user.`)}\n`;

const missing = (gaps: ReadmeFacts['gaps']) =>
  gaps.length === 0
    ? ''
    : `\nWHAT IS MISSING\n${gaps
        .map(({ title, problems }) => indent(`${title}: ${problems.join(' ')}`))
        .join('\n')}\n`;

const indent = (text: string) => wrap(text).replaceAll(/^/gm, '  ');

/** Lines that fit a terminal. */
const wrap = (text: string) =>
  plain(text)
    .replaceAll(/(.{1,76})(?:\s+|$)/g, '$1\n')
    .trimEnd();

/** Quotation marks that every terminal can show. */
const plain = (text: string) => text.replaceAll(/[\u201c\u201d]/g, '"').replaceAll('\u2019', "'");
