export const meetings: readonly { topic: string; agenda: string }[] = [
  { topic: "⟦Saskia Vogt|saskia⟧'s Zoom Meeting", agenda: '‹None›' },
  { topic: '1:1 ⟦Henrik Åkerblom|henrik⟧ <> ‹Alex Demo›', agenda: 'Med ⟦H. Åkerblom|henrik⟧ i ‹Åkersberga›' },
  {
    topic: 'Interview ⟦van den Heuvel, Joost|joost⟧',
    agenda: 'CV ⟦JOOST VAN DEN HEUVEL|joost⟧ en ⟦S. ter Horst|sanne⟧',
  },
  { topic: '‹Summer› party in ‹Austin›', agenda: '‹Bill› paid, ‹Joy› for all, ‹Florence› next' },
  { topic: '‹April› review, ‹August› plan', agenda: 'No ‹frost› in ‹April›, ‹chase› late payers' },
  { topic: '‹Dean› of students', agenda: '‹Chase› Manhattan and ‹Sterling› Bank' },
  {
    topic: 'Q3: ⟦Ximena Rios Cabrera|ximena⟧ / ⟦Jose Ignacio Penalosa|penalosa⟧',
    agenda: '‹Río› Grande, ‹San José›',
  },
  { topic: '‹Demo› for ‹Alex›', agenda: '‹Alex Demo› gives a ‹demo› to ⟦Alex Fontaine|fontaine⟧' },
  { topic: 'Ref ‹86012345678›, PIN ‹555017›', agenda: 'Dial ⟦+1 202 555 0173|dean|phone⟧ or ‹911›' },
  {
    topic: 'Handover ⟦Peggy Donovan|peggy⟧ to ⟦Theo Vance|theo⟧',
    agenda: 'cc ⟦m.donovan@example.org|peggy|email⟧',
  },
];

export const voicemails: readonly { caller: string; content: string }[] = [
  {
    caller: 'joy',
    content:
      'Hi ‹Alex›, it is ⟦Joy|joy⟧ from accounts. Call ⟦202 555 0171|joy|phone⟧ by ‹April 2›, thanks, ⟦Joy Gallagher|joy⟧.',
  },
  {
    caller: 'bill',
    content:
      'This is ⟦Bill Frost|bill⟧. The ‹bill› is wrong. ‹Bill› it again, or mail ⟦bill.frost@example.org|bill|email⟧. ‹Frost› is coming.',
  },
  {
    caller: 'hohenfels',
    content:
      'Guten Tag, hier spricht Frau ⟦von Hohenfels|hohenfels⟧, ‹Alex›, bitte Rückruf an ⟦030 23125310|hohenfels|phone⟧ im ‹Mai›.',
  },
  {
    caller: 'henrik',
    content:
      'Hej ‹Alex›, det är ⟦Henrik|henrik⟧. Ring mig på ⟦+46 8 465 004 12|henrik|phone⟧ eller ⟦08 46500412|henrik|phone⟧, inte ‹08 46500499›.',
  },
  {
    caller: 'lacombe',
    content:
      'Bonjour ‹Alex Demo›, ici ⟦Pierre-Yves|lacombe⟧, rappelez-moi au ⟦01.99.00.55.11|lacombe|phone⟧, ⟦Pierre-Yves Lacombe|lacombe⟧.',
  },
  {
    caller: 'sid',
    content:
      'Hello, ⟦Siddharth|sid⟧ calling for ⟦Chase Whitaker|chase⟧ and ⟦April Nkemelu|april⟧, on ‹Thursday› we ‹will› talk.',
  },
  {
    caller: 'oleary',
    content: "Howya, ⟦Sean|oleary⟧ here, ⟦Seán O'Leary|oleary⟧ that is, ring ⟦020 915 5678|oleary|phone⟧.",
  },
  {
    caller: 'april',
    content: 'Hi, ⟦April|april⟧ speaking, can we move to ‹May 3›? ‹Alex›, tell ⟦Joost van den Heuvel|joost⟧.',
  },
  {
    caller: 'dean',
    content: '⟦Dean Kowalczyk|dean⟧ speaking. The ‹dean› said ‹no›. Ask Mrs. ⟦Nkemelu|april⟧ about it.',
  },
];
