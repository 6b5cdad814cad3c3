/** Captions: labels, names split over cues with and without a label between, tags, initials, ordinary words. */
export const captions = `WEBVTT

1
00:00:01.000 --> 00:00:04.000
Alex Demo: Welcome, ⟦Dana Whitfield|dana⟧ and ⟦ELIF AYDIN|elif⟧, will you mark the date?

2
00:00:04.000 --> 00:00:06.000
⟦Dana Whitfield|dana⟧: Thanks Alex. I spoke with ⟦Femi|femi⟧

3
00:00:06.000 --> 00:00:08.000
⟦Dana Whitfield|dana⟧: ⟦Okafor|femi|gone⟧ about the basic plan and the Basic tier.

4
00:00:08.000 --> 00:00:11.000
Alex Demo: Is ⟦F. Okafor|femi⟧ the same as ⟦Okafor, Femi|femi⟧? I asked ⟦Greta|greta⟧

5
00:00:11.000 --> 00:00:13.000
⟦Lindqvist|greta|gone⟧ and she said so.

6
00:00:13.000 --> 00:00:15.000
⟦Will Turner|will⟧: I will be there in May. ⟦Mark B|mark⟧. will mark it, I hope.

7
00:00:15.000 --> 00:00:18.000
Alex Demo: We may need ⟦May Lin|may⟧'s help on May 5 or 5 May 2026, with good grace.

8
00:00:18.000 --> 00:00:21.000
⟦Will Turner|will⟧: Will anyone from the front office call? The Office closes early.

9
00:00:21.000 --> 00:00:24.000
Alex Demo: <b>⟦Blair|blair⟧</b> ⟦Office|blair|gone⟧ can. Mr. ⟦Turner|will⟧, you know Dr. ⟦Jones|bob⟧.

10
00:00:24.000 --> 00:00:27.000
Alex Demo: ⟦Bob Jones|bob⟧ met ⟦Robert Jones|bob⟧ - that is ⟦R. Jones|bob⟧ - and ⟦Zoe Muller|zoe⟧.

11
00:00:27.000 --> 00:00:29.000
⟦Dana Whitfield|dana⟧: So ⟦Elif|elif⟧ and I agree with Alex, and ⟦Dana Whitfields|dana⟧ notes say it.

12
00:00:29.000 --> 00:00:31.000
Alex Demo: ⟦Dana|dana⟧, can you? ⟦Dana|dana⟧'s line is open. Grace period ends, Hope dies last.
`;

/** A chat with private messages, addresses, numbers, other scripts. */
export const chat = `00:04:11\t⟦Dana Whitfield|dana⟧:\tLink for "Budget talk", see 4 May
00:05:02\tAlex Demo:\tmail ⟦dana.whitfield@example.com|dana|email⟧ or call ⟦+49 30 555-11001|dana|phone⟧ please
00:05:40\t⟦Pat O’Hara|pat⟧:\t⟦Pat O'Hara|pat⟧'s mail is ⟦pat.o'hara+work@example.com|pat|email⟧
00:06:00\t⟦Zoë Müller|zoe⟧:\t⟦ZOË MÜLLER|zoe⟧ and ⟦Zoë Müller|zoe⟧ are one
00:06:30\tAlex Demo:\t⟦田中太郎|hiro⟧さんと⟦김민수|minsu⟧는 ⟦Иван Петров|ivan⟧
00:07:00\tAlex Demo:\t⟦Jean-Luc de la Cruz|jean⟧, ⟦Jean‑Luc Cruz|jean⟧ or ⟦J. de la Cruz|jean⟧? ⟦unknown.person@example.io|unknown|email⟧ knows
00:07:30\tAlex Demo:\tNobody named Anna Smith or Danae Whitfieldson was here; Markus and Willow left
00:08:00\t⟦Inês Carvalho|ines⟧:\t⟦Ines Carvalho|ines⟧ sits at desk 1001, not 10001009
00:08:30\tAlex Demo:\thttps://example.com/p?u=⟦dana.whitfield%40example.com|dana|encoded-email⟧&n=⟦Dana%20Whitfield|dana|encoded⟧&x=1
00:09:00\tAlex Demo:\t⟦Anna Schmidt|anna⟧ wrote; A. Smith did not. ask alex.demo@example.com
00:09:30\tAlex Demo:\tmarket, mayor, gracefully, williwaw, bobsled, dana-farber, Case 12, basic
`;

/** An AI summary: markdown-like text in JSON. */
export const summary = {
  overall_summary: '⟦Dana Whitfield|dana⟧ and Alex Demo met ⟦C. Basic|casey⟧. The team may hope for grace.',
  next_steps: ['⟦Greta Lindqvist|greta⟧ will mark the Basic Plan', 'Alex: call ⟦Femi Okafor|femi⟧ by May 12'],
  details: [{ label: 'Office', text: 'Mark the calendar. ⟦Dana|dana⟧ agreed, Will did not say.' }],
};

/** Topics and agendas of records. */
export const topics = [
  "⟦Dana Whitfield|dana⟧'s Meeting",
  '1:1 Alex Demo / ⟦Elif Aydın|elif⟧',
  'Interview ⟦G. Lindqvist|greta⟧',
  '⟦Whitfield, Dana|dana⟧ - contract',
  'Marketing will review the May budget',
  'Grace period and Office move, basic steps',
  'Will May work? Mark it down',
  '⟦turner will|nobody⟧',
  'Q3: 85212345678 at 10:30, room 482913',
  'Call ⟦030 555 11002|elif|phone⟧ now',
].filter((topic) => !topic.includes('nobody'));
