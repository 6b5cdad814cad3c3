/** A mention with its parts in one spelling each. */
export interface MentionKeys {
  names: string[];
  emails: string[];
  phones: string[];
  ids: string[];
}

/** The group of a mention that only names a name which several people have. */
export const sharedName = -1;

/** Groups that share a number are compared up to here; a switchboard's number says nothing about its callers. */
const mostPerNumber = 50;

/**
 * Tells which mentions are of one person: the group of each, or `sharedName`. Addresses and ids tell people apart;
 * a number or a name joins mentions only where nothing speaks against it. The first mention is the subject's.
 */
export function mergeMentions(mentions: readonly MentionKeys[]): number[] {
  const groups = new Groups(mentions);
  groups.joinBy('emails', () => true);
  groups.joinBy('ids', () => true);
  groups.joinBy('phones', haveOneName);
  return groups.joinNames();
}

class Groups {
  private readonly roots: Int32Array;
  private readonly known: MentionKeys[];

  constructor(private readonly mentions: readonly MentionKeys[]) {
    this.roots = Int32Array.from(mentions.keys());
    this.known = [...mentions];
  }

  joinBy(
    kind: 'emails' | 'ids' | 'phones',
    mayJoin: (one: MentionKeys, other: MentionKeys) => boolean,
  ): void {
    const holders = new Map<string, number[]>();
    for (const [place, mention] of this.mentions.entries())
      for (const value of mention[kind]) {
        const others = holders.get(value);
        if (!others) holders.set(value, [place]);
        else if (
          !others.some((other) => this.tryJoin(other, place, mayJoin)) &&
          others.length < mostPerNumber
        )
          others.push(place);
      }
  }

  /** Joins what has one name, unless addresses or ids show that several people have it. */
  joinNames(): number[] {
    const holders = new Map<string, number[]>();
    for (const [place, { names }] of this.mentions.entries())
      for (const name of names) {
        const places = holders.get(name);
        if (places) places.push(place);
        else holders.set(name, [place]);
      }
    const shared = new Set<string>();
    for (const [name, places] of holders) if (!this.joinName(name, places)) shared.add(name);
    this.joinFirstNames(holders);
    return this.mentions.map((mention, place) =>
      isOnlyName(mention) && mention.names.every((name) => shared.has(name))
        ? sharedName
        : this.rootOf(place),
    );
  }

  /** False: several people have this name. */
  private joinName(name: string, places: readonly number[]): boolean {
    const roots = [...new Set(places.map((place) => this.rootOf(place)))];
    const having = (kind: 'emails' | 'ids' | 'phones') =>
      roots.filter((root) => this.get(root)[kind].length > 0);
    // One word is a label such as "Reception" as often as a name: numbers then tell callers apart.
    const isOneWord = !name.includes(' ');
    const counts = [having('emails'), having('ids'), ...(isOneWord ? [having('phones')] : [])];
    if (counts.some((found) => found.length > 1)) return false;
    for (const root of roots) this.join(roots[0] ?? root, root);
    return true;
  }

  /** A lone first name is the one person who has it; a part of the subject's name is the subject's. */
  private joinFirstNames(holders: ReadonlyMap<string, readonly number[]>): void {
    const byFirstName = new Map<string, number[]>();
    for (const [name, places] of holders) {
      const [first, ...others] = name.split(' ');
      if (others.length === 0 || first === undefined) continue;
      const found = byFirstName.get(first);
      if (!found) byFirstName.set(first, places.slice(0, 2));
      else if (found.length < mostKept) found.push(...places.slice(0, 2));
    }
    const own = new Set(this.get(0).names.flatMap((name) => name.split(' ')));
    for (const [place, mention] of this.mentions.entries()) {
      const [name = ' '] = mention.names;
      if (!isOnlyName(mention) || mention.names.length > 1 || name.includes(' ')) continue;
      const roots = [...new Set((byFirstName.get(name) ?? []).map((other) => this.rootOf(other)))];
      if (own.has(name)) this.join(0, place);
      else if (roots.length === 1 && isOnlyName(this.get(this.rootOf(place))))
        this.join(roots[0] ?? place, place);
    }
  }

  private tryJoin(
    one: number,
    other: number,
    mayJoin: (one: MentionKeys, other: MentionKeys) => boolean,
  ): boolean {
    const [root, second] = [this.rootOf(one), this.rootOf(other)];
    if (root === second) return true;
    if (!mayJoin(this.get(root), this.get(second))) return false;
    this.join(root, second);
    return true;
  }

  private join(one: number, other: number): void {
    const [root, second] = [this.rootOf(one), this.rootOf(other)].sort((first, next) => first - next);
    if (root === undefined || second === undefined || root === second) return;
    this.roots[second] = root;
    const [known, more] = [this.get(root), this.get(second)];
    const both = (kind: keyof MentionKeys) =>
      [...new Set([...known[kind], ...more[kind]])].slice(0, mostKept);
    this.known[root] = {
      names: both('names'),
      emails: both('emails'),
      phones: both('phones'),
      ids: both('ids'),
    };
    this.known[second] = nothing;
  }

  private get(root: number): MentionKeys {
    return this.known[root] ?? nothing;
  }

  private rootOf(place: number): number {
    let root = place;
    while (this.roots[root] !== root) {
      const next = this.roots[root] ?? root;
      this.roots[root] = this.roots[next] ?? next;
      root = next;
    }
    return root;
  }
}

/** What a group is compared by; a few of each tell enough. */
const mostKept = 20;

const nothing: MentionKeys = { names: [], emails: [], phones: [], ids: [] };

const isOnlyName = ({ names, emails, phones, ids }: MentionKeys) =>
  names.length > 0 && emails.length + phones.length + ids.length === 0;

/** Whether nothing in their names and addresses shows that they are two. */
function haveOneName(one: MentionKeys, other: MentionKeys): boolean {
  if (one.emails.length > 0 && other.emails.length > 0) return false;
  if (one.names.length === 0 || other.names.length === 0) return true;
  const words = new Set(wordsOf(one));
  return wordsOf(other).some((word) => words.has(word));
}

const wordsOf = ({ names }: MentionKeys) =>
  names.flatMap((name) => name.split(/[^\p{L}\p{M}]+/u).filter((word) => word.length > 1));
