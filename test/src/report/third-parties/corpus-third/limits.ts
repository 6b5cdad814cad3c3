import { chatOf } from '../corpus/chat-of.js';

/** 0012's limits and open questions: told, not counted. */
export const limits: readonly { why: string; text: string }[] = [
  { why: 'lone surname', text: 'Ask Kowalczyk or Åkerblom' },
  { why: 'undeclared', text: 'My cousin Wendy Trask came' },
  { why: 'begins another name', text: 'Joy Division and Chase Manhattan' },
  { why: 'ordinary full name', text: 'pay the bill, frost is coming: bill frost' },
  { why: 'umlaut with e', text: 'Juergen Kraemer and Henrik Aakerblom' },
  { why: 'one of two surnames left out', text: 'Ximena Ríos and José Peñalosa' },
  { why: 'inflected', text: 'Dutch: Femkes voorstel, Joosts plan, Marcus’s laptop' },
  { why: 'written in one', text: 'JoyGallagher and @joy.gallagher' },
  { why: 'first name with last initial', text: 'Saskia V. and Femke de V. agreed' },
  { why: 'device name', text: "Saskia's iPhone" },
  { why: 'surname as subject, with title', text: 'Mr. Demo and Ms. Demo' },
  { why: 'surname of two, with a title', text: 'Mr. Okeke and Ms. Okeke' },
  { why: 'ambiguous family plural', text: 'the Gallaghers and the Okekes' },
  { why: 'local 7 digits', text: '555-0171' },
  { why: 'joined genitive title', text: 'Herrn Krämers Antrag, fru Sjöbergs mejl' },
  { why: 'M. as Monsieur', text: 'M. Lacombe a dit' },
];

export const limitsChat = chatOf(limits.map(({ text }) => text));
