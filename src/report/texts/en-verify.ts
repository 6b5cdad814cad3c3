/** English: the page that checks a report in a browser. The script fills what stands in braces. */
export const englishVerify = {
  title: 'Check this report',
  intro:
    'This page reads the report on this computer and compares every file with the list of digests it was made with. It shows what is whole, changed, missing or added. It needs no network, and nothing leaves this computer.',
  needsScript: 'This page needs JavaScript. Without it, the commands in README.txt do the same.',
  choose: '1. Choose the report',
  folder: 'The unpacked folder of the report',
  folderNote: 'The browser may call this an upload. The files stay on this computer.',
  zip: 'Or the zip file',
  trust: '2. If you have it: the key of whoever made the report',
  key: 'Key, or ID of the key',
  keyNote:
    'Ask for it in another way than the report came, such as by telephone or on their website. Without it this page can say that the report is unchanged since it was signed, and not who signed it.',
  start: '3. Check',
  check: 'Check the report',
  result: 'Result',
  limit:
    'This page came with the report, so whoever could change the report could change this page, too. If that matters, use the page of another report, or the commands in README.txt.',
  link: 'Check this report in the browser',
  linkNote: 'without a terminal and without a network.',
  script: {
    chooseFirst: 'Choose the unpacked folder or the zip file first.',
    reading: 'Reading. Large recordings take a while.',
    done: 'Done. The result is below.',
    noZip:
      'This file is no zip, or it is cut off. Choose the zip file of the report, or its unpacked folder.',
    isAge:
      'This file is encrypted with age. Decrypt it first with: age -d -i KEY_FILE -o report.zip FILE. Then choose report.zip.',
    noReport:
      'There is no report in what you chose: bagit.txt is missing. Choose the folder that holds this page.',
    unreadable: 'It could not be read. Unpack the zip and choose the folder.',
    whole: 'The report is whole',
    wholeNote: 'Every file is as it was when the report was made, none is missing and none was added.',
    unsigned: 'The report is whole, and not signed',
    unsignedNote:
      'Every file fits the list of digests. The report has no signature, so nobody can tell whether files and list were changed together.',
    unchecked: 'The files are whole; the signature was not checked',
    uncheckedNote:
      'Every file fits the list of digests. This browser cannot check signatures of this kind (Ed25519): use a newer one, or openssl as README.txt says.',
    otherKey: 'The report is signed by somebody else',
    otherKeyNote:
      'Every file fits the list of digests, and the list is signed, but not with the key you gave. Ask whoever made the report.',
    notWhole: 'The report is not as it was made',
    notWholeNote: 'See below what is changed, missing or added. Get the report anew from whoever made it.',
    filesWhole: 'Files that are whole',
    filesChanged: 'Files that are changed',
    filesMissing: 'Files that are missing',
    filesAdded: 'Files that were added',
    leftovers: 'Files of the file manager, passed over',
    signature: 'Signature',
    signature_none: 'none',
    signature_valid:
      'valid, made with the key {key}. Compare this ID with the one that whoever made the report tells you.',
    signature_trusted: 'valid, made with the key {key}, which is the one you gave.',
    signature_other: 'valid, made with the key {key}, which is not the one you gave.',
    signature_invalid: 'not valid, or a part of it is missing',
    signature_unsupported: 'not checked: this browser cannot',
    says: 'What the report says of itself',
    status_completed: 'no gap in the places that answered; the first page names those that did not',
    status_completed_with_gaps: 'it has gaps; pages/completeness.html names them',
    status_no_match: 'no user with this address was found',
    changedNames: 'Changed',
    missingNames: 'Missing',
    addedNames: 'Added',
    brokenLists: 'Lists of digests that cannot be read',
  },
};
