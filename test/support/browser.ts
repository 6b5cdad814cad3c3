/** A page as a browser ended on it. */
export interface Visit {
  url: string;
  status: number;
  text: string;
}

interface Cookie {
  value: string;
  path: string;
}

/** Opens pages as a browser does: keeps cookies per origin and path, follows redirects, sends no key. */
export class Browser {
  private readonly cookies = new Map<string, Map<string, Cookie>>();

  /** Values of all cookies it holds. */
  get cookieValues(): string[] {
    return [...this.cookies.values()].flatMap((jar) => [...jar.values()].map(({ value }) => value));
  }

  async open(address: string, init: RequestInit = {}): Promise<Visit> {
    let url = new URL(address);
    let next: URL | undefined;
    for (let hops = 0; hops < 10; hops += 1) {
      let answer: Response;
      ({ answer, next } = await this.fetch(url, hops === 0 ? init : {}));
      if (!next) return { url: url.href, status: answer.status, text: await answer.text() };
      url = next;
    }
    throw new Error('The browser was sent round in circles.');
  }

  /** Presses the one button of a page. */
  async press({ url, text }: Visit): Promise<Visit> {
    const [form] = /<form\b[^>]*>/.exec(text) ?? [];
    if (form === undefined)
      throw new Error(`The page has no button: ${text.replace(/<style[^]*<\/style>/, '')}`);
    const [, action = ''] = /action="([^"]*)"/.exec(form) ?? [];
    const method = form.includes('method="post"') ? 'POST' : 'GET';
    return this.open(new URL(action, url).href, { method });
  }

  /** Opens the start link of a consent and presses its button. */
  async start(link: string): Promise<Visit> {
    const page = await this.open(link);
    return page.status === 200 ? this.press(page) : page;
  }

  /** Opens one page and tells where it sends the browser, without going there. */
  async next(address: string): Promise<string> {
    const { next } = await this.fetch(new URL(address));
    if (!next) throw new Error('The page sends nobody on.');
    return next.href;
  }

  /** One call with the cookies of this browser. */
  async fetch(url: URL, init: RequestInit = {}): Promise<{ answer: Response; next?: URL }> {
    const headers = new Headers(init.headers);
    headers.set('cookie', this.cookiesOf(url));
    headers.set('accept', 'text/html');
    const answer = await fetch(url, { ...init, redirect: 'manual', headers });
    this.keep(url, answer.headers.getSetCookie());
    const location = answer.headers.get('location');
    const isRedirect = answer.status >= 300 && answer.status <= 399 && location !== null;
    return { answer, next: isRedirect ? new URL(location, url) : undefined };
  }

  /** The same browser at another address of the same service. */
  copyTo(from: string, to: string): Browser {
    const copy = new Browser();
    copy.cookies.set(new URL(to).origin, new Map(this.cookies.get(new URL(from).origin)));
    return copy;
  }

  private cookiesOf({ origin, pathname }: URL): string {
    return [...(this.cookies.get(origin) ?? [])]
      .filter(([, { path }]) => `${pathname}/`.startsWith(path.endsWith('/') ? path : `${path}/`))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  private keep({ origin }: URL, set: string[]): void {
    const jar = this.cookies.get(origin) ?? new Map<string, Cookie>();
    this.cookies.set(origin, jar);
    for (const line of set) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      const [, path = '/'] = /; path=([^;]*)/i.exec(line) ?? [];
      const isOver = /max-age=0|expires=thu, 01 jan 1970/i.test(line);
      if (isOver) jar.delete(name);
      else jar.set(name, { value, path });
    }
  }
}
