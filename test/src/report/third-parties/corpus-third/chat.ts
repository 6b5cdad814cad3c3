/** A support chat. */
export const chat = `00:00:10\t From ⟦Chase Whitaker|chase⟧ to Everyone : My login fails since ‹April 12›
00:00:20\t From Alex Demo to ⟦Chase Whitaker|chase⟧ (Direct Message) : We will ‹chase› the vendor, thanks
00:00:30\t⟦Florence Whitlock|florence⟧:\tSame here, as ⟦C. Whitaker|chase⟧ says
00:00:40\tAlex Demo:\tThanks ⟦Florence|florence⟧, the ‹Florentine› server is down
00:00:50\t⟦Dean Kowalczyk|dean⟧:\tThe ‹dean› of the school has it too, asks ⟦Florence|florence⟧'s team
00:01:00\tAlex Demo:\tI see ⟦Kowalczyk, Dean|dean⟧ and ⟦D. Kowalczyk|dean⟧ twice, call ⟦202.555.0173|dean|phone⟧
00:01:10\t⟦Theodore (Theo) Vance|theo⟧:\tIt is ⟦Theo|theo⟧ here, or ⟦Theo Vance|theo⟧
00:01:20\tAlex Demo:\tHello ⟦Theodore Vance|theo⟧, ‹Theology› dept? Mail ⟦theodore.vance@example.com|theo|email⟧
00:01:30\t⟦Katherine Doyle (Kate)|kate⟧:\tNo, ⟦Theo|theo⟧ is from IT, I am ⟦Kate Doyle|kate⟧
00:01:40\tAlex Demo:\tThank you ⟦Kate|kate⟧, so ⟦Katherine Doyle|kate⟧ and ⟦K. Doyle|kate⟧ are one account
00:01:50\t⟦Francisco "Paco" Ibáñez|paco⟧:\tHola, soy ⟦Paco|paco⟧, en la lista ⟦Francisco Ibáñez|paco⟧ o ⟦Ibáñez, Francisco|paco⟧
00:02:00\tAlex Demo:\tGracias ⟦Paco|paco⟧, ‹San Francisco› is not affected, Señor ⟦Ibanez|paco⟧
00:02:10\t⟦Lena Falk (Brightwater)|lena⟧:\tWe at ‹Brightwater› see it as well
00:02:20\tAlex Demo:\tThanks ⟦Lena|lena⟧, the ‹Brightwater› tenant is next, says ⟦Lena Falk|lena⟧
00:02:30\t⟦Fairweather, Rowan (they/them)|rowan⟧:\tHi, ⟦Rowan Fairweather|rowan⟧ here
00:02:40\tAlex Demo:\tHi ⟦Rowan|rowan⟧, ‹they› said ‹fairweather› friends, ⟦R. Fairweather|rowan⟧
00:02:50\t⟦Tariq bin Saleh|tariq⟧:\tThe ‹bin› is full, ask ⟦T. bin Saleh|tariq⟧
00:03:00\tAlex Demo:\tThank you ⟦Tariq|tariq⟧, or Mr. ⟦bin Saleh|tariq⟧, in German «‹bin› ich»
00:03:10\t⟦Mei-Ling Zhao|mei⟧:\tIt works for me, as ⟦Zhao, Mei-Ling|mei⟧ in the directory
00:03:20\tAlex Demo:\tGood, ⟦Mei-Ling|mei⟧. And ⟦M.-L. Zhao|mei⟧ is the same? The ‹Zhao› dynasty no
00:03:30\t⟦Chris Novak|chris⟧:\tWhich one am I?
00:03:40\tAlex Demo:\tEither ⟦chris.novak@example.com|chris1|email⟧ or ⟦cnovak@example.org|chris2|email⟧, so ⟦Chris Novak|chris⟧ it is
00:03:50\t⟦IMANI WALKER|imani⟧:\tStill broken
00:04:00\tAlex Demo:\tSorry ⟦Imani|imani⟧, we saw ⟦Imani Walker|imani⟧ and ⟦I. Walker|imani⟧ in the log, no ‹walker› needed
00:04:10\t⟦noah brandt|noah⟧:\tnow it works
00:04:20\tAlex Demo:\tGreat ⟦Noah|noah⟧, ⟦Noah Brandt|noah⟧ is done, the ‹brand› is fine, ⟦Brandt, Noah|noah⟧ too
00:04:30\t⟦Calvin Rhodes Jr.|calvin⟧:\tI am on ‹Rhodes› for a week
00:04:40\tAlex Demo:\tEnjoy, ⟦Calvin|calvin⟧. We close ⟦Calvin Rhodes|calvin⟧'s ticket
00:04:50\t⟦Harriet Blum, PhD|harriet⟧:\tAs a ‹PhD› I need ‹SPSS›
00:05:00\tAlex Demo:\tYes, Dr. ⟦Blum|harriet⟧ is right, ⟦Harriet|harriet⟧ is first, then ⟦Blum, Harriet|harriet⟧ again
00:05:10\t⟦Marcus T. Oyelaran|marcus⟧:\tMy badge says ⟦M. T. Oyelaran|marcus⟧ or ⟦M. Oyelaran|marcus⟧
00:05:20\tAlex Demo:\tSo ⟦Marcus|marcus⟧, ⟦Marcus Oyelaran|marcus⟧ is known, ⟦Marcus|marcus⟧' laptop too
00:05:30\t⟦Wulan|wulan⟧:\tIs this over?
00:05:40\tAlex Demo:\tAlmost, ⟦Wulan|wulan⟧, ‹Wulandari› is another
00:05:50\t⟦Seán O'Leary|oleary⟧:\tGrand, ⟦Sean O’Leary|oleary⟧ signing off
00:06:00\tAlex Demo:\tThanks ⟦Sean|oleary⟧, Mr. ⟦O'Leary|oleary⟧, I noted ⟦S. O'Leary|oleary⟧ and ⟦O'Leary, Seán|oleary⟧
00:06:10\t⟦Anita D’Souza|souza⟧:\tMine is ⟦Anita D'Souza|souza⟧ with a straight one
00:06:20\tAlex Demo:\tI wrote ⟦D'Souza, Anita|souza⟧ and ⟦A. D'Souza|souza⟧ for ⟦Anita|souza⟧
00:06:30\t⟦Connor MacAllister|mac⟧:\tThe ‹Mac› is fixed, ‹MacOS› too
00:06:40\tAlex Demo:\tThanks ⟦Connor|mac⟧, it was ⟦CONNOR MACALLISTER|mac⟧ in the log, ⟦MacAllister, Connor|mac⟧ in HR
00:06:50\t⟦Zola Mbeki|zola⟧:\tBye all
00:07:00\tAlex Demo:\tBye ⟦Zola|zola⟧, ‹Gorgonzola› for all, says ⟦Z. Mbeki|zola⟧
00:07:10\tAlex Demo:\tLogs: https://example.com/u?id=⟦joy.gallagher%40example.com|joy|encoded-email⟧&name=⟦Joy%20Gallagher|joy|encoded⟧&ok=1
00:07:20\tAlex Demo:\tSee https://example.com/‹frost›/‹bill›.html, ‹Billboard.png›, ‹summerhouse.pdf› and ‹dean›'s list
00:07:30\tAlex Demo:\tmailto:⟦april.nkemelu%40example.org|april|encoded-email⟧ or "⟦Chase.Whitaker@Example.org|chase|email⟧", not ‹alex.demo@example.com›
00:07:40\tAlex Demo:\tCall ⟦+44 (0)20 7946 0231|april|phone⟧, ⟦0044-20-7946-0231|april|phone⟧ or ⟦+353 20 915 5678|oleary|phone⟧
00:07:50\tAlex Demo:\tMy own is ‹+49 30 23125-300›, desk ‹202-555-0199›, ticket ‹4420794602319›, serial ‹0412-5550-17›
00:08:00\tAlex Demo:\tOn ‹2026-04-03› at ‹08:46:50› we had ‹0412› errors, ‹1.202.555› was the build
00:08:10\tAlex Demo:\tI saw ‹Mount Joy›, ‹Summer School›, ‹Jasper› National Park and ‹Austin›, ‹Texas› last year
00:08:20\tAlex Demo:\t‹Summer› sales, ‹Frost› & Sullivan, ‹Bill› Gates, ‹Ford› Motor and ‹August› 14 are off topic
00:08:30\tAlex Demo:\t‹alex› again: ‹ALEX DEMO›, ‹Alex's› screen, ‹Alex Demo’s› note, ‹A. Demo›
00:08:40\tAlex Demo:\t⟦ROBIN DEMO|robin⟧ and ⟦Demo, Robin|robin⟧ write to ⟦alex.fontaine@example.com|fontaine|email⟧, ‹Alex› does not
00:08:50\tAlex Demo:\tThe ‹Vance› report, ‹Doyle› novels, ‹Falk› maps, ‹Novak› court and ‹Whitlock› lane stay
00:09:00\tAlex Demo:\t‹Theodor›, ‹Katherina›, ‹Lenara›, ‹Calvinist›, ‹Deanery›, ‹Chasewood› are product names
00:09:10\t From ⟦Florence Whitlock|florence⟧ to ⟦Dean Kowalczyk|dean⟧ (privately) : ‹Chase› down the ‹bill› please, ‹may› I?
`;

/** A small chat in the other form. */
export const chatDated = `2026-03-04 09:00:05 From ⟦Laura Becker|becker⟧ to Everyone: The ‹baker› is here
2026-03-04 09:00:15 From ⟦Saskia Vogt|saskia⟧ to Everyone: Danke ⟦Laura|becker⟧, auch an ⟦L. Becker|becker⟧ und ⟦Becker, Laura|becker⟧
2026-03-04 09:00:25 From Alex Demo to ⟦Laura Becker|becker⟧(privately): Ist ⟦Lauras|becker|genitive⟧ Urlaub im ‹August› oder im ‹Mai›?
2026-03-04 09:00:35 From ⟦Joy Gallagher|joy⟧ to Everyone: It was a ‹joy›, ‹enjoy› the ‹Joyride›, ‹Boris Becker› is not here
2026-03-04 09:00:45 From Alex Demo to Everyone: Frau ⟦Becker|becker⟧ und Frau ⟦Vogt|saskia⟧ stimmen zu, ‹Lauraceae› sind Pflanzen
`;
