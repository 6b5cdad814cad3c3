#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import type { AccessOptions } from './cli/access.js';
import type { CreateKeyOptions } from './cli/api-keys.js';
import { exitCodes } from './cli/exit-codes.js';
import type { VerifyLedgerOptions } from './cli/ledger.js';
import { AppError, explainFileError } from './errors.js';
import { keepMemoryLow } from './memory.js';
import { describeProgram, readProgram } from './package.js';
import { Refusal } from './upstream/refusal.js';

// A command loads what it needs when it runs: to load everything takes eight times as long as to start.

const { name, version } = readProgram();

const readConnectors = async () => (await import('../connectors/index.js')).connectors;

/** Without a named connection the environment must describe one. */
async function configFor({ connection }: { connection?: string }) {
  const { readConfig, readConnectedConfig } = await import('./config.js');
  const connectors = await readConnectors();
  return connection === undefined ? readConnectedConfig(connectors) : readConfig(connectors);
}

const dataDir = async () => (await import('./config.js')).readStorageConfig().dataDir;
const makeLogger = async (level?: 'error') => (await import('./logger.js')).createLogger({ level });

function buildProgram(end: (code: number) => void): Command {
  const program = new Command(name)
    .description(describeProgram())
    .version(version)
    .exitOverride()
    .showHelpAfterError('(add --help for what this command takes)');

  program
    .command('access <email>')
    .description('collect everything about a person and write the report')
    .requiredOption('--out <file>', 'where the zip goes')
    .option('--from <day>', 'first day wanted, such as 2026-01-31')
    .option('--to <day>', 'last day wanted')
    .option('--time-zone <zone>', 'whose days these are, such as Europe/Berlin; absent: those of the profile')
    .addOption(
      new Option(
        '--sources <names>',
        'only these: ids, groups of them, or all, separated by commas',
      ).argParser((ids) => ids.split(',')),
    )
    .option('--no-media', 'leave audio, video and other files out')
    .option('--no-video', 'leave video out, and fetch sound, chats, captions and transcripts')
    .option('--third-parties <how>', 'other people: keep or pseudonymise; absent: as the connection says')
    .option('--wait', 'wait when a daily limit pauses the request')
    .option('--json', 'print the result as JSON')
    .option('--connection <id>', 'which account to ask; absent: that of the environment')
    .action(async (email: string, options: AccessOptions) => {
      const config = await configFor(options);
      const { runAccess } = await import('./cli/access.js');
      const logger = await makeLogger('error');
      end(await runAccess(email, options, config, await readConnectors(), logger));
    });

  program
    .command('test')
    .description('test a connection, source by source')
    .option('--connection <id>', 'which account to test; absent: that of the environment')
    .option('--user <address or id>', 'whom to try the sources with; absent: a few users of the account')
    .option('--json', 'print it as JSON')
    .action(async (options: { json?: boolean; user?: string; connection?: string }) => {
      const config = await configFor(options);
      const { runTest } = await import('./cli/test-connection.js');
      end(await runTest(options, config, await readConnectors()));
    });

  program
    .command('serve')
    .description('run the HTTP service until it is stopped')
    .action(async () => {
      const { readConfig } = await import('./config.js');
      const config = readConfig(await readConnectors());
      const { runServe } = await import('./cli/serve.js');
      await runServe(config, await readConnectors(), await makeLogger());
      end(exitCodes.completed);
    });

  program
    .command('verify <file>')
    .description('check a report offline: the zip, or the folder it was unpacked into')
    .option('--json', 'print the result as JSON')
    .option('--key <file>', 'the signing key it must be signed with, as PEM')
    .action(async (file: string, options: { json?: boolean; key?: string }) => {
      const { runVerify } = await import('./cli/verify.js');
      end(await runVerify(file, options));
    });

  program
    .command('sources')
    .description('show what is read, with scopes, limits and look-back')
    .option('--json', 'print it as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const [{ coverageOf }, { table }] = [await import('./cli/coverage.js'), await import('./cli/table.js')];
      const { all } = await readConnectors();
      const lines = all.flatMap(coverageOf);
      const ofSeveral = (words: string) => (all.length > 1 ? [words] : []);
      const rows = lines.map(({ connector, id, groups, endpoint, granular, label, window, files }) => [
        ...ofSeveral(connector),
        id,
        groups.join(' '),
        endpoint,
        granular.join(' '),
        label,
        window,
        files,
      ]);
      const header = [
        ...ofSeveral('connector'),
        'source',
        'groups',
        'operation',
        'scopes',
        'limit',
        'windows',
        'files',
      ];
      process.stdout.write(`${json ? JSON.stringify(lines) : table(header, rows)}\n`);
      end(exitCodes.completed);
    });

  program
    .command('scopes')
    .description('list the scopes to grant')
    .addOption(
      new Option('--sources <names>', 'for these: ids, groups of them, or all, separated by commas')
        .argParser((names) => names.split(','))
        .default(['core']),
    )
    .option('--classic', 'for an app with classic scopes')
    .option('--json', 'print them as JSON, with what each is for')
    .action(async ({ sources, json, classic }: { sources: string[]; json?: boolean; classic?: boolean }) => {
      const { needsOfNamed } = await import('./cli/named-scopes.js');
      const needs = needsOfNamed((await readConnectors()).all, sources);
      const names = [...new Set(needs.map((need) => (classic ? need.classic : need.scope)))];
      process.stdout.write(`${json ? JSON.stringify(needs) : names.join('\n')}\n`);
      end(exitCodes.completed);
    });

  program
    .command('plan <email>')
    .description('tell which calls a run would make and how long they take')
    .option('--connection <id>', 'which account to ask; absent: that of the environment')
    .option('--json', 'print it as JSON')
    .action(async (email: string, options: { json?: boolean; connection?: string }) => {
      const config = await configFor(options);
      const { runPlan } = await import('./cli/plan.js');
      end(await runPlan(email, options, config, await readConnectors()));
    });

  const keys = program.command('api-keys').description('keys of the HTTP service');
  keys
    .command('create')
    .description('make a key; it is shown once')
    .requiredOption('--role <role>', 'platform, operator, auditor or admin')
    .option('--label <text>', 'what the key is for')
    .option('--connection <ids>', 'limit it to these connections, separated by commas')
    .option('--json', 'print it as JSON')
    .action(async (options: CreateKeyOptions) => {
      const { createKey } = await import('./cli/api-keys.js');
      end(await createKey(await dataDir(), options));
    });
  keys
    .command('rotate <id>')
    .description('make the next key of the same owner; both work until the old one is revoked')
    .option('--json', 'print it as JSON')
    .action(async (id: string, options: { json?: boolean }) => {
      const { rotateKey } = await import('./cli/api-keys.js');
      end(await rotateKey(await dataDir(), id, options));
    });
  keys
    .command('list')
    .description('show all keys')
    .action(async () => {
      const { listKeys } = await import('./cli/api-keys.js');
      end(await listKeys(await dataDir()));
    });
  keys
    .command('revoke <id>')
    .description('end a key at once')
    .action(async (id: string) => {
      const { revokeKey } = await import('./cli/api-keys.js');
      end(await revokeKey(await dataDir(), id));
    });

  const ledger = program.command('ledger').description('the append-only account of what was done');
  ledger
    .command('verify')
    .description('check it against the heads that were published outside the database')
    .option('--report <files...>', 'also against the heads that these reports name')
    .option('--log <files...>', 'also against the heads in these log files')
    .option('--file <export>', 'check an export instead of the database')
    .option('--json', 'print the result as JSON')
    .action(async (options: VerifyLedgerOptions) => {
      const { runVerifyLedger } = await import('./cli/ledger.js');
      end(await runVerifyLedger(await dataDir(), options));
    });
  ledger
    .command('export')
    .description('write it as NDJSON, one entry a line')
    .option('--connection <id>', 'only that of this account')
    .action(async (options: { connection?: string }) => {
      const { runExportLedger } = await import('./cli/ledger.js');
      end(await runExportLedger(await dataDir(), options));
    });
  return program;
}

/** Errors a user can mend by calling again, differently. */
const usageCodes = [
  'invalid_request',
  'invalid_configuration',
  'folder_not_writable',
  'data_folder_in_use',
  'not_found',
];

async function explain(thrown: unknown): Promise<number> {
  const { folder = 'the data folder' } = thrown as { folder?: string };
  const error = explainFileError(thrown, folder);
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.completed : exitCodes.usage;
  if (error instanceof AppError) {
    process.stderr.write(`${error.message}\n`);
    return usageCodes.includes(error.code) ? exitCodes.usage : exitCodes.failed;
  }
  if (error instanceof Refusal) {
    process.stderr.write(`${error.remedy}\n`);
    return exitCodes.failed;
  }
  (await makeLogger()).error({ fault: error }, 'unexpected fault');
  process.stderr.write('Something unexpected happened; the line above has the details.\n');
  return exitCodes.failed;
}

keepMemoryLow();
// All that is written holds personal data or secrets: it is for this user only, whatever the folder allows.
process.umask(0o077);
try {
  await buildProgram((code) => (process.exitCode = code)).parseAsync();
} catch (error) {
  process.exitCode = await explain(error);
}
