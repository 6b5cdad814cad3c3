/** Longest wait that is granted, in seconds. */
const longestWaitSeconds = 60;

/** Seconds a caller prefers to wait (RFC 7240), at most 60; undefined when the header names none. */
export function readWait(header: string | string[] | undefined): number | undefined {
  const text = [header ?? []].flat().join(',');
  const seconds = /(?:^|[,;])\s*wait\s*=\s*"?(\d+)"?\s*(?:$|[,;])/i.exec(text)?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds), longestWaitSeconds);
}
