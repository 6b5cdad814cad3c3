import { maskedText } from '../mask.js';
import type { ScrubRule } from './rule.js';

/** How invitations label what opens a meeting, in the languages they are written in. */
const labels = [
  ...['pass[ -]?code', 'pass[ -]?word', 'host[ -]?key', 'access code', 'security code'],
  ...['kenncode', 'kennwort', 'passwort', 'zugangscode', 'host-schlüssel'],
  ...['code secret', 'mot de passe', "code d[’']accès", 'código de acceso', 'contraseña'],
  ...['senha(?: de acesso)?', 'código de acesso', "codice d[’']accesso", 'toegangscode', 'wachtwoord'],
  ...['kod dostępu', 'hasło', 'код доступа', 'пароль', 'parola', 'mật mã', 'lösenord', 'adgangskode'],
  ...[
    'パスコード',
    'パスワード',
    'ホストキー',
    '密码',
    '密碼',
    '密碼',
    '主持人密钥',
    '암호',
    '비밀번호',
    '호스트 키',
  ],
].join('|');

const label = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${labels})`, 'iu');
const line = new RegExp(
  `((?<![\\p{L}\\p{N}_])(?:${labels})(?: \\([^()\\n]{1,30}\\))?["'*]{0,3}\\s{0,3}[:：=]["'*]{0,3}[^\\S\\n]{0,5}["'*]{0,3})([^\\s"'<>]{3,})(?=([^\\n]{0,4}))`,
  'giu',
);
const spoken = new RegExp(`((?<![\\p{L}\\p{N}_])(?:${labels}) (?:is|ist|est|es) )(\\d{4,12})(?!\\d)`, 'giu');

/** Answers to whether there is one. */
const noSecret = new Set(['none', 'not', 'required', 'yes', 'true', 'false', 'off', 'enabled', 'disabled']);

/** `Passcode: 123456`, `Password: …` and `Host Key: …` as invitations and chats write them. */
export const passcodes: ScrubRule = {
  reason: 'passcode',
  mayHold: (text) => label.test(text),
  scrub: (text, found) => {
    const mask = (start: string, end = '') => {
      found();
      return `${start}${maskedText}${end}`;
    };
    return text
      .replace(line, (whole, start: string, value: string, rest: string) => {
        const end = /[.,;)\]]*$/.exec(value.slice(-4))?.[0] ?? '';
        const bare = value.slice(0, value.length - end.length);
        return isMasked(value) || noSecret.has(bare.toLowerCase()) || !isSecret(bare, rest)
          ? whole
          : mask(start, end);
      })
      .replace(spoken, (_whole, start: string) => mask(start));
  },
};

const isMasked = (value: string) => value.startsWith(maskedText);

/** A word in a sentence is none: a secret has a digit or a sign in it, or stands alone to the end of its line. */
const isSecret = (value: string, rest: string) =>
  (/[\d@#$%^&*+=!_]/.test(value) && value.length >= 4) ||
  (value.length >= 3 && /^[\s.,;)\]"'*]*$/.test(rest));
