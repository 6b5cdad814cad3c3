import type { Campaign } from './campaign.js';
import { onGround } from './ground.js';
import { orderOf } from './orders.js';
import { ServiceProcess, type Answer } from './service-process.js';
import { Trouble } from './trouble.js';

const parallel = 64;
const noLimit = '999999999';

/** The same order sent in parallel with one idempotency key: one request, whoever came first. */
export const race: Campaign = {
  name: 'race',
  sizes: { keys: { short: 10, long: 1_000 } },
  run: ({ seed, sizes, say }) =>
    onGround(seed, async (ground) => {
      const trouble = new Trouble(ground, 'data');
      const environment = { DSAR_CALLS_PER_MINUTE: noLimit, DSAR_MOST_WAITING: noLimit };
      const service = new ServiceProcess({ ...trouble.environment, ...environment });
      const ids = new Set<string>();
      const failures: string[] = [];
      const keys = sizes.keys ?? 0;
      let slowestMs = 0;
      for (let round = 1; round <= keys; round += 1) {
        const order = { ...orderOf(0, ground.people.now, `round ${round}`), sources: ['user'] };
        const post = (body: object) =>
          service.call('/v1/access-requests', {
            method: 'POST',
            headers: { 'idempotency-key': `race-${round}` },
            body: JSON.stringify(body),
          });
        const started = performance.now();
        const answers = await Promise.all(Array.from({ length: parallel }, () => post(order)));
        slowestMs = Math.max(slowestMs, performance.now() - started);
        failures.push(...judge(answers).map((problem) => `key ${round}: ${problem}`));
        ids.add(String(answers[0]?.body.id));
        const other = await post({ ...order, reference: 'another body' });
        if (other.status !== 422) failures.push(`key ${round}: another body is answered ${other.status}`);
        if (round % 100 === 0) say(`${round} keys, ${failures.length} failures`);
      }
      await service.end('SIGTERM');
      const left = await trouble.inspect('at the end', 'stopped');
      const counts = { ids: ids.size, requests: left.requests.size, keys: left.keys };
      for (const [what, count] of Object.entries(counts))
        if (count !== keys) failures.push(`${count} ${what} instead of ${keys}`);
      const figures = { keys, answers: keys * parallel, 'slowest round, ms': Math.round(slowestMs) };
      return { figures, failures: [...failures, ...left.ledgerProblems] };
    }),
};

function judge(answers: readonly Answer[]): string[] {
  const problems: string[] = [];
  const statuses = new Set(
    answers.map(({ status }) => status).filter((status) => ![200, 202].includes(status)),
  );
  if (statuses.size > 0) problems.push(`answered ${[...statuses].join(', ')}`);
  const ids = new Set(answers.map(({ body }) => body.id));
  if (ids.size !== 1) problems.push(`${ids.size} requests`);
  const first = answers.filter(({ isReplay }) => !isReplay).length;
  if (first !== 1) problems.push(`${first} answers say that they are the first`);
  return problems;
}
