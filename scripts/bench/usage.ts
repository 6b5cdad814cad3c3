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
    // The system's own figure of a child starts with the size of the process that made it.
    const peakBytes = (fieldOf('/proc/self/status', 'VmHWM') ?? maxRSS) * 1024;
    const usage: Usage = { peakBytes, cpuMs, writtenBytes: fieldOf('/proc/self/io', 'wchar') };
    writeFileSync(file, JSON.stringify(usage));
  });

/** A number of a file of the kernel; undefined: this is not Linux. */
function fieldOf(file: string, name: string): number | undefined {
  try {
    const found = new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1];
    return found === undefined ? undefined : Number(found);
  } catch {
    return undefined;
  }
}
