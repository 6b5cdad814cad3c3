/** A chat in the forms senders are written: tabs, From and to, private messages; addresses, numbers and links. */
export const chat = `00:00:12\t From ⟦Rose Price|rose⟧ to Everyone : Hello all, sound is fine
00:00:30\t From Alex Demo to ⟦Rose Price|rose⟧ (Direct Message) : The ‹rose› bed and the ‹price› list are yours
00:00:40\t⟦Tomás Herrera (Northwind)|tomas⟧:\tGood morning
00:00:50\tAlex Demo:\tThe ‹Northwind› contract is signed, says ⟦Tomas Herrera|tomas⟧
00:00:55\t⟦Tomás Herrera (Northwind)|tomas⟧:\tAs ⟦T. Herrera|tomas⟧ wrote, we at ‹Northwind› are glad
00:01:00\t⟦Madhavi|madhavi⟧:\t‹Rose› bushes need water, prices ‹rose› again, ‹Price› lists changed
00:01:10\tAlex Demo:\tThanks ⟦Madhavi|madhavi⟧, we had a ‹grace› period
00:01:20\tAlex Demo:\t‹Grace› periods end, ‹gracefully› or not
00:01:30\t⟦Sukma|sukma⟧:\tWrite to ⟦sukma@example.com|sukma|email⟧
00:01:40\tAlex Demo:\tI asked ⟦Sukma|sukma⟧ and ⟦Madhavi|madhavi⟧ twice
00:01:50\t⟦Maria Silva|silva⟧:\tI am here
00:02:00\tAlex Demo:\tIs it ⟦maria silva|silva⟧ with ⟦maria.silva@example.com|silva1|email⟧ or with ⟦msilva@example.org|silva2|email⟧?
00:02:10\tAlex Demo:\tNobody called ‹Mariana Silva›, ‹Mario Silva› or ‹Maria Silvano› was here
00:02:20\t⟦Charlotte Quist|charlotte⟧:\tThe number is 42
00:02:30\tAlex Demo:\tAsk ⟦Charlotte|charlotte⟧ or ⟦Quist, Charlotte|charlotte⟧, she said to ⟦Victoria Lund|victoria⟧
00:02:40\t⟦Victoria Lund|victoria⟧:\tI know, ⟦C. Quist|charlotte⟧ told me
00:02:50\t⟦Paris Adeyemi|paris⟧:\tThe ‹Parisian› team is ready
00:03:00\tAlex Demo:\tSo ⟦Paris|paris⟧ and ⟦Victoria|victoria⟧ are done, ⟦P. Adeyemi|paris⟧ first
00:03:10\t⟦Mercedes de la Fuente|mercedes⟧:\tIt was ⟦M. de la Fuente|mercedes⟧ on the ticket
00:03:20\tAlex Demo:\tThank you ⟦Mercedes|mercedes⟧, or Señora ⟦de la Fuente|mercedes⟧ as the list ⟦de la Fuente, Mercedes|mercedes⟧ says
00:03:30\t⟦May Thornton|may⟧:\tMy last day is ‹May 5›, not ‹May 15›
00:03:40\tAlex Demo:\tThank you ⟦May|may⟧, we meet on 12 ‹May 2026›, as in ‹May 2025›
00:03:50\t⟦Sofia Rossini|sofia⟧:\tThe ‹Sofiane› file is mine
00:04:00\tAlex Demo:\tThank you ⟦Sofia|sofia⟧
00:04:10\tAlex Demo:\tMail ⟦priya.sharma@example.com|priya|email⟧, copy to ⟦will.banks@example.com|will|email⟧, from ‹alex.demo@example.com›
00:04:20\tAlex Demo:\tOr ⟦PRIYA.SHARMA@EXAMPLE.COM|priya|email⟧, <⟦anne-marie.dubois@example.com|annemarie|email⟧>; mailto:⟦siobhan.obrien@example.org|siobhan|email⟧.
00:04:30\tAlex Demo:\tNobody declared ⟦somebody.else@example.org|unknown|email⟧, and ‹www.example.com› is a site
00:04:40\tAlex Demo:\t⟦Liz Harper|liz⟧ <⟦liz.harper@example.com|liz|email⟧>, ⟦Kwame Mensah-Boateng|kwame⟧ has no mail
00:04:50\tAlex Demo:\tCall ⟦+1 202 555 0111|will|phone⟧ or ⟦+1 (202) 555-0111|will|phone⟧ or ⟦+12025550111|will|phone⟧
00:05:00\tAlex Demo:\tLondon is ⟦+44 20 7946 0101|priya|phone⟧ or ⟦020 7946 0101|priya|phone⟧ or ⟦0044 20 7946 0101|priya|phone⟧
00:05:10\tAlex Demo:\tBerlin is ⟦+49 30 23125-077|pieter|phone⟧, ⟦030 23125077|pieter|phone⟧ or ⟦+49 (0)30 23125077|pieter|phone⟧
00:05:20\tAlex Demo:\tCork is ⟦+353 20 910 1234|siobhan|phone⟧, Lyon ⟦01 99 00 12 34|annemarie|phone⟧ and ⟦+33.1.99.00.12.34|annemarie|phone⟧
00:05:30\tAlex Demo:\tMy own is ‹+49 30 23125 001›, the desk is ‹202-555-0188›, the meeting ‹852 1234 5678›
00:05:40\tAlex Demo:\tOrder ‹4420794601019›, part ‹912025550111›, ‹2026-03-15›, ‹10.20.30.40›, room ‹0111›, ‹1,202,555›
00:05:50\tAlex Demo:\thttps://example.com/p?u=⟦priya.sharma%40example.com|priya|encoded-email⟧&n=⟦Priya%20Sharma|priya|encoded⟧&x=1
00:06:00\tAlex Demo:\thttps://example.com/‹will›/‹may›/‹mark›.html and ‹Rosemary.pdf› and ‹willbanksia.txt›
00:06:10\t From ⟦Will Banks|will⟧ to ⟦Grace Okonkwo|grace⟧ (privately) : ‹Will› you ask ⟦Rose Price|rose⟧?
00:06:20\t From ⟦Grace Okonkwo|grace⟧ to Everyone : I ‹will›, and ⟦Price, Rose|rose⟧ or ⟦R. Price|rose⟧ answers
00:06:30\tAlex Demo:\t‹alex› here, ‹ALEX DEMO› in the list, ‹Alex Demo's› file, ‹Alex’s› desk, ‹Demo, Alex›
00:06:40\tAlex Demo:\t⟦ALEX RIVERA|rivera⟧ and ⟦Rivera, Alex|rivera⟧ are not ‹Alex›; ⟦jordan demo|jordan⟧ is not ‹alex demo›
00:06:50\tAlex Demo:\tThe ‹Victorian› house, ‹Charlottenburg›, ‹Madhavix›, ‹Sukmaraya› and ‹Mercedesstraße› are places
00:07:00\tAlex Demo:\tThe ‹Quist› effect, the ‹Lund› office, ‹Silva› cells, ‹Fuente› Street and the ‹Berg› are far
00:07:10\tAlex Demo:\tThe ‹Sharma› report, ‹Thornton› Heath, ‹Harper› Road, ‹Ellis› Court and ‹Ortega› peak
00:07:20\tAlex Demo:\tThe ‹Bank›, the ‹Longest› list, ‹Prices› of ‹Banksy›, ‹Willing›, ‹Marking›, ‹Gracious›, ‹Mayor›
00:07:30\tAlex Demo:\t‹Piazza San Marco›, ‹Karl-Heinz-Platz›, ‹Morganville›, ‹Ingridsson›
`;

/** A message of the meeting that the summary belongs to, in the other form chat files have. */
export const chatDated = `2026-02-03 10:00:05 From ⟦Liz Harper|liz⟧ to Everyone: On my way
2026-02-03 10:00:15 From ⟦Ahmed al-Rashid|ahmed⟧ to Everyone: ‹Maybe› ten minutes late
2026-02-03 10:00:25 From Alex Demo to ⟦Ahmed al-Rashid|ahmed⟧(privately): I told ⟦Liz|liz⟧ and ⟦Ahmed|ahmed⟧'s team
2026-02-03 10:00:35 From Alex Demo to Everyone: ‹Demo› at noon, ‹Rashidi› stays, ‹Lizzy› is the bot, ‹Ahmedabad› joins
`;
