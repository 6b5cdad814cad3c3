import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Eta } from 'eta';
import { Router } from 'express';
import type { Connector } from '../contract/index.js';
import { packageFolder } from '../package.js';
import { buildOpenApi } from './openapi.js';

/** `/openapi.yaml` and a readable page of it at `/docs`, without scripts and from this installation alone. */
export function docsRoutes(connectors: readonly Connector[]): Router {
  const router = Router();
  // Made when it is first asked for: it costs a tenth of a start.
  let docs: ReturnType<typeof renderDocs> | undefined;
  router.get('/openapi.yaml', (_request, response) => {
    const headers = { 'Content-Type': 'application/yaml; charset=utf-8' };
    response.sendFile(join(packageFolder(), 'openapi.yaml'), { headers, dotfiles: 'allow' });
  });
  router.get('/docs', (_request, response) => {
    docs ??= renderDocs(connectors);
    const { html, policy } = docs;
    response.set('Content-Security-Policy', policy).type('html').send(html);
  });
  return router;
}

function renderDocs(connectors: readonly Connector[]): { html: string; policy: string } {
  const folder = join(packageFolder(), 'src/http/templates');
  const style = readFileSync(join(folder, 'docs.css'), 'utf8');
  const styleHash = createHash('sha256').update(style).digest('base64');
  const eta = new Eta({ autoEscape: true, autoTrim: false });
  const html = eta.renderString(readFileSync(join(folder, 'docs.eta'), 'utf8'), {
    ...{ style, document: buildOpenApi(connectors), prose, describeType },
  });
  return {
    html,
    policy: `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
}

/** Splits text with `code` marks into pieces, so that the template can escape each. */
function prose(text: string): { text: string; isCode: boolean }[] {
  return text.split('`').map((piece, index) => ({ text: piece, isCode: index % 2 === 1 }));
}

/** A JSON Schema's type in a few words. */
function describeType(schema: Record<string, unknown>): string {
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1) ?? '';
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map(describeType).join(' or ');
  if (Array.isArray(schema.enum)) return schema.enum.join(' | ');
  const items = schema.items as Record<string, unknown> | undefined;
  if (items) return `list of ${describeType(items)}`;
  return [schema.type, typeof schema.format === 'string' && `(${schema.format})`].filter(Boolean).join(' ');
}
