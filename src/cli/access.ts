import { toIso } from '../clock.js';
import { createSecretResolver, type Config } from '../config.js';
import { credentialsOf, environmentId } from '../connections/connection.js';
import type { Connector, Registry } from '../contract/index.js';
import { AppError } from '../errors.js';
import { orderSchema } from '../api/order-schema.js';
import { sourceNamesOf } from '../api/source-ids.js';
import { showRequest, type ShownRequest } from '../api/show-request.js';
import type { Logger } from '../logger.js';
import type { Service } from '../service.js';
import { openDataFolder } from '../files/data-folder.js';
import { lockDataFolder } from '../storage/lock-data-folder.js';
import { isFinished, type AccessRequest, type RequestOrder } from '../model/access-request.js';
import { checkTarget, deliver } from './deliver.js';
import { exitCodeOf } from './exit-codes.js';
import { createProgressView, gapLines } from './progress-view.js';

/** Options of `access`, as the command line gives them. */
export interface AccessOptions {
  out: string;
  from?: string;
  to?: string;
  timeZone?: string;
  sources?: string[];
  media: boolean;
  video?: boolean;
  thirdParties?: string;
  wait?: boolean;
  json?: boolean;
  /** Absent: the one that the environment describes. */
  connection?: string;
}

/** Who asked: requests of the command line belong to no API key. */
const origin = 'command line';
const refreshMs = 200;

/** Answers one access request in this process and puts the report where it is wanted. */
export async function runAccess(
  email: string,
  options: AccessOptions,
  config: Config,
  registry: Registry,
  logger: Logger,
): Promise<number> {
  // Which connector serves a connection that is named, only the data folder tells.
  const served =
    options.connection === undefined ? registry.of(config.connection?.connector ?? '') : undefined;
  const order = readOrder(email, options, served ? [served] : registry.all);
  const target = await checkTarget(options.out);
  const folder = openDataFolder(config.dataDir);
  const lock = lockDataFolder(folder, `Another run (process ${process.pid})`);
  // A call that cannot be right is told without loading what a run needs.
  const { createService } = await import('../service.js');
  const service = await createService({
    ...{ ...config, folder, registry, logger },
    resolveSecret: createSecretResolver(registry),
  });
  const stop = () => void service.requests.stop();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    // Said before anything is taken in.
    const { connector } = await service.connections.servingOf(order.connectionId);
    readOrder(email, options, [connector]);
    await credentialsOf((await service.connections.open(order.connectionId)).connection);
    const { id } = await takeUp(service, order);
    await service.retention.start();
    const request = await follow(service, id, options);
    const shown = await showRequest(service, request);
    if (request.report) {
      const { version, sha256 } = request.report;
      const key = await service.reportChecks.require(
        (await service.requests.reportsOf(id)).find((one) => one.version === version) ?? missing(),
        request.connectionId,
        { by: origin },
      );
      await deliver(service.folder.files, key, target, sha256);
      const what = { request: id, version, sha256 };
      await service.ledger.record(request.connectionId, 'report.downloaded', what, { by: origin });
    }
    tell(shown, request.report ? target : undefined, options);
    return exitCodeOf(request.status);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await service.close();
    lock.release();
  }
}

function missing(): never {
  throw new AppError('report_not_ready', 'The report is not there.');
}

function readOrder(email: string, options: AccessOptions, connectors: readonly Connector[]): RequestOrder {
  const { from, to, timeZone, sources, media, thirdParties, connection } = options;
  const parsed = orderSchema(sourceNamesOf(connectors)).safeParse({
    email,
    from,
    to,
    time_zone: timeZone,
    sources,
    media,
    video: options.video === false ? false : undefined,
    third_parties: thirdParties,
  });
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new AppError('invalid_request', `Please correct: ${lines.join('; ')}.`);
  }
  const { connection_id: _default, due_at: _never, third_parties, time_zone, ...order } = parsed.data;
  return {
    ...order,
    timeZone: time_zone,
    thirdParties: third_parties,
    connectionId: connection ?? environmentId,
    origin,
  };
}

/** Goes on with an unfinished request for the same, or starts a new one. */
async function takeUp({ requests }: Service, order: RequestOrder): Promise<AccessRequest> {
  const same = (await requests.unfinished()).find((request) => sameOrder(request, order));
  return same ? await requests.goOn(same.id) : await requests.create(order);
}

function sameOrder(request: RequestOrder, order: RequestOrder): boolean {
  const what = (one: RequestOrder) => {
    const { connectionId, email, from, to, timeZone, sources, media, thirdParties, video } = one;
    return JSON.stringify([
      one.origin,
      connectionId,
      email,
      from,
      to,
      timeZone,
      sources,
      media,
      video,
      thirdParties,
    ]);
  };
  return what(request) === what(order);
}

/** Shows progress until the request has finished or, unless it is to be waited for, pauses. */
async function follow(service: Service, id: string, { wait, json }: AccessOptions): Promise<AccessRequest> {
  const { requests } = service;
  const view = json ? undefined : createProgressView(process.stderr);
  const show = (request: AccessRequest) => showRequest(service, request);
  for (let told: string | undefined; ;) {
    const request = await requests.wait(id, refreshMs);
    if (!request) throw new AppError('not_found', 'The request is gone.');
    const rests = isFinished(request.status) || (request.status === 'paused' && !wait) || requests.isStopping;
    if (rests) {
      view?.end(await show(request));
      return request;
    }
    view?.update(await show(request));
    if (request.status !== 'paused') continue;
    if (told !== pauseText(request)) process.stderr.write(`${(told = pauseText(request))}\n`);
    await new Promise((resolve) => setTimeout(resolve, refreshMs));
  }
}

function pauseText({ resumeAt, problem }: AccessRequest): string {
  const why = problem ? `: ${problem.detail}` : ', because a daily limit is used up.';
  return `Paused${why}${resumeAt === undefined ? '' : ` It goes on at ${toIso(resumeAt)}.`}`;
}

function tell(request: ShownRequest, target: string | undefined, { json }: AccessOptions): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...request, report: target ?? null })}\n`);
    return;
  }
  const lines = [`Status: ${request.status}`, ...gapLines(request)];
  if (request.problem) lines.push(request.problem.detail);
  if (request.resume_at)
    lines.push(`It goes on after ${request.resume_at}: run the same command again, or add --wait.`);
  if (target !== undefined) lines.push(`Report: ${target}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
