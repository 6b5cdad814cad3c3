import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isFinished } from '../../src/model/access-request.js';
import { nameOf, readAtRest, type AtRest } from './at-rest.js';
import { CallAccount } from './call-account.js';
import type { Ground } from './ground.js';
import { emailOf } from './people-world.js';
import { ReportWatch } from './report-watch.js';
import { verifyLedger } from './verify-ledger.js';

/** Whether what was running when a process ended may be asked again. */
export type Ending = 'killed' | 'stopped';

/** A data folder whose service is troubled, and the checks of what each process leaves in it. */
export class Trouble {
  readonly failures: string[] = [];
  readonly account: CallAccount;
  /** The step with the most counted crashes so far. */
  worst = { step: 'none', crashes: 0 };
  /** Steps that were running when a process died, over all deaths. */
  metSteps = 0;
  readonly dataDir: string;
  /** How many deaths each step was met by. */
  private readonly met = new Map<string, number>();
  private readonly watch: ReportWatch;
  private left: AtRest | undefined;

  constructor(
    private readonly ground: Ground,
    name: string,
  ) {
    this.dataDir = join(ground.folder, name);
    this.account = new CallAccount(ground.references);
    this.watch = new ReportWatch(join(this.dataDir, 'reports'), (id) => {
      const person = this.personOf(id);
      return person === undefined ? undefined : ground.references[person];
    });
  }

  get environment(): Record<string, string> {
    return { ...this.ground.zoom.environment, DSAR_DATA_DIR: this.dataDir };
  }

  /** Looks at what a process left that has just ended. */
  async inspect(name: string, ending: Ending): Promise<AtRest> {
    const left = await readAtRest(this.dataDir);
    this.left = left;
    this.metSteps += left.leased.length;
    if (ending === 'stopped' && left.leased.length > 0)
      this.failures.push(`${name}: ${left.leased.length} steps were not given back`);
    for (const step of left.leased) this.account.allowStep(this.personOf(step.requestId) ?? -1, step);
    for (const { requestId, sourceId } of left.lookedAt)
      this.account.allowLastLook(this.personOf(requestId) ?? -1, sourceId);
    for (const problem of left.ledgerProblems) this.failures.push(`${name}: ledger: ${problem}`);
    for (const step of left.leased) raise(this.met, nameOf(step));
    for (const [step, crashes] of left.crashes) {
      if (crashes > this.worst.crashes) this.worst = { step: step.split(' ', 2).join(' '), crashes };
      const met = this.met.get(step) ?? 0;
      if (crashes > met) this.failures.push(`${name}: ${crashes} crashes of ${step}, which ${met} kills met`);
    }
    for (const step of left.quarantined) this.failures.push(`${name}: ${step} was set aside`);
    await this.watch.look();
    this.failures.push(...this.watch.failures.splice(0).map((failure) => `${name}: ${failure}`));
    return left;
  }

  /**
   * Holds the end against what was promised: `accepted` are the requests by their idempotency keys. A stop gives
   * steps back that run again, so calls are only judged where every process was killed.
   */
  async settle(
    accepted: ReadonlyMap<string, string>,
    requestsOf: readonly number[],
    { judgesCalls }: { judgesCalls: boolean },
  ): Promise<void> {
    const { requests, keys, versions } = await this.inspect('at the end', 'stopped');
    for (const [key, id] of accepted) {
      const status = requests.get(id)?.status;
      if (status === undefined) this.failures.push(`${key} was accepted and is lost`);
      else if (!isFinished(status)) this.failures.push(`${key} never ended: ${status}`);
    }
    const visible = await this.watch.look();
    const counts = { requests: requests.size, keys, versions, reports: visible };
    for (const [what, count] of Object.entries(counts))
      if (count !== accepted.size) this.failures.push(`${count} ${what} instead of ${accepted.size}`);
    requestsOf.forEach((count, person) => {
      for (let request = 0; request < count; request += 1) this.account.allowRequest(person);
    });
    this.account.add(await this.ground.zoom.takeCalls());
    if (judgesCalls)
      this.failures.push(...this.account.excess.slice(0, 20).map((call) => `asked again: ${call}`));
    this.failures.push(...verifyLedger(this.environment));
  }

  /** Removes the data folder. */
  remove(): void {
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private personOf(requestId: string): number | undefined {
    const email = this.left?.requests.get(requestId)?.email;
    const person = Array.from({ length: this.ground.people.count }, (_, index) => emailOf(index)).indexOf(
      email ?? '',
    );
    return person === -1 ? undefined : person;
  }
}

const raise = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
