// Checks openapi.yaml with two validators and makes a client of it with two generators.
import { rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import SwaggerParser from '@apidevtools/swagger-parser';
import { createClient } from '@hey-api/openapi-ts';
import { createConfig, lint } from '@redocly/openapi-core';
import openapiTypeScript, { astToString } from 'openapi-typescript';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const description = here('../../openapi.yaml');

await SwaggerParser.validate(description);
const problems = await lint({ ref: description, config: await createConfig({ extends: ['recommended'] }) });
for (const { severity, ruleId, message, location } of problems)
  console.log(`${severity}: ${ruleId}: ${message} (${location[0]?.pointer})`);
if (problems.some(({ severity }) => severity === 'error')) process.exit(1);

rmSync(here('generated'), { recursive: true, force: true });
mkdirSync(here('generated'));
const types = await openapiTypeScript(new URL('../../openapi.yaml', import.meta.url));
writeFileSync(here('generated/openapi-typescript.ts'), astToString(types));
await createClient({
  input: description,
  output: { path: here('generated/hey-api'), tsConfigPath: here('tsconfig.json') },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  logs: { level: 'warn' },
});
