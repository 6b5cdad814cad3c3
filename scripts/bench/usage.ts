import { readFileSync, writeFileSync } from 'node:fs';

/** What a process used up to its end. */
export interface Usage {
  /** Largest resident set, in bytes. */
  peakBytes: number;
  cpuMs: number;
  /** Bytes it handed to the system to be written, to files and sockets (Linux; elsewhere not known). */
  writtenBytes?: number;
}

/** Loaded before the program under measure: at its end it tells what the process used. */
const file = process.env.BENCH_USAGE_FILE;

if (file !== undefined)
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const cpuMs = (userCPUTime + systemCPUTime) / 1000;
    const usage: Usage = { peakBytes: maxRSS * 1024, cpuMs, writtenBytes: writtenBytes() };
    writeFileSync(file, JSON.stringify(usage));
  });

function writtenBytes(): number | undefined {
  try {
    return Number(/^wchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
  } catch {
    return undefined; // not Linux
  }
}
