import { systemClock, type Clock } from '../../src/clock.js';
import type { VendorRecord } from '../../src/contract/index.js';
import { parseJson } from '../../src/json.js';
import type { Manifest } from '../../src/report/manifest.js';
import { readZip } from '../../src/report/read-zip.js';
import { farZoom } from '../support/fast-zoom.js';
import { startInstallation, type Installation, type InstallationOptions } from '../support/start-service.js';
import {
  contractWorld,
  moment,
  period,
  subject,
  type Simulator,
  type SimulatorOptions,
  type World,
} from './vendor.js';
import { reportFileIn } from '../support/data-paths.js';

type Order = Parameters<Installation['ask']>[1];

/** A request that has ended, with what the vendor saw of it. */
export interface Ran {
  request: Awaited<ReturnType<Installation['ask']>>;
  calls: Simulator['calls'];
  /** Outcome and reason of a source. */
  outcome: (id: string) => { outcome?: string; reason?: string };
  report(): Promise<Report>;
}

/** A report, read by the product's own reader: outside tools check the zips of other tests. */
export interface Report {
  source(id: string): Manifest['sources'][number];
  records(id: string): VendorRecord[];
  /** Everything in the zip as text, by name. */
  texts: ReadonlyMap<string, string>;
  /** Digests by name. */
  digests: ReadonlyMap<string, string>;
}

/** One simulator and one service that a file of tests shares. */
export interface Suite {
  simulator: Simulator;
  installation: Installation;
  /** Puts the world back as the fixtures have it, then changes it; faults are gone. */
  reset(change?: (world: World) => void): void;
  /** Runs a request about sources of the subject. */
  run(sources: readonly string[] | undefined, order?: Order): Promise<Ran>;
  close: () => Promise<void>;
}

/** Starts both at the moment of the fixtures. */
export async function startSuite(
  options: SimulatorOptions = {},
  service: InstallationOptions['service'] = {},
): Promise<Suite> {
  const offset = moment.getTime() - Date.now();
  const clock: Clock = { ...systemClock, now: () => Date.now() + offset };
  const now = () => new Date(clock.now());
  const installation = await startInstallation({
    simulator: { world: contractWorld(), now, ...options },
    service: { clock, connector: farZoom, ...service },
  });
  const { simulator } = installation;
  return {
    simulator,
    installation,
    reset: (change = () => undefined) => {
      simulator.faults.clear();
      const world = contractWorld();
      change(world);
      Object.assign(simulator.world, world);
    },
    run: async (sources, order) => {
      const before = simulator.calls.length;
      const request = await installation.ask(subject, {
        ...period,
        timeZone: 'UTC',
        sources: sources && [...sources],
        ...order,
      });
      return {
        request,
        calls: simulator.calls.slice(before).filter(({ operation }) => operation !== 'token'),
        outcome: (id) => {
          const { outcome, reason } = request.outcomes?.find((one) => one.id === id) ?? {};
          return { outcome, reason };
        },
        report: () =>
          openReport(reportFileIn(installation.service.folder, request.id, request.report?.version)),
      };
    },
    close: () => installation.close(),
  };
}

/** Opens a report. */
export async function openReport(path: string): Promise<Report> {
  const texts = new Map<string, string>();
  const digests = new Map<string, string>();
  for await (const entry of readZip(path, () => true)) {
    const name = entry.name.slice(entry.name.indexOf('/') + 1);
    digests.set(name, entry.sha256);
    texts.set(name, entry.text ?? entry.content?.toString('latin1') ?? '');
  }
  const textOf = (name: string) => {
    const text = texts.get(name);
    if (text === undefined) throw new Error(`The report has no ${name}.`);
    return text;
  };
  const manifest = JSON.parse(textOf('manifest.json')) as Manifest;
  return {
    texts,
    digests,
    source: (id) => {
      const found = manifest.sources.find((source) => source.id === id);
      if (!found) throw new Error(`The manifest does not name ${id}.`);
      return found;
    },
    records: (id) => parseJson(textOf(`data/${id}/${id}.json`)) as VendorRecord[],
  };
}
