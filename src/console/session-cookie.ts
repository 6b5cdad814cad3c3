import type { Request, Response } from 'express';
import { cookieForm, readCookie } from '../http/browser-cookies.js';

/** The cookie that holds a secret of the console, out of reach of scripts and of other sites’ forms. */
export class SessionCookie {
  constructor(
    private readonly name: string,
    private readonly publicUrl: () => string,
  ) {}

  read(request: Pick<Request, 'headers'>): string | undefined {
    return readCookie(request, this.form.name);
  }

  set(response: Response, secret: string): void {
    const { name, options } = this.form;
    response.cookie(name, secret, { ...options, ...kept });
  }

  clear(response: Response): void {
    const { name, options } = this.form;
    response.clearCookie(name, { ...options, ...kept });
  }

  private get form() {
    return cookieForm(this.publicUrl(), 'console', `dsar_${this.name}`);
  }
}

/** Strict would lose the session on the way back from an identity provider. */
const kept = { httpOnly: true, sameSite: 'lax' } as const;
