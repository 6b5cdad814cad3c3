/**
 * Fields that together name one person. They are looked for in every object of a record, at any depth, and may
 * hold a list; numbers count as text.
 */
export interface PersonFields {
  /** Only in the object, or the objects of the list, that this field holds; absent: in any object. */
  in?: string;
  /** `first_name+last_name`: the fields of one name. Several: different names, such as a nickname. */
  name?: string | readonly string[];
  email?: string | readonly string[];
  phone?: string | readonly string[];
  id?: string | readonly string[];
}

/** Words between the names of a chat line: "From A to B". */
export interface ChatWords {
  /** Before the sender; the line can also begin with the name. */
  from: string;
  /** Between sender and receiver. */
  to: readonly string[];
  /** Receivers who are no single person, such as "everyone". */
  everybody: readonly string[];
}

/**
 * Where the lines of a text file name who speaks or writes. `captions`: before the colon a cue begins with, and in voice
 * tags. `chat`: between the time a line begins with and the colon, in these languages.
 */
export type LabelLayout =
  { form: 'captions' } | { form: 'chat'; words: readonly ChatWords[]; asides: readonly string[] };

/** How the files of an attachment rule name people. */
export interface FilePeople {
  /** By extension. */
  labels?: Readonly<Record<string, LabelLayout>>;
  /** Fields of JSON files, and columns of CSV files. */
  fields?: readonly PersonFields[];
}
