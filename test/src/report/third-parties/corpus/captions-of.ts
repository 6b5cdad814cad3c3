const stamp = (seconds: number) =>
  `00:${`${Math.floor(seconds / 60)}`.padStart(2, '0')}:${`${seconds % 60}`.padStart(2, '0')}.000`;

/** A caption file of these cues. */
export const captionsOf = (cues: readonly string[]) =>
  [
    'WEBVTT\n',
    ...cues.map((cue, place) => `${place + 1}\n${stamp(place * 4)} --> ${stamp(place * 4 + 4)}\n${cue}\n`),
  ].join('\n');
