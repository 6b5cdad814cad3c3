export const summary = {
  meeting_title: 'HR review',
  summary_title: 'Meeting summary for HR review',
  summary_overview: [
    '⟦Saskia Vogt|saskia⟧ opened the review and ⟦Jürgen Krämer|kraemer⟧ took notes for ‹Alex›.',
    'The raise of ⟦Florence Whitlock|florence⟧ was agreed; ⟦Florence|florence⟧ starts in ‹April›, ⟦Saskia|saskia⟧ informs HR.',
    'The warning to ⟦Marcus Oyelaran|marcus⟧ was withdrawn after ⟦Marcus|marcus⟧ explained the ‹bill›.',
    'Both ⟦Joost van den Heuvel|joost⟧ and ⟦Femke de Vries|femke⟧ return from leave on ‹August 18›; ⟦Joost|joost⟧ works part-time.',
    "⟦Joost|joost⟧'s manager and ⟦Femke|femke⟧’s team will be told, ‹Alex› writes.",
    'In ‹summer› there are interns, ‹Summer› school ends in ‹August›.',
  ],
  next_steps: [
    '⟦Océane Le Goff|legoff⟧: send the letter to ⟦Aurélie d’Estienne|aurelie⟧ and ⟦A. d’Estienne|aurelie⟧',
    '‹Alex›: call ⟦Dean Kowalczyk|dean⟧ at ⟦+1-202-555-0173|dean|phone⟧ and mail ⟦saskia.vogt@example.com|saskia|email⟧',
    '‹Alex Demo›: meet Ms. ⟦Whitlock|florence⟧ and Mr. ⟦Oyelaran|marcus⟧',
    '⟦Peggy Donovan|peggy⟧: draft a reference for ⟦Katherine Doyle|kate⟧, ⟦Peggy|peggy⟧ knows ⟦Kate Doyle|kate⟧',
    '⟦Ximena Ríos Cabrera|ximena⟧ and ⟦J. I. Peñalosa|penalosa⟧: translate',
    '‹Chase› the contract. ‹Bill› later. ‹Dean› of the academy decides.',
    '⟦LINNÉA SJÖBERG|linnea⟧ and ⟦Björn Sandahl|bjorn⟧: book ‹Hotel Åkern›',
  ],
  sections: [
    {
      label: 'Absence of ⟦Siddharth Iyer|sid⟧',
      text: '⟦Siddharth|sid⟧ is away until ‹May 3›, ⟦S. Iyer|sid⟧ on the plan.',
    },
    {
      label: '⟦Robin Demo|robin⟧',
      text: '⟦Robin|robin⟧ moves to ‹Florence, Italy›? No: ‹Alex› stays, ⟦R. Demo|robin⟧ moves.',
    },
    {
      label: 'Votes',
      text: 'Yes: ⟦Vogt, Saskia|saskia⟧; ⟦Le Goff, Océane|legoff⟧; ⟦de Vries, Femke|femke⟧. No: ‹Demo, Alex›.',
    },
    {
      label: 'Words',
      text: '‹Billed›, ‹chasing›, ‹frosty›, ‹joyful›, ‹summery›, ‹deans›, ‹robins›, ‹sterling›, ‹demonstrated›.',
    },
    {
      label: 'Places',
      text: '‹Heuvelland›, ‹Lacombe› County, ‹Vogtsburg›, ‹Femkesweg›, ‹Marcusberg›, ‹Oyelaran› Street.',
    },
  ],
};
