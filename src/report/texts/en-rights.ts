/** Words of the sheet about use and rights, in English. It says what the controller filled in, and invents nothing. */
export const englishRights = {
  title: 'How the data are used, and your rights',
  intro:
    'What the controller says about the use of these data, as Article 15 of the General Data Protection Regulation (GDPR) asks. Where it says "to be completed", the controller has not filled it in yet; nothing was guessed.',
  open: 'To be completed by the controller.',
  controller: 'Who is responsible',
  name: 'Controller',
  contact: 'Contact',
  officer: 'Data protection officer',
  confirmation: 'Confirmation',
  confirmed: (records: number, files: number) =>
    `Personal data about you are processed. Records in this report: ${records.toLocaleString('en-US')}. Files: ${files.toLocaleString('en-US')}.`,
  nothing: 'Nothing about you was found in the places this report names.',
  uncertain: 'Nothing about you was found, but not every place could be looked at.',
  uses: 'Use, place by place',
  usesCaption: 'Article 15(1)(a) to (d), (g) and (h)',
  place: 'Place',
  purposes: 'Purposes (a)',
  categories: 'Categories (b)',
  recipients: 'Recipients (c)',
  retention: 'Kept for (d)',
  origin: 'Where they come from (g)',
  automated: 'Automated decisions (h)',
  processor: (vendor: string) => `${vendor}, which stores the data for the controller`,
  rights: 'Your rights (e)',
  rightsList: [
    'You can ask the controller to correct data that are wrong (Article 16 GDPR).',
    'You can ask for erasure (Article 17) or for restriction of the use (Article 18).',
    'You can object to a use that rests on a legitimate interest or a public task (Article 21).',
    'You can ask for the data you gave in a machine-readable form (Article 20); the folder data/ has it.',
  ],
  complaint: 'Where to complain (f)',
  complaintNote:
    'You can complain to a supervisory authority, above all where you live, work or think the law was broken (Article 77 GDPR).',
  transfers: 'Transfers to third countries (Article 15(2))',
  california: 'For residents of California',
  californiaNote:
    'Sections 1798.100 to 1798.130 of the Civil Code. The categories, sources and purposes are those of the table above; the specific pieces of personal information are the records of this report.',
  soldOrShared: 'Sold or shared, and with which categories of third parties',
  californiaRights:
    'You can ask for deletion and correction, and you must not be treated worse because you ask. Passwords, PINs and unique biometric data are never disclosed, only that they are held (11 CCR 7024(d)).',
  thirdParties: 'Other people in this report',
  kept: 'Other people keep their names in this report. Use them with care: they have rights, too.',
  pseudonymised:
    'Other people stand under pseudonyms such as "Participant 3", the same everywhere in this report. Audio and video were not changed.',
};
