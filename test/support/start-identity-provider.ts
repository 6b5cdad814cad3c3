import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageFolder } from '../../src/package.js';
import { clientOfTests } from './identity-provider-client.js';

/** A real OpenID provider on this machine, whose people are who they say they are. */
export interface IdentityProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  close: () => void;
}

/** Starts it in a process of its own; `auditors.robin` is in the group `auditors`. */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const path = join(packageFolder(), 'dist/test/support/identity-provider-process.js');
  const child = spawn(process.execPath, [path, redirectUri], { stdio: ['ignore', 'pipe', 'ignore'] });
  let issuer = '';
  const said = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      issuer += chunk.toString();
      if (issuer.includes('\n')) resolve();
    });
  });
  await Promise.race([said, once(child, 'exit')]);
  return {
    ...{ issuer: issuer.split('\n')[0] ?? '', ...clientOfTests },
    close: () => void child.kill(),
  };
}
