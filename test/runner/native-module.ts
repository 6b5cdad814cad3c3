import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** What Jest says of who loads a module. */
interface Options {
  supportsStaticESM: boolean;
}

/** What stands for a module in the world of a test: it hands on what Node itself has loaded (environment.ts). */
function toStub(path: string, { supportsStaticESM }: Options): string {
  const loaded = `globalThis.requireNatively(${JSON.stringify(path)})`;
  if (!supportsStaticESM) return `module.exports = ${loaded};`;
  const names = Object.keys(require(path) as object).map((name) => JSON.stringify(name));
  const exported = names.flatMap((name, index) => [
    `const value${index} = module[${name}];`,
    `export { value${index} as ${name} };`,
  ]);
  return [`const module = ${loaded};`, ...exported].join('\n');
}

/** A transformer of Jest for everything that is not a test. */
export default {
  process: (_source: string, path: string, options: Options) => ({ code: toStub(path, options) }),
  getCacheKey: (_source: string, path: string, options: Options) =>
    createHash('sha256').update(toStub(path, options)).digest('hex'),
};
