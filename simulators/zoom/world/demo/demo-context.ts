import type { MediaFile } from '../../media/media-file.js';
import type { SeededRandom } from '../seeded-random.js';

/** What the parts of the demo world share while it is made. */
export interface DemoContext {
  now: Date;
  random: SeededRandom;
  accountId: string;
  media: Map<string, MediaFile>;
  person: DemoPerson;
}

/** Who the demo is about. */
export interface DemoPerson {
  id: string;
  email: string;
  name: string;
  extension: string;
  number: string;
}
