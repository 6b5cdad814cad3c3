import type { Outcome } from '../../contract/index.js';
import { englishRights } from './en-rights.js';
import { englishReadme } from './en-readme.js';
import { englishVerify } from './en-verify.js';

const outcomes: Record<Outcome, string> = {
  complete: 'Everything there is',
  empty: 'Looked everywhere, nothing there',
  partial: 'A part is missing',
  not_licensed: 'Not part of the licence, so there is nothing',
  scope_missing: 'Could not look: permission missing',
  not_permitted: 'Could not look: not permitted',
  withheld: 'Could not look: withheld',
  out_of_reach: 'Too long ago to be looked up',
  failed: 'Could not look: it failed',
  not_requested: 'Not asked for',
};

const number = (value: number) => value.toLocaleString('en-US');
const count = (value: number, one: string, many: string) => `${number(value)} ${value === 1 ? one : many}`;
const records = (value: number) => count(value, 'record', 'records');
const files = (value: number) => count(value, 'file', 'files');
const places = (value: number) => count(value, 'place', 'places');

/** English: all words of a report that do not come from the connector or the records. */
export const en = {
  language: 'en',
  outcomes,
  number,
  records,
  files,
  status: {
    completed: 'This report is complete: every place was looked at, and everything found there is in it.',
    completed_with_gaps:
      'This report has gaps: some places could not be looked at, or not wholly. They are named below with what would help.',
    no_match: 'No user with this e-mail address was found, so there is nothing to report.',
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
    foundCaption: 'Every place that was looked at, and what was there',
    place: 'Place',
    outcome: 'Outcome',
    records: 'Records',
    files: 'Files',
    dates: 'Dates (UTC)',
    answered: 'Places answered',
    ofPlaces: (part: number, all: number) => `${number(part)} of ${number(all)}`,
    gaps: 'Places with gaps',
    person: 'Person',
    address: 'Address now',
    lookup: 'Looking for the person',
    user: 'User ID',
    state: 'State',
    account: 'Account',
    accountOf: (connection: string, plan: string) => `connection ${connection}, plan ${plan}`,
    collected: 'Read on',
    period: 'Period asked for',
    beginning: 'the beginning',
    today: 'today',
    request: 'Request',
    reference: 'Reference',
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
    nothingMissing: 'Nothing is missing: no place that was asked has a gap.',
    reach: 'What is too long ago',
    reachNote: (vendor: string) =>
      `${vendor} itself no longer answers for these dates. They are no gap of this report, but it says nothing about them.`,
    searched: 'Where the person was looked for',
    result: 'Result',
    notSearched: 'not searched:',
    reading: 'How to read this report',
    readingList: [
      'Each place above has a page of its own with every record: a table of what matters first, and all other fields of a record under “All fields”.',
      'The tables can be sorted and filtered. Long lists go over several pages; nothing is left out.',
      'Recordings and voicemails can be played at their record, or opened in the folder “data”.',
      'The same records stand, exact and whole, in the folder “data”: JSON for programs, CSV for spreadsheets.',
    ],
    checking: 'How to check this report',
    checkingText:
      'Every file of this folder is listed with its digest, so that a change or a loss is seen. In a terminal, inside this folder, run these commands; each must say OK for every line.',
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
    emptyFields: 'Without a value:',
    files: 'Files',
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
  completeness: {
    title: 'How complete this report is',
    statement: 'Statement',
    complete: (asked: number) =>
      `All ${places(asked)} were asked for everything that is still answered for, and answered. Everything found there is in this report.`,
    gaps: (missing: number, asked: number, titles: string) =>
      `${number(missing)} of ${places(asked)} could not be read, or not wholly: ${titles}. Everything else that was found is in this report.`,
    noMatch: 'No user with this e-mail address was found in this account, so no place could be asked.',
    notProven: (value: number, titles: string) =>
      `No user with this e-mail address was found, but that is not proven: ${count(value, 'place', 'places')} that could name the person could not be read, or not to the end (${titles}). So no place could be asked, and nothing is certified.`,
    otherAddress: (asked: string, current: string) =>
      `It was asked for ${asked}; the user who answers to this address now has the address ${current}. This report is about that user.`,
    notSearched: (value: number) =>
      `${count(value, 'place', 'places')} that could say more about the person could not be read.`,
    notAsked: (value: number) =>
      `${count(value, 'place was', 'places were')} not asked, because the request left ${value === 1 ? 'it' : 'them'} out.`,
    limits: (value: number) =>
      `${count(value, 'place', 'places')} ${value === 1 ? 'has' : 'have'} dates that are too long ago to be answered for; they are named below.`,
    certificate: 'Certificate of no data',
    certificateOf: (email: string, moment: string) =>
      `It is certified that on ${moment} nothing was found about ${email} in the places and dates named on this page.`,
    totals: 'Totals',
    calls: 'Calls',
    vendorPages: 'Pages read',
    records: 'Records in this report',
    duplicates: 'Copies left out',
    unrecognised: 'Records of an unknown form (kept)',
    files: 'Files in this report',
    filesLeftOut: 'Files left out',
    filesNotGiven: 'Files not to be had',
    masked: 'Masked secrets',
    sources: 'Place by place',
    sourcesCaption: 'What was asked of each place, and what it answered',
    vendorTotal: 'Stated total',
    vendorTotalNote:
      'Stated total: what the vendor says it has, where it says so. It counts a record in every part of the dates and every list that names it, so copies are in it.',
    asked: 'Dates asked',
    answered: 'Dates answered',
    windows: (value: number, span: string) => `${span}, in ${count(value, 'part', 'parts')}`,
    noWindow: 'as a whole',
    notAskedYet: 'not asked',
    vendorLimits: 'Limits of the vendor',
    vendorLimitsCaption: 'How far back each place can be read',
    reachesBack: 'Answers for',
    reachesBackMonths: (months: number, day: string) => `${number(months)} months, so from ${day}`,
    unlimited: 'all that still exists',
    tooLongAgo: 'Too long ago, not asked',
    nothing: 'none',
    problems: 'Gaps',
    noProblems: 'No gap.',
    manifest: 'The same for programs is in',
    times: (value: number) => `${number(value)} times`,
  },
  rights: englishRights,
  readme: englishReadme,
  verify: englishVerify,
};
