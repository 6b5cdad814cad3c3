import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFinished } from '../../src/storage/request-store.js';
import { readAtRest, type AtRest } from './at-rest.js';
import { CallAccount } from './call-account.js';
import { emailOf, type People } from './people-world.js';
import { takeReferences, type Reference } from './reference.js';
import { ReportWatch } from './report-watch.js';
import { startZoom, type Zoom } from './zoom.js';

/** The place where a service is troubled, and the checks of what each process leaves. */
export class Trouble {
  readonly failures: string[] = [];
  readonly account: CallAccount;
  mostCrashes = 0;
  /** Steps that were running when a process died, over all deaths. */
  metSteps = 0;
  private readonly watch: ReportWatch;
  private left: AtRest | undefined;

  private constructor(
    private readonly folder: string,
    readonly people: People,
    readonly zoom: Zoom,
    readonly references: readonly Reference[],
  ) {
    this.account = new CallAccount(references);
    this.watch = new ReportWatch(join(this.dataDir, 'reports'), (id) => {
      const person = this.personOf(id);
      return person === undefined ? undefined : references[person];
    });
  }

  /** Starts a simulated Zoom, and makes one undisturbed request about each person. */
  static async prepare(seed: number, count: number): Promise<Trouble> {
    const people: People = { count, seed, now: Date.now() };
    const zoom = await startZoom(people);
    const folder = mkdtempSync(join(tmpdir(), 'dsar-chaos-'));
    return new Trouble(folder, people, zoom, await takeReferences(zoom, people, folder));
  }

  get dataDir(): string {
    return join(this.folder, 'data');
  }

  get environment(): Record<string, string> {
    return { ...this.zoom.environment, DSAR_DATA_DIR: this.dataDir };
  }

  /** Looks at what a process left that has just died. `wasKilled`: what it was running may be asked again. */
  async inspect(name: string, wasKilled = true): Promise<AtRest> {
    const left = readAtRest(this.dataDir);
    this.left = left;
    this.mostCrashes = Math.max(this.mostCrashes, left.mostCrashes);
    if (wasKilled) this.metSteps += left.leased.length;
    else if (left.leased.length > 0)
      this.failures.push(`${name}: ${left.leased.length} steps were not given back`);
    for (const step of left.leased) this.account.allowStep(this.personOf(step.requestId) ?? -1, step);
    for (const problem of left.ledgerProblems) this.failures.push(`${name}: ledger: ${problem}`);
    for (const step of left.quarantined) this.failures.push(`${name}: ${step} was set aside`);
    await this.watch.look();
    this.failures.push(...this.watch.failures.splice(0).map((failure) => `${name}: ${failure}`));
    return left;
  }

  /** Holds the end against what was promised: `accepted` are the requests by their idempotency keys. */
  async settle(accepted: ReadonlyMap<string, string>, requestsOf: readonly number[]): Promise<void> {
    const { requests, keys, versions, leased } = await this.inspect('at the end', false);
    for (const [key, id] of accepted) {
      const status = requests.get(id)?.status;
      if (status === undefined) this.failures.push(`${key} was accepted and is lost`);
      else if (!isFinished(status)) this.failures.push(`${key} never ended: ${status}`);
    }
    const visible = await this.watch.look();
    const counts = { requests: requests.size, keys, versions, reports: visible };
    for (const [what, count] of Object.entries(counts))
      if (count !== accepted.size) this.failures.push(`${count} ${what} instead of ${accepted.size}`);
    if (leased.length > 0) this.failures.push(`${leased.length} steps are still running`);
    requestsOf.forEach((count, person) => {
      for (let request = 0; request < count; request += 1) this.account.allowRequest(person);
    });
    this.account.add(await this.zoom.takeCalls());
    this.failures.push(...this.account.excess.slice(0, 20).map((call) => `asked again: ${call}`));
  }

  async close(): Promise<void> {
    await this.zoom.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private personOf(requestId: string): number | undefined {
    const email = this.left?.requests.get(requestId)?.email;
    const person = Array.from({ length: this.people.count }, (_, index) => emailOf(index)).indexOf(
      email ?? '',
    );
    return person === -1 ? undefined : person;
  }
}
