import { validate } from 'dockerfile-utils';
import { listOf, readDockerfile, type Stage, type Step } from './read-dockerfile.js';

/** What is wrong with a Dockerfile: by the linter, and by the rules of this product. */
export function judgeDockerfile(text: string): string[] {
  const linted = validate(text).map(
    ({ message, range }) => `line ${range.start.line + 1}: ${message as string}`,
  );
  const stages = readDockerfile(text);
  const last = stages.at(-1);
  if (stages.length < 2 || !last) return [...linted, 'one stage: what compiles must not be in the image'];
  return [...linted, ...stages.flatMap(judgeStage), ...judgeBases(stages), ...judgeImage(last)];
}

function judgeStage({ steps }: Stage): string[] {
  return steps.flatMap(({ keyword, words }) => {
    if (keyword === 'ADD') return ['ADD fetches and unpacks: COPY what stands beside the Dockerfile'];
    const isSecret = words.some((word) => /^\w*(SECRET|KEY|TOKEN|PASSWORD)\w*(=|$)/i.test(word));
    return ['ENV', 'ARG'].includes(keyword) && isSecret ? [`${keyword} keeps a secret in the image`] : [];
  });
}

/** What was compiled on one system runs on the same. */
function judgeBases(stages: Stage[]): string[] {
  const images = new Set(stages.map(({ image }) => image));
  const loose = [...images].filter(
    (image) => !/^node:\d+(\.\d+)*-[a-z]+-slim(@sha256:[0-9a-f]{64})?$/.test(image),
  );
  return [
    ...(images.size > 1 ? ['the stages have different bases'] : []),
    ...loose.map((image) => `${image}: names no version of Node and of the system`),
  ];
}

function judgeImage({ steps }: Stage): string[] {
  const last = (keyword: string) => steps.findLast((step) => step.keyword === keyword);
  const user = last('USER')?.words[0] ?? 'root';
  return [
    ...(/^(root|0)(:|$)/.test(user) ? ['the service runs as root'] : []),
    ...['HEALTHCHECK', 'ENTRYPOINT', 'CMD'].flatMap((keyword) => judgeCommand(keyword, last(keyword))),
    ...steps
      .filter(({ keyword, flags }) => keyword === 'COPY' && flags.from === undefined)
      .map(({ text }) => `COPY ${text}: the image takes only what was built`),
    ...(steps.some(({ keyword, text }) => keyword === 'RUN' && /\bnp[mx]\b/.test(text))
      ? ['packages are installed in the image: copy those that are left after `npm prune --omit=dev`']
      : []),
  ];
}

function judgeCommand(keyword: string, step: Step | undefined): string[] {
  if (!step) return [`no ${keyword}`];
  try {
    listOf(step);
    return [];
  } catch {
    return [`${keyword} is not a list: a shell between would keep the signals to itself`];
  }
}
