import { createRequire } from 'node:module';

interface TestFile {
  path: string;
}

/** As far as it is used here; its types are those of another form of module. */
type Sequencer = new (options: unknown) => { sort(tests: TestFile[]): TestFile[] };

const { default: ByMemory } = createRequire(import.meta.url)('@jest/test-sequencer') as {
  default: Sequencer;
};

/** What takes longest: started last, one worker would be at it while the others have nothing left to do. */
const longest = [
  ...['stories/tokens-shared', 'stories/resume', 'stories/report-size', 'stories/settled', 'report/browser'],
  ...['stories/stop-under-load', 'stories/full-disk', 'cli/access', 'stories/traps', 'stories/crashes'],
  ...['stories/fairness', 'stories/connect-bad', 'stories/master-key', 'stories/tunnel-tls', 'contract/'],
];

/** The order of test files: the longest first, the others as Jest orders them, by what it remembers of them. */
export default class LongestFirst extends ByMemory {
  override sort(tests: TestFile[]): TestFile[] {
    const rank = ({ path }: TestFile) => {
      const place = longest.findIndex((part) => path.includes(`/${part}`));
      return place === -1 ? longest.length : place;
    };
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
}
