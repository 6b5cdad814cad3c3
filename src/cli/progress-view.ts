import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import { describeBytes, describeCount, outcomeWords } from '../report/words.js';
import type { ShownRequest } from '../api/show-request.js';

type ShownSource = ShownRequest['sources'][number];

/** Shows how a request comes along: bars on a terminal, a line per finished source elsewhere. */
export interface ProgressView {
  update(request: ShownRequest): void;
  end(request: ShownRequest): void;
}

/** Makes the view for a stream. */
export function createProgressView(stream: NodeJS.WriteStream): ProgressView {
  return stream.isTTY ? createBars(stream) : createLines(stream);
}

function createBars(stream: NodeJS.WriteStream): ProgressView {
  const bars = new Map<string, SingleBar>();
  const all = new MultiBar(
    {
      stream,
      format: '{title} {bar} {percentage}%  {facts}',
      barsize: 16,
      hideCursor: true,
      forceRedraw: true,
      autopadding: true,
    },
    Presets.shades_classic,
  );
  const update = ({ sources, packing }: ShownRequest) => {
    for (const source of sources) {
      const bar = bars.get(source.id) ?? all.create(1, 0, payloadOf(source));
      bars.set(source.id, bar);
      const { done, total } = stepsOf(source);
      bar.setTotal(Math.max(1, total));
      bar.update(source.state === 'done' ? Math.max(1, total) : done, payloadOf(source));
    }
    if (!packing) return;
    const payload = { title: 'Report'.padEnd(widest), facts: describeCount(packing.done, 'file') };
    const bar = bars.get('') ?? all.create(packing.total, 0, payload);
    bars.set('', bar);
    bar.update(packing.done, payload);
  };
  return {
    update,
    end: (request) => {
      update(request);
      all.stop();
    },
  };
}

function createLines(stream: NodeJS.WriteStream): ProgressView {
  const told = new Map<string, string>();
  const update = ({ sources, packing }: ShownRequest) => {
    for (const source of sources) {
      const line = source.outcome ? `${source.title}: ${factsOf(source)}` : '';
      const state = source.outcome ?? source.state;
      if (source.state === 'waiting' || told.get(source.id) === state) continue;
      told.set(source.id, state);
      stream.write(
        `${line || `${source.title}: ${source.state === 'done' ? factsOf(source) : 'reading'}`}\n`,
      );
    }
    if (!packing || told.has('')) return;
    told.set('', 'packing');
    stream.write(`Report: packing ${describeCount(packing.total, 'file')}\n`);
  };
  return { update, end: update };
}

/** What a run brought no whole answer for, with what would help; what the same would help stands in one line. */
export function gapLines({ sources }: ShownRequest): string[] {
  const titles = new Map<string, string[]>();
  for (const { title, remedy, outcome } of sources)
    if (remedy !== undefined && outcome !== 'not_licensed')
      titles.set(remedy, [...(titles.get(remedy) ?? []), title]);
  return [...titles].map(([remedy, of]) => `${of.join(', ')}: ${remedy}`);
}

const widest = 44;

const payloadOf = (source: ShownSource) => ({
  title: source.title.padEnd(widest).slice(0, widest),
  facts: factsOf(source),
});

function stepsOf({ progress }: ShownSource): { done: number; total: number } {
  if (!progress) return { done: 1, total: 1 };
  const { steps, files } = progress;
  return { done: steps.done + files.done, total: steps.total + files.total };
}

function factsOf({ outcome, records, files, bytes }: ShownSource): string {
  // Until the report is made, records that several windows brought are counted several times.
  const counts = [
    outcome ? describeCount(records, 'record') : `${records} read`,
    files > 0 && describeCount(files, 'file'),
    bytes > 0 && describeBytes(bytes),
  ];
  const found = counts.filter(Boolean).join(', ');
  return outcome ? `${outcomeWords[outcome]}: ${found}` : found;
}
