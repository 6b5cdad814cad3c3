/** A page as a browser ended on it. */
export interface Visit {
  url: string;
  status: number;
  text: string;
}

/** Opens pages as a browser does: keeps cookies per origin, follows redirects, sends no key. */
export class Browser {
  private readonly cookies = new Map<string, Map<string, string>>();

  /** Values of all cookies it holds. */
  get cookieValues(): string[] {
    return [...this.cookies.values()].flatMap((jar) => [...jar.values()]);
  }

  async open(address: string): Promise<Visit> {
    let url = new URL(address);
    for (let hops = 0; hops < 10; hops += 1) {
      const { answer, next } = await this.fetch(url);
      if (!next) return { url: url.href, status: answer.status, text: await answer.text() };
      url = next;
    }
    throw new Error('The browser was sent round in circles.');
  }

  /** Opens one page and tells where it sends the browser, without going there. */
  async next(address: string): Promise<string> {
    const { next } = await this.fetch(new URL(address));
    if (!next) throw new Error('The page sends nobody on.');
    return next.href;
  }

  private async fetch(url: URL): Promise<{ answer: Response; next?: URL }> {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: this.cookiesOf(url), accept: 'text/html' },
    });
    this.keep(url, answer.headers.getSetCookie());
    const location = answer.headers.get('location');
    const isRedirect = answer.status >= 300 && answer.status <= 399 && location !== null;
    return { answer, next: isRedirect ? new URL(location, url) : undefined };
  }

  private cookiesOf({ origin }: URL): string {
    return [...(this.cookies.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private keep({ origin }: URL, set: string[]): void {
    const jar = this.cookies.get(origin) ?? new Map<string, string>();
    this.cookies.set(origin, jar);
    for (const line of set) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      const isOver = /max-age=0|expires=thu, 01 jan 1970/i.test(line);
      if (isOver) jar.delete(name);
      else jar.set(name, value);
    }
  }
}
