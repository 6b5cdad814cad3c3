import { buildSync } from 'esbuild';
import { join } from 'node:path';
import { packageFolder } from '../src/package.js';

/** Makes one script of the page that checks reports, which stands in the page itself. The same sources give the same bytes. */
const root = packageFolder();
buildSync({
  absWorkingDir: root,
  entryPoints: [join(root, 'src/report/verify-page/main.ts')],
  outfile: join(root, 'dist/src/report/verify-page.mjs'),
  ...{ bundle: true, format: 'iife', target: 'es2022', platform: 'browser', charset: 'ascii' },
  ...{ minifySyntax: true, minifyWhitespace: true, legalComments: 'inline', logLevel: 'warning' },
  tsconfigRaw: {},
});
