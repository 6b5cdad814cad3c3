import { writeFileSync } from 'node:fs';

/** Loaded before the program under measure: at its end it tells what the process used. */
const file = process.env.BENCH_USAGE_FILE;

if (file !== undefined)
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeFileSync(
      file,
      JSON.stringify({ peakBytes: maxRSS * 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 }),
    );
  });
