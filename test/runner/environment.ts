import { createRequire } from 'node:module';
import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import { ModernFakeTimers } from '@jest/fake-timers';
import { TestEnvironment } from 'jest-environment-node';

/** What a test compares by identity although the product makes it, or the other way round. */
const shared = [
  ...[
    'Error',
    'TypeError',
    'RangeError',
    'SyntaxError',
    'ReferenceError',
    'EvalError',
    'URIError',
    'AggregateError',
  ],
  ...['Object', 'Array', 'Date', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Promise', 'JSON', 'process'],
] as const;

/**
 * Jest gives each test file a world of its own, with everything it imports compiled and warmed up anew. Here only
 * the tests live in it; what they test runs in Node itself, as for its users, loaded once for all files of a
 * worker (native-module.ts). What is in its modules is constant, so that no file can leave another anything.
 */
export default class Environment extends TestEnvironment {
  private readonly variables = { ...process.env };

  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    for (const name of shared)
      Object.assign(this.global, { [name]: (globalThis as Record<string, unknown>)[name] });
    Object.assign(this.global, { requireNatively: createRequire(import.meta.url) });
    this.fakeTimersModern?.dispose();
    this.fakeTimersModern = new ModernFakeTimers({ config: config.projectConfig, global: globalThis });
  }

  /** A process is one for all files: its variables are given back as they were. */
  override async teardown(): Promise<void> {
    for (const name of Object.keys(process.env))
      if (!(name in this.variables)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, this.variables);
    await super.teardown();
  }
}
