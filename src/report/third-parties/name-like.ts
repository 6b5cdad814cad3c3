import { foldText } from './fold-text.js';
import { particles } from './read-name.js';

const mostWords = 6;

/** Words of sentences, and what people announce before a colon; as texts are folded. None is a name or a part of one. */
const sentenceWords: ReadonlySet<string> = new Set(
  [
    'a an the and or but nor if then than that this these those there here what who whom which when where why how i you he she it we they',
    "me him her us them my your his its our their is are was were be been am has have had do does did said says say it's that's here's there's",
    "i'm i'll what's let's so not no yes yeah okay ok well just very more most some any all one two three first second third last next now today",
    'tomorrow yesterday note notes question questions answer answers example warning reminder summary agenda topic conclusion result results',
    'problem issue reason point step option action item important remember update status total time date place cost price deadline ps nb fyi',
    'of for with from about into because',
    'der die das ein eine und oder aber wenn dann dass ich du er sie es wir ihr ist sind war hat haben nicht ja nein hier da jetzt heute morgen',
    'frage antwort beispiel hinweis wichtig ergebnis thema also noch schon sagte meinte zum im ins',
    'le les un une et ou mais je tu il elle nous vous ils est sont etait pas oui non ici question reponse exemple',
    'el los las una y o pero yo ella nosotros es son era no si aqui hoy pregunta respuesta ejemplo',
  ]
    .join(' ')
    .split(' ')
    .filter((word) => !particles.has(word)),
);

const wordsOf = (text: string) => foldText(text).text.trim().split(/\s+/);

/** Whether a beginning of a cue reads as one of a sentence. */
export function isSentenceLike(text: string): boolean {
  const words = wordsOf(text);
  return words.length > mostWords || /[;?!]/.test(text) || words.some((word) => sentenceWords.has(word));
}

/** Whether every word starts with a capital or has none, particles and what stands in brackets aside. */
export const isNameLike = (text: string) =>
  text
    .replace(/\([^()]*\)|\[[^[\]]*\]/g, ' ')
    .trim()
    .split(/\s+/)
    .every((word) => particles.has(foldText(word).text) || !/^\p{Ll}/u.test(word));
