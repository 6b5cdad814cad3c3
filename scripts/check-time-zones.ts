import { spawnSync } from 'node:child_process';
import { readTimeZone, timeZoneNames, timeZoneRules } from '../src/time-zone.js';
import { judgeTimeZones, type OtherRules } from './judge-time-zones.js';

/**
 * Compares our time-zone rules with those of the machine (Debian's tzdata, read by Python's zoneinfo). Exit code 1: a
 * moment up to today differs. Rules of another release alone are a warning.
 */
const firstMs = Date.UTC(2013, 0, 1);
const stepMs = (2 * 24 + 7) * 3_600_000;
const aheadMs = 400 * 24 * 3_600_000;

const reader = `
import json, sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones
asked = json.load(sys.stdin)
known = available_timezones()
zi = Path('/usr/share/zoneinfo/tzdata.zi')
release = zi.open().readline().split()[-1] if zi.exists() else ''
offsets = {}
for name in asked['names']:
    if name in known:
        zone = ZoneInfo(name)
        offsets[name] = [int(datetime.fromtimestamp(s, zone).utcoffset().total_seconds()) for s in asked['seconds']]
json.dump({'release': release, 'offsets': offsets}, sys.stdout)
`;

const nowMs = Date.now();
const moments: number[] = [];
for (let ms = firstMs; ms < nowMs + aheadMs; ms += stepMs) moments.push(ms);
const asked = { names: timeZoneNames(), seconds: moments.map((ms) => ms / 1_000) };
const python = spawnSync('python3', ['-c', reader], {
  ...{ input: JSON.stringify(asked), encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 },
});
if (python.status !== 0) {
  process.stderr.write(
    `The rules could not be compared: Python with zoneinfo and tzdata is needed. ${python.stderr}\n`,
  );
  process.exitCode = 2;
} else {
  const other = JSON.parse(python.stdout) as OtherRules;
  const ours = (name: string, ms: number) => (readTimeZone(name)?.offsetMs(ms) ?? 0) / 1_000;
  const { lines, isWrong } = judgeTimeZones(
    { release: timeZoneRules, offsetSeconds: ours },
    other,
    moments,
    nowMs,
  );
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = isWrong ? 1 : 0;
}
