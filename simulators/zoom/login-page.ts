import type { Reply } from './reply.js';

/** The login page that Zoom answers, with status 200, where it wants a browser to sign in. */
export const loginPage: Reply = {
  status: 200,
  headers: { 'Content-Type': 'text/html;charset=utf-8' },
  body: '<!doctype html><html lang="en"><head><title>Sign In | Zoom</title></head><body><h1>Sign In</h1></body></html>',
};
