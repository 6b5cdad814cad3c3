/** An AI summary: prose, lists and headings in JSON. */
export const summary = {
  meeting_title: 'Budget round',
  summary_title: 'Meeting summary for Budget round',
  summary_overview: [
    '⟦Priya Sharma|priya⟧ opened the meeting and welcomed ⟦Grace Okonkwo|grace⟧ and ⟦Jonathan Smith|jonathan⟧.',
    'The team ‹will› keep the budget, ‹Will› or not, and ‹Alex› ‹will› write to ‹Northwind›.',
    'After that ⟦Grace|grace⟧ and ⟦Jonathan|jonathan⟧ explained the figures to ⟦Priya|priya⟧ and ‹Alex›.',
    'Both ⟦Ahmed al-Rashid|ahmed⟧ and ⟦Pieter van der Berg|pieter⟧ joined late; ⟦Pieter|pieter⟧ left early.',
    '⟦May Thornton|may⟧ asked for an answer by ‹May 12› or in early ‹May›.',
    '⟦Ahmed|ahmed⟧ asked ⟦G. Okonkwo|grace⟧ and ⟦Ingrid Solheim|ingrid⟧ for help.',
  ],
  next_steps: [
    '⟦Siobhán O’Brien|siobhan⟧: send the contract to ⟦Anne-Marie Dubois|annemarie⟧ and ⟦A. al-Rashid|ahmed⟧',
    '‹Alex›: call ⟦Will Banks|will⟧ at ⟦+1 202-555-0111|will|phone⟧ and mail ⟦grace.okonkwo@example.org|grace|email⟧',
    '‹Alex Demo›: meet Prof. ⟦Solheim|ingrid⟧ and Mrs. ⟦Okonkwo|grace⟧',
    '⟦Ольга Берёзкина|olga⟧ and ⟦Γιώργος Παπαδόπουλος|giorgos⟧: check the translation',
    '⟦王小明|wang⟧, ⟦佐藤花子|hanako⟧ and ⟦이서연|seoyeon⟧: check the dates',
    '⟦Łukasz Wójcik|lukasz⟧ and ⟦Søren Brøndby-Holm|soren⟧: book the hall',
    '‹Mark› the agenda as final. ‹Will› anyone object? ‹Rose› or fell, the ‹price› stays.',
    '⟦Nguyễn Thị Bảo Ngân|ngan⟧ tells ⟦Matthias Strauss|matthias⟧ about the ‹Grand Banks› trip',
  ],
  sections: [
    {
      label: 'Grants',
      text: 'The ‹Demo› ran well. ⟦Jonathan Smith|jonathan⟧ showed the ‹Smith› chart of the ‹JS› team.',
    },
    { label: '⟦Jordan Demo|jordan⟧ on travel', text: 'In ‹Amman› all is ready, said ⟦Jordan|jordan⟧.' },
    {
      label: 'Questions of ⟦Alex Rivera|rivera⟧',
      text: '‹Alex› answered ⟦A. Rivera|rivera⟧ and ⟦Alex Rivera|rivera⟧ agreed.',
    },
    {
      label: 'Places',
      text: '‹Priyanka Road›, ‹Gracetown›, ‹Petersburg›, ‹Siobhanville› and ‹Sharma› Street.',
    },
    {
      label: 'Words',
      text: '‹Marked›, ‹willing›, ‹mayhem›, ‹graceful›, ‹rosy›, ‹banked›, ‹priced›, ‹longer›, ‹demonstrate›.',
    },
    {
      label: 'Votes',
      text: 'Yes: ⟦Banks, Will|will⟧; ⟦Thornton, May|may⟧; ⟦Solheim, Ingrid|ingrid⟧. No: ‹Demo, Alex›.',
    },
  ],
};
