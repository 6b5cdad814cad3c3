/** Topics and agendas of scheduled meetings. */
export const meetings: readonly { topic: string; agenda: string }[] = [
  { topic: "⟦Priya Sharma|priya⟧'s Personal Meeting Room", agenda: 'Nothing yet' },
  { topic: '1:1 ‹Alex Demo› / ⟦Siobhán O’Brien|siobhan⟧', agenda: 'With ⟦S. O’Brien|siobhan⟧ in ‹Dublin›' },
  { topic: 'Interview ⟦P. van der Berg|pieter⟧', agenda: 'CV of ⟦van der Berg, Pieter|pieter⟧ is attached' },
  { topic: '⟦Nguyen Thi Bao Ngan|ngan⟧ and ⟦KARL HEINZ SCHRÖDER|karl⟧', agenda: 'Trip to ‹Jordan› in ‹May›' },
  { topic: '‹Marketing› ‹will› review the ‹May› budget', agenda: '‹Mark› your calendars' },
  { topic: '‹Grace› period and ‹Will› writing', agenda: 'A ‹mark› of ‹grace›, as long as you ‹will›' },
  { topic: 'Flight to ‹Paris›, ‹Charlotte› and ‹Victoria›', agenda: 'Hotel ‹Mercedes›, ‹Rose› suite' },
  { topic: '‹Alex› and ‹Demo› users', agenda: 'The ‹demo› of ‹Alex Demo›' },
  { topic: 'Ref ‹85212345678›, room ‹482913›', agenda: 'Call ⟦020 7946 0101|priya|phone⟧ if late' },
  { topic: 'Отчёт: ⟦Ольга Берёзкина|olga⟧', agenda: '会議 ⟦佐藤 花子|hanako⟧ ‹花見›' },
  { topic: '⟦DEMO, JORDAN|jordan⟧', agenda: '⟦J. Demo|jordan⟧ and ‹A. Demo› share a name' },
  {
    topic: 'Handover ⟦Elizabeth Harper|liz⟧ to ⟦Lupe Ortega|lupe⟧',
    agenda: 'Mail ⟦lupe.ortega@example.com|lupe|email⟧',
  },
];

/** Voicemails: who called, and what was understood. */
export const voicemails: readonly { caller: string; content: string }[] = [
  {
    caller: 'priya',
    content:
      'Hello ‹Alex›, this is ⟦Priya|priya⟧ from sales. Please call ⟦020 7946 0101|priya|phone⟧ before ‹May 5›.',
  },
  {
    caller: 'will',
    content:
      'Hi ‹Alex›, this is ⟦Will Banks|will⟧. I ‹will› be late. ‹Will› you wait? My mail is ⟦will.banks@example.com|will|email⟧.',
  },
  {
    caller: 'grace',
    content: 'Good morning, ⟦Grace Okonkwo|grace⟧ here, it is ⟦Grace|grace⟧ again about the ‹Demo› account.',
  },
  {
    caller: 'pieter',
    content:
      'Hallo, hier ist ⟦Pieter van der Berg|pieter⟧. Call me back, ‹Alex›, or ask ⟦Kwame Mensah-Boateng|kwame⟧.',
  },
  {
    caller: 'siobhan',
    content:
      "Hi ‹Alex Demo›, it's ⟦Siobhan|siobhan⟧ calling for ⟦Jonathan Smith|jonathan⟧, we need the ‹JS› files.",
  },
  {
    caller: 'annemarie',
    content:
      'Bonjour, ici ⟦Anne-Marie Dubois|annemarie⟧. Rappelez le ⟦01 99 00 12 34|annemarie|phone⟧, merci ‹Alex›.',
  },
  {
    caller: 'rose',
    content:
      'The ‹price› ‹rose› to 5,000. ‹Rose› bushes cost more. ⟦Rose Price|rose⟧ speaking. ‹May› I come on ‹May 9›?',
  },
  {
    caller: 'kwame',
    content: 'This is ⟦Kwame|kwame⟧, my number is ⟦202-555-0142|kwame|phone⟧, not ‹202-555-0149›.',
  },
  {
    caller: 'ingrid',
    content: '⟦Dr. Solheim|ingrid⟧ here, the ‹Mark› IV device arrived, ‹Grace› Hospital ‹will› take it.',
  },
];
