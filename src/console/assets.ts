import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Router } from 'express';
import { packageFolder } from '../package.js';
import { sha256Of } from '../sha256.js';

/** Style and scripts, under names that change with their content. */
export interface Assets {
  /** Name of an asset below `assets/`. */
  nameOf(file: AssetFile): string;
  router: Router;
}

const files = {
  'console.css': { folder: 'src/console/templates', type: 'text/css; charset=utf-8' },
  'console.js': { folder: 'src/console/templates', type: 'text/javascript; charset=utf-8' },
} as const;

/** What a page may load. */
export type AssetFile = keyof typeof files;

/** Reads them once. */
export function createAssets(): Assets {
  const router = Router();
  const names = new Map<AssetFile, string>();
  for (const [file, { folder, type }] of Object.entries(files) as [AssetFile, (typeof files)[AssetFile]][]) {
    const content = readFileSync(join(packageFolder(), folder, file), 'utf8');
    const name = file.replace('.', `.${sha256Of(content).slice(0, 16)}.`);
    names.set(file, name);
    router.get(`/${name}`, (_request, response) => {
      response.set({ 'Cache-Control': 'public, max-age=31536000, immutable', 'Content-Type': type });
      response.send(content);
    });
  }
  return { nameOf: (file) => names.get(file) ?? '', router };
}
