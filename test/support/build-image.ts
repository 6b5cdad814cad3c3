import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, posix } from 'node:path';
import { inContainer } from './container.js';
import type { Stage, Step } from './read-dockerfile.js';

/** Takes the steps of every stage, one after the other, as a builder does; tells the root of the last one. */
export function buildImage(stages: readonly Stage[], context: string, folder: string): string {
  const roots = new Map<string, string>();
  let root = '';
  for (const [index, stage] of stages.entries()) {
    root = join(folder, `root-${index}`);
    mkdirSync(root);
    if (stage.name !== undefined) roots.set(stage.name, root);
    takeSteps(stage, root, (from) => (from === undefined ? context : roots.get(from)));
  }
  return root;
}

/** Steps that only describe the image. */
const described = ['ENV', 'USER', 'VOLUME', 'EXPOSE', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'];

function takeSteps({ steps }: Stage, root: string, sourceOf: (from?: string) => string | undefined) {
  let at = '/';
  for (const step of steps) {
    if (step.keyword === 'WORKDIR') {
      at = step.text;
      mkdirSync(join(root, at), { recursive: true });
    } else if (step.keyword === 'COPY') copy(step, sourceOf(step.flags.from), join(root, at));
    else if (step.keyword === 'RUN') run(step, root);
    else if (!described.includes(step.keyword)) throw new Error(`${step.keyword} is not known here.`);
  }
}

function copy({ words, text }: Step, from: string | undefined, at: string) {
  const target = words.at(-1);
  if (from === undefined || target === undefined) throw new Error(`COPY ${text} copies from nowhere.`);
  for (const source of words.slice(0, -1)) {
    const to = target.endsWith('/') ? join(at, target, posix.basename(source)) : join(at, target);
    cpSync(join(from, source), to, { recursive: true, verbatimSymlinks: true });
  }
}

/** The home and the variables of this machine tell npm its registry and its cache. */
function run({ text }: Step, root: string) {
  const variables = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$|PATH$)/.test(name));
  const environment = Object.fromEntries(variables.map(([name, value]) => [name, value ?? '']));
  const [file = '', ...args] = inContainer(
    { root, volume: '', home: homedir(), isWritable: true, user: 0 },
    ['sh', '-c', text],
    environment,
  );
  execFileSync(file, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}
