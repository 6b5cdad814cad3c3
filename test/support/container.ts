import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** A root folder as a container sees it: programs of this machine, and what was put into it. */
export interface Container {
  root: string;
  /** The only folder that can be written, beside what `isWritable` allows; it lies at /data. */
  volume: string;
  /** A folder of this machine that lies at /app; absent: the one of the root. */
  app?: string;
  isWritable?: boolean;
  /** A folder that is seen at its own path; absent: nobody has a home. */
  home?: string;
  user: number;
}

/** Only root may mount; and not every root may. */
export const canContain = () =>
  process.geteuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;

/** Mounts live in a namespace of the process and end with it. /tmp is not among them. */
const enter = `
set -e
root=$1 volume=$2 app=$3 home=$4 state=$5 user=$6 node=$7
shift 7
mount --make-rprivate /
mount --bind "$root" "$root"
cd "$root"
for folder in usr bin sbin lib lib64 etc proc dev; do
  [ -e "/$folder" ] || continue
  mkdir -p "$folder"
  mount --bind "/$folder" "$folder"
  mount -o remount,bind,ro "$folder"
done
printf 'root:x:0:0::/:/bin/sh\\nnode:x:1000:1000::/:/bin/sh\\n' >opt/passwd
printf 'root:x:0:\\nnode:x:1000:\\n' >opt/group
mount --bind opt/passwd etc/passwd
mount --bind opt/group etc/group
touch opt/node/node
mount --bind "$node" opt/node/node
if [ -n "$app" ]; then
  mount --bind "$app" app
  mount -o remount,bind,ro app
fi
if [ -n "$home" ]; then
  mkdir -p "./$home"
  mount --bind "$home" "./$home"
fi
[ -z "$volume" ] || mount --bind "$volume" data
mount -o "remount,bind,$state" .
exec chroot --userspec="$user:$user" --groups= . env -i "$@"
`;

/** The command that runs another one in the container, with these variables only. */
export function inContainer(
  { root, volume, app = '', home = '', isWritable = false, user }: Container,
  command: readonly string[],
  environment: Record<string, string>,
): string[] {
  for (const folder of ['app', 'data', 'opt/node']) mkdirSync(join(root, folder), { recursive: true });
  const variables = Object.entries({ PATH: '/opt/node:/usr/bin:/bin', ...environment });
  return [
    ...['unshare', '--mount', 'sh', '-c', enter, 'sh', root, volume, app, home],
    ...[isWritable ? 'rw' : 'ro', String(user), process.execPath],
    ...['--chdir=/app', ...variables.map(([name, value]) => `${name}=${value}`), ...command],
  ];
}
