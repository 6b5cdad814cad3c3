import { demoWorld, type World } from '../../simulators/zoom/index.js';

/** Where people come from: the same values give the same world in every process. */
export interface People {
  count: number;
  seed: number;
  /** Milliseconds since 1970. */
  now: number;
}

/** E-mail of one of the people, counted from 0. */
export const emailOf = (person: number) => `person-${person}@example.com`;

/** An account with so many people, each of whom has data of their own for every source. */
export function peopleWorld({ count, seed, now }: People): World {
  const worlds = Array.from({ length: count }, (_, person) =>
    demoWorld(new Date(now), { seed: seed + person }),
  );
  const [first] = worlds;
  if (!first) throw new RangeError('A world needs at least one person.');
  const people = worlds.flatMap(({ users: [user] }, person) =>
    user ? [{ ...user, email: emailOf(person) }] : [],
  );
  return {
    ...first,
    users: people,
    media: new Map(worlds.flatMap(({ media }) => [...media])),
  };
}
