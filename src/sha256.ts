import { createHash } from 'node:crypto';

/** SHA-256 in hex. */
export const sha256Of = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
