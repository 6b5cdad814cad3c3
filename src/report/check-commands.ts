/** A system with a program that checks a list of digests. */
export type System = 'linux' | 'macos' | 'windows';

/**
 * What to type inside the folder of a report to check it, with nothing but what the system brings along. The lines for
 * PowerShell say OK or CHANGED for every file; a file that is missing is CHANGED.
 */
export const checkCommands: readonly { system: System; lines: readonly string[] }[] = [
  {
    system: 'linux',
    lines: ['sha256sum -c manifest-sha256.txt', 'sha256sum -c tagmanifest-sha256.txt'],
  },
  {
    system: 'macos',
    lines: ['shasum -a 256 -c manifest-sha256.txt', 'shasum -a 256 -c tagmanifest-sha256.txt'],
  },
  {
    system: 'windows',
    lines: [
      'Get-Content manifest-sha256.txt, tagmanifest-sha256.txt | ForEach-Object {',
      "  $digest, $name = $_ -split '  ', 2",
      '  $found = (Get-FileHash -Algorithm SHA256 -LiteralPath $name).Hash',
      '  if ($found -eq $digest) { "OK $name" } else { "CHANGED $name" } }',
    ],
  },
];
