import type { Outcome, Reason } from '../../contract/index.js';
import type { Standing, StandingCounts } from '../standing.js';
import { englishNotCovered } from './en-not-covered.js';
import { englishRights } from './en-rights.js';
import { englishReadme } from './en-readme.js';
import { englishVerify } from './en-verify.js';

const outcomes: Record<Outcome, string> = {
  complete: 'All that was found is here',
  empty: 'Asked, nothing there',
  partial: 'A part is missing',
  not_licensed: 'Refused: no licence for it',
  scope_missing: 'Refused: permission missing',
  not_permitted: 'Refused: not permitted',
  withheld: 'Refused for this user',
  out_of_reach: 'Too long ago to be asked',
  failed: 'No usable answer',
  not_requested: 'Not asked for',
};

/** The same where the vendor no longer answers for a part of the dates. */
const limitedOutcomes: Partial<Record<Outcome, string>> = {
  complete: 'Here, without the oldest dates',
  empty: 'Nothing there; oldest dates not asked',
};

/** The same where no call was made. */
const uncalledOutcomes: Partial<Record<Outcome, string>> = {
  not_licensed: 'Not asked: no licence for it',
  scope_missing: 'Not asked: permission missing',
  not_permitted: 'Not asked: not permitted',
  withheld: 'Not asked for this user',
  failed: 'Not asked in the end',
};

const standings: Record<Standing, string> = {
  answered: 'Asked and answered',
  refused: 'Asked and refused',
  no_answer: 'Asked, without a usable answer',
  not_asked: 'Not asked',
};

const unknown = 'Whether something is kept there, this report cannot tell.';

/** Why a place gave nothing, for the person; a remedy is for whoever runs the program. */
const refusals: Partial<Record<Reason, (vendor: string) => string>> = {
  not_licensed: (vendor) =>
    `${vendor} refused: it says that the licence or plan for this is missing. What was kept before a licence ended, this report cannot tell.`,
  not_permitted: (vendor) =>
    `${vendor} refused: the role that asked, or a setting of the account, does not allow it. ${unknown}`,
  subject_refused: (vendor) =>
    `${vendor} refused to answer for a user in this state, such as invited or switched off. ${unknown}`,
  scope_missing: (vendor) =>
    `${vendor} refused: the program that made this report has not been given the permission. ${unknown}`,
  credentials_refused: (vendor) => `${vendor} refused the program that made this report. ${unknown}`,
  request_refused: (vendor) => `${vendor} refused the question in the form it was asked in. ${unknown}`,
  beyond_look_back: (vendor) => `${vendor} refused: the dates are too long ago.`,
  contradiction: (vendor) =>
    `${vendor} refused for want of a licence, and says elsewhere that there is one. ${unknown}`,
  unnamed: (vendor) =>
    `${vendor} gave records that name nobody, so whether one of them is about the person, this report cannot tell.`,
};

const noAnswers: Partial<Record<Reason, (vendor: string) => string>> = {
  vendor_unreachable: (vendor) =>
    `${vendor} was asked and could not be reached, or something on the way to it, such as a firewall, answered in its place. ${unknown}`,
};

const notAskedBecause: Partial<Record<Reason, (vendor: string) => string>> = {
  not_licensed: (vendor) =>
    `It was not asked, because ${vendor} had said elsewhere that the licence or plan for this is missing. What was kept before a licence ended, this report cannot tell.`,
  scope_missing: () =>
    `It was not asked, because the program that made this report has not been given the permission. ${unknown}`,
  lookup_incomplete: () =>
    `It was not asked, because it is not certain whether the person is a user of this account. ${unknown}`,
  beyond_look_back: (vendor) => `It was not asked, because ${vendor} no longer answers for these dates.`,
};

const number = (value: number) => value.toLocaleString('en-US');
const count = (value: number, one: string, many: string) => `${number(value)} ${value === 1 ? one : many}`;
const records = (value: number) => count(value, 'record', 'records');
const files = (value: number) => count(value, 'file', 'files');
const places = (value: number) => count(value, 'place', 'places');

function describeSilence({ refused, no_answer, not_asked }: Omit<StandingCounts, 'answered'>): string[] {
  const parts = [
    ...(refused > 0 ? [`${number(refused)} asked and refused`] : []),
    ...(no_answer > 0 ? [`${number(no_answer)} asked without a usable answer`] : []),
    ...(not_asked > 0 ? [`${number(not_asked)} not asked`] : []),
  ];
  return parts.length === 0 ? [] : [`It says nothing about the others (${parts.join(', ')}).`];
}

