import { chatOf } from '../corpus/chat-of.js';

/**
 * What decision 12 names as a limit, and what it leaves open: told by the test, not asserted. Every entry is a line of
 * a chat of its own meeting.
 */
export const limits: readonly { why: string; text: string }[] = [
  { why: 'inflected', text: 'Я видел Ольгу Берёзкину, с Ольгой Берёзкиной говорил' },
  { why: 'inflected', text: 'Beszéltem Kerekes Katalinnal' },
  { why: 'prefixed conjunction', text: 'وصل ومحمد الفارسي معه' },
  { why: 'vowel signs', text: 'مُحَمَّد الفارسي' },
  { why: 'lone surname', text: 'Ask Okonkwo or Rossini about it' },
  { why: 'surname of two, with a title', text: 'Mr. Sharma and Ms. Sharma are both here' },
  { why: "surname also the subject's, with a title", text: 'Mr. Demo signed' },
  { why: 'honorific behind the surname', text: '佐藤さんに聞いてください' },
  { why: 'given name alone, family name first', text: 'Then Katalin spoke, 서연 too' },
  { why: 'misheard', text: 'Preeya Sharma and Peter Vanderberg were there' },
  { why: 'undeclared', text: 'My sister Ruth Calloway came along' },
  {
    why: 'full name made of ordinary words',
    text: 'We mark long lists, the rose price fell, when will banks open',
  },
  { why: 'bare initials', text: 'JS, PS and WB agreed' },
  { why: 'bare initials of a double name', text: 'AM Dubois agreed' },
  { why: 'undeclared nickname', text: 'Beth Harper, Jon Smith and Matt Strauß agreed' },
  { why: 'letter with a stroke written without', text: 'Soren Brondby-Holm, Lukasz Wojcik and Dang Van Tue' },
  { why: 'umlaut written with e', text: 'Karl Heinz Schroeder' },
  { why: 'one of two first names left out', text: 'Karl Schröder and Sofía García wrote' },
  { why: 'particle written apart', text: 'Ahmed Al Rashid wrote' },
  { why: 'written in one', text: 'Annemarie Dubois and PriyaSharma wrote' },
  { why: 'name of a file', text: 'Priya_Sharma_review.pdf and priya-sharma.docx' },
  { why: 'name in an account name', text: '@priya.sharma and priya.sharma wrote' },
  { why: 'genitive or another name', text: 'Olgas Bericht und Marcos Bericht' },
  { why: 'title before the whole name', text: 'Dr. Ingrid Solheim and Mr. Will Banks wrote' },
  { why: 'extension', text: 'Dial 10002011 or 2011' },
];

export const limitsChat = chatOf(limits.map(({ text }) => text));
