/** What a call fetches, without what differs from one asking to the next; undefined: no data of a person. */
export function callNameOf(operation: string, path: string): string | undefined {
  if (['token', 'authorize', 'revoke'].includes(operation)) return undefined;
  const { pathname, searchParams } = new URL(path, 'http://127.0.0.1');
  if (operation === 'download') return `download ${mediaIdOf(pathname)}`;
  for (const name of ['next_page_token', 'page_number', 'page_size', 'signature']) searchParams.delete(name);
  const query = searchParams.toString();
  return query === '' ? pathname : `${pathname}?${query}`;
}

/** Every listing makes new addresses for a file, which hold its id. */
function mediaIdOf(pathname: string): string {
  const [content = ''] = pathname.replace('/rec/download/', '').split('.');
  const [mediaId] = JSON.parse(Buffer.from(content, 'base64url').toString()) as [string];
  return mediaId;
}