/** English: all words of a report that do not come from the connector or the records. */
export const en = {
  language: 'en',
  outcomes,
  number,
  records,
  files,
  limitedOutcomes,
  uncalledOutcomes,
  refused: 'Refused',
  standings,
  heldBack: (standing: Standing, reason: Reason | undefined, vendor: string): string => {
    const because = {
      answered: undefined,
      refused: refusals,
      no_answer: noAnswers,
      not_asked: notAskedBecause,
    };
    const words = reason && because[standing]?.[reason];
    if (words) return words(vendor);
    if (standing === 'refused') return `${vendor} refused. ${unknown}`;
    if (standing === 'not_asked') return `It was not asked in the end. ${unknown}`;
    return `It was asked, and no answer came that could be used. ${unknown}`;
  },
  status: {
    completed: ({ answered, ...others }: StandingCounts) => {
      const silent = others.refused + others.no_answer + others.not_asked;
      return silent === 0
        ? `All ${places(answered)} that this report names answered, and everything found there is in it.`
        : `Everything that was found is in this report: ${number(answered)} of ${places(answered + silent)} answered. ${others.refused + others.no_answer > 0 ? 'The others were refused or not asked' : 'The others were not asked'}; they are named below, and this report cannot tell what is there.`;
    },
    completed_with_gaps: () =>
      'This report has gaps: some places could not be looked at, or not wholly. They are named below with what would help.',
    no_match: (counts: StandingCounts) =>
      counts.answered === 0
        ? 'Nobody with this e-mail address was found. Nothing else was asked.'
        : 'Nobody with this e-mail address was found, and no list about everybody that was searched names it.',
  },
  months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  units: ['bytes', 'kB', 'MB', 'GB', 'TB'],
  values: { yes: 'Yes', no: 'No', value: 'Value' },
  minutes: (value: string) => `${value} min`,
  seconds: (value: string) => `${value} s`,
  clock: (hours: number, minutes: number) => `${hours} h ${minutes} min`,
  shortClock: (minutes: number, seconds: number) => `${minutes} min ${seconds} s`,
  utc: (moment: string) => `${moment} UTC`,
  span: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
  layout: {
    skip: 'Skip to the content',
    overview: 'Overview',
    completeness: 'How complete it is',
    rights: 'Use and rights',
    around: 'Parts of this report',
    beside: 'Places before and after',
    confidential: 'Confidential: personal data',
    madeBy: (program: string, version: string) => `Made by ${program} ${version}`,
    request: (id: string) => `Request ${id}`,
    previous: 'Previous',
    next: 'Next',
  },
  index: {
    title: (vendor: string) => `${vendor} access report`,
    lead: (vendor: string) => `What ${vendor} holds about`,
    asOf: 'as of',
    facts: 'At a glance',
    found: 'What was found',
    foundCaption: (category: string) => `${category}: every place, whether it answered, and what was there`,
    notAsked: 'Not asked for; why, is told below:',
    place: 'Place',
    outcome: 'Outcome',
    records: 'Records',
    files: 'Files',
    dates: 'Dates (UTC)',
    ofPlaces: (part: number, all: number) => `${number(part)} of ${number(all)}`,
    person: 'Person',
    address: 'Address now',
    lookup: 'Looking for the person',
    user: 'User ID',
    state: 'State',
    foundIn: 'Found among',
    account: 'Account',
    accountOf: (connection: string, plan: string) => `connection ${connection}, plan ${plan}`,
    collected: 'Read on',
    period: 'Period asked for',
    periodZone: (zone: string) => `days in ${zone}`,
    beginning: 'the beginning',
    today: 'today',
    request: 'Request',
    reference: 'Reference',
    stillInside:
      'Is this page still inside the zip file? Then unpack everything first: right-click the zip and choose “Extract all” (Windows), or double-click it (Mac), and open index.html in the new folder.',
    insideZip: 'Unpack the zip file first.',
    insideZipNote:
      'The other pages and files of this report cannot be found beside this page, most likely because it was opened inside the zip. Close it, right-click the zip and choose “Extract all” (Windows), or double-click it (Mac), then open index.html in the new folder.',
    zone: 'Time zone',
    zoneOf: (zone: string) => `Moments are shown in ${zone}, the time zone of the profile, and in UTC.`,
    noZone: 'The profile names no time zone, so moments are shown in UTC.',
    masked: 'Masked secrets',
    maskedNote: (value: number) =>
      `${count(value, 'value', 'values')} that would open something to whoever holds them (passcodes, keys, secret links) read [masked].`,
    filesLeftOut: (value: number) => `${files(value)} left out, because the request asked for none`,
    chart: 'Records per place',
    chartDescription:
      'A bar for each place, as long as its number of records. The table above has the numbers.',
    timeline: 'Activity over time',
    timelineNote: 'Every record with a date counts in the month it belongs to (UTC).',
    timelineYears: 'Every record with a date counts in the year it belongs to (UTC).',
    timelineDescription: (from: string, to: string, highest: string, value: number) =>
      `Records per month or year from ${from} to ${to}. The most, ${records(value)}, are in ${highest}.`,
    timelineTable: 'The same in numbers',
    time: 'Time',
    undated: (value: number) =>
      `${records(value)} without a usable date, such as settings, are not in the picture.`,
    missing: 'What is missing, and why',
    nothingMissing: 'No place was refused, and none that answered has a gap.',
    helps: 'What would help, for whoever made this report:',
    reach: 'What is too long ago',
    reachNote: (vendor: string) =>
      `${vendor} does not answer these questions for such old dates. This report says nothing about them.`,
    searched: 'Where the person was looked for',
    result: 'Result',
    notSearched: 'not searched:',
    reading: 'How to read this report',
    readingList: [
      'Each place above has a page of its own with every record: a table of what matters first, and all other fields of a record under “All fields”.',
      'The tables can be sorted and filtered. Long lists go over several pages; each has a search over all of them.',
      'Recordings and voicemails can be played at their record, with what was said below where there is a transcript, or opened in the folder “data”.',
      'The same records stand, exact and whole, in the folder “data”: JSON for programs, CSV for spreadsheets.',
    ],
    checking: 'How to check this report',
    checkingText:
      'Every file of this folder is listed with its digest (a long number that changes with any change), so that a change or a loss is seen. In a terminal, inside this folder, run the commands for your system; each line must say OK.',
    systems: { linux: 'Linux', macos: 'macOS', windows: 'Windows (PowerShell)' },
    checkingMore:
      'manifest.json is the account of this report for programs. README.txt says the same as this page in short.',
  },
  source: {
    records: 'Records',
    window: 'Dates asked',
    answered: 'Dates answered',
    noWindow: 'Asked as a whole, without dates',
    reach: 'Too long ago',
    raw: 'As files',
    json: 'JSON',
    csv: 'CSV table',
    docs: 'Public description',
    caption: (title: string, from: number, to: number, all: number) =>
      `${title}: records ${number(from)} to ${number(to)} of ${number(all)}`,
    scroll: (title: string) => `Table: ${title}`,
    filter: 'Filter this page',
    filterNote: (pages: number) =>
      pages > 1
        ? `The filter looks at this page only, one of ${number(pages)}.`
        : 'The filter looks at all fields.',
    shown: '{shown} of {all} records on this page',
    shownFields: '{shown} of {all} fields on this page',
    openAll: 'Open all fields',
    moments: (zone: string) => `Times: ${zone}, below in UTC`,
    printNote: 'Only what is open on the screen is printed: open all fields first to print them, too.',
    fields: 'All fields',
    belongsTo: (title: string, line: number) => `Belongs to: ${title}, record ${number(line)}`,
    belonging: (title: string, value: number) => `${title} (${number(value)})`,
    emptyFields: 'Without a value:',
    files: 'Files',
    said: (kind: string, lines: number) => `What was said: ${kind} (${count(lines, 'line', 'lines')})`,
    saidMore: 'There is more than can be shown here. All of it is in the file:',
    moreFiles: (value: number) => `All ${files(value)} are listed in`,
    otherFiles: 'Files of no record in this list',
    line: (line: number) => `Line ${number(line)} of the JSON`,
    row: (row: number) => `row ${number(row)} of the CSV`,
    record: (position: number, all: number) => `Record ${number(position)} of ${number(all)}`,
    other: 'More',
    none: 'There are no records.',
    notRead: 'This place could not be read, so there are no records.',
    page: (page: number, pages: number) => `Page ${number(page)} of ${number(pages)}`,
    pages: 'Pages of this list',
    pagesBelow: 'Pages of this list, again',
    first: 'First',
    last: 'Last',
  },
  search: {
    about: (from: number, to: number, all: number) =>
      `Search records ${number(from)} to ${number(to)} of ${number(all)}`,
    all: (pages: number) => `Search all ${number(pages)} pages`,
    back: (title: string) => `Back to “${title}”`,
    label: 'Find',
    note: 'Every word must stand somewhere in the record; capital letters do not matter. All values are searched, not the words that explain them, and not what is in files.',
    parts: 'This list is searched in parts:',
    none: 'No record has these words.',
    some: 'Records found: {found}',
    many: 'Records found: {found}; the first {shown} are shown. A further word makes them fewer.',
    record: 'Record {number}',
    noScript:
      'The search needs JavaScript. Without it, the pages of the list can be read one after the other.',
  },
  completeness: {
    title: 'How complete this report is',
    statement: 'Statement',
    complete: (answered: number) =>
      `All ${places(answered)} that this report names were asked, and answered for all dates they still answer for. Everything found there is in this report.`,
    someAnswered: (answered: number, all: number, partly: number) =>
      `${answered === 0 ? 'None' : number(answered)} of the ${places(all)} that this report names ${answered === 1 ? 'was' : 'were'} asked and answered${partly > 0 ? `, ${number(partly)} of them not wholly` : ''}.`,
    allFound: 'Everything found there is in this report.',
    gaps: (missing: number, all: number, titles: string) =>
      `${number(missing)} of ${places(all)} could not be read, or not wholly: ${titles}. Everything else that was found is in this report.`,
    unlicensed: (refused: number, uncalled: number, vendor: string, titles: string) =>
      `${count(refused + uncalled, 'place gave', 'places gave')} nothing because ${vendor} says that the licence or plan is missing (${[
        ...(refused > 0 ? [`${number(refused)} asked and refused`] : []),
        ...(uncalled > 0 ? [`${number(uncalled)} not asked after that`] : []),
      ].join(', ')}): ${titles}. What was kept there before, this report cannot tell.`,
    noMatch:
      'No user with this e-mail address was found in this account where it was looked, so no place with data could be asked.',
    noUser: (searched: string, held: string, gaps: string) =>
      [
        'No user with this e-mail address was found in this account: the person may have left or have another address now.',
        `Lists about everybody were searched for the address: ${searched}.`,
        held === '' ? 'Nothing there names it.' : `What names it is in this report: ${held}.`,
        ...(gaps === '' ? [] : [`Not wholly searched: ${gaps}.`]),
        'Places that can be asked only about a user were not asked.',
      ].join(' '),
    notProven: (value: number, titles: string) =>
      `No user with this e-mail address was found, but that is not proven: ${count(value, 'place', 'places')} that could name the person could not be read, or not to the end (${titles}). So no place could be asked, and nothing is certified.`,
    otherAddress: (asked: string, current: string) =>
      `It was asked for ${asked}; the user who answers to this address now has the address ${current}. This report is about that user.`,
    notSearched: (value: number) =>
      `${count(value, 'place', 'places')} that could say more about the person could not be read.`,
    notAsked: (value: number) =>
      `${count(value, 'place was', 'places were')} not asked, because the request left ${value === 1 ? 'it' : 'them'} out.`,
    notGranted: (value: number) =>
      `${count(value, 'place was', 'places were')} not asked, because the program has not been given the permission and the request did not name ${value === 1 ? 'it' : 'them'}.`,
    outsideGroups: (value: number) =>
      `${count(value, 'place was', 'places were')} not asked, because the person is in none of the groups of users that may be asked about.`,
    limits: (value: number) =>
      `${count(value, 'place', 'places')} ${value === 1 ? 'has' : 'have'} dates that are too long ago to be answered for; they are named below.`,
    beyond: 'This report says nothing about other kinds of data: see “What this report does not cover”.',
    certificate: 'Certificate of no data',
    certificateOf: (email: string, moment: string, { answered, ...others }: StandingCounts) =>
      [
        `It is certified that on ${moment} nothing was found about ${email} in the ${places(answered)} that ${answered === 1 ? 'was' : 'were'} asked and answered, for the dates named on the page “How complete it is”.`,
        ...describeSilence(others),
      ].join(' '),
    certificateOfNobody: (email: string, moment: string, searched: string) =>
      `It is certified that on ${moment} no user with the e-mail address ${email} was found in the lists named under “Where the person was looked for”${searched === '' ? '' : `, and that nothing names it in: ${searched}`}. The ${searched === '' ? '' : 'other '}places with data were not asked, because they can be asked only about a user.`,
    totals: 'Totals',
    calls: 'Calls',
    vendorPages: 'Pages read',
    records: 'Records in this report',
    duplicates: 'Copies left out',
    unrecognised: 'Records of an unknown form (kept)',
    files: 'Files in this report',
    filesLeftOut: 'Files left out',
    filesNotGiven: 'Files named by the vendor and not handed out',
    standing: 'Was it asked?',
    masked: 'Masked secrets',
    sources: 'Place by place',
    sourcesCaption: 'What was asked of each place, and what it answered',
    vendorTotal: 'Stated total',
    vendorTotalNote:
      'Stated total: what the vendor says it has, where it says so. It counts a record in every part of the dates and every list that names it, so copies are in it, and records at the ends of the dates asked that lie outside the period asked for.',
    asked: 'Dates asked',
    answered: 'Dates answered',
    windows: (value: number, span: string) => `${span}, in ${count(value, 'part', 'parts')}`,
    noWindow: 'as a whole',
    notAskedYet: 'not asked',
    timeRules: (release: string) =>
      `Local times follow release ${release} of the IANA time zone database, whatever the computer's own rules are.`,
    vendorLimits: 'How far back',
    vendorLimitsCaption: 'How far back each place answers, and what is older',
    reachesBack: 'Answers for',
    older: 'Older data',
    olderNowhere: (vendor: string) => `${vendor} offers no other way to ask for older dates.`,
    reachesBackMonths: (months: number, day: string) => `${number(months)} months, so from ${day}`,
    unlimited: 'all that still exists',
    begins: 'Asked from',
    bounds: {
      requested: 'the first day asked for',
      look_back: 'the vendor answers no further back',
      earliest: 'nothing can be older',
    },
    noDates: 'asked without dates, or not asked',
    totalDiffers: {
      read_again: 'lists were read more than once',
      not_all_stated: 'not every answer states a total',
      vendor_states_fewer: 'fewer than it gave',
      vendor_states_more: 'more than it gave',
    },
    tooLongAgo: 'Dates not asked',
    nothing: 'none',
    parents: {
      title: 'Asked for each record of another place',
      counts: (asked: number, same: number, nothing: number) =>
        [
          `It was asked for ${count(asked, 'record', 'records')}.`,
          ...(same > 0
            ? [`${count(same, 'record gives', 'records give')} the same question as another one.`]
            : []),
          ...(nothing > 0
            ? [`${count(nothing, 'record says', 'records say')} that there is nothing to ask for.`]
            : []),
        ].join(' '),
      record: (title: string, line: number | null, why: string) =>
        `${title}${line === null ? '' : `, record ${number(line)}`}: ${why}`,
      beyond: (at: string | null) =>
        `${at === null ? 'It' : `It is of ${at.slice(0, 10)} and`} is too old to be answered for.`,
      more: (value: number) =>
        `${count(value, 'more record is', 'more records are')} named in manifest.json.`,
    },
    lookedThrough: (value: number) =>
      `${count(value, 'record was', 'records were')} looked through and not kept, because nothing in ${value === 1 ? 'it' : 'them'} is about the person.`,
    othersLeftOut: (value: number) =>
      `${count(value, 'record names', 'records name')} other people only and ${value === 1 ? 'was' : 'were'} not kept.`,
    unnamed: (value: number) =>
      `${count(value, 'record names', 'records name')} nobody, so whose ${value === 1 ? 'it is' : 'they are'} cannot be told; ${value === 1 ? 'it was' : 'they were'} not kept.`,
    named: 'What the vendor does not tell',
    problems: 'Gaps',
    noProblems: 'No gap.',
    manifest: 'The same for programs is in',
    times: (value: number) => `${number(value)} times`,
  },
  notCovered: englishNotCovered,
  rights: englishRights,
  readme: englishReadme,
  verify: englishVerify,
};
