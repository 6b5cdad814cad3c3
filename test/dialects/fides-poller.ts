import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageFolder } from '../../src/package.js';

/** What fides reads of a request, and nothing else: its own models forbid further keys. */
const pairs = z.array(z.strictObject({ name: z.string(), value: z.union([z.string(), z.number()]) }));
const call = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: z.string(),
  headers: pairs.default([]),
  query_params: pairs.default([]),
  body: z.string().optional(),
});
const configSchema = z.strictObject({
  saas_config: z.strictObject({
    ...{ fides_key: z.string(), name: z.string(), type: z.string(), description: z.string() },
    version: z.string(),
    connector_params: z.array(
      z.strictObject({ name: z.string(), label: z.string().optional(), sensitive: z.boolean().optional() }),
    ),
    client_config: z.strictObject({
      ...{ protocol: z.literal('https'), host: z.string() },
      authentication: z.strictObject({
        strategy: z.literal('bearer'),
        configuration: z.strictObject({ token: z.string() }),
      }),
    }),
    test_request: call,
    endpoints: z.array(
      z.strictObject({
        name: z.string(),
        requests: z.strictObject({
          read: call.extend({
            param_values: z.array(z.strictObject({ name: z.string(), identity: z.string() })),
            correlation_id_path: z.string(),
            async_config: z.strictObject({
              strategy: z.literal('polling'),
              configuration: z.strictObject({
                status_request: call.extend({
                  status_path: z.string(),
                  status_completed_value: z.union([z.string(), z.boolean(), z.number()]),
                }),
                result_request: call.extend({ result_path: z.string().optional() }),
              }),
            }),
          }),
        }),
      }),
    ),
  }),
});

const read = (name: string) =>
  parse(readFileSync(join(packageFolder(), 'dialects/fides', name), 'utf8')) as unknown;

/** The connector as fides would load it. Throws where it holds a key that fides does not know. */
export const readConfig = () => configSchema.parse(read('zoom_dsar_config.yml')).saas_config;

/** The names of its collections, by the dataset beside it. */
export const readDataset = () =>
  z
    .object({
      dataset: z.array(
        z.object({ fides_key: z.string(), collections: z.array(z.object({ name: z.string() })) }),
      ),
    })
    .parse(read('zoom_dsar_dataset.yml')).dataset;

type Call = z.infer<typeof call>;
type Values = Record<string, string>;

/** A task that fides ends as an error, with what was answered as its message. */
export class TaskFailed extends Error {}

const fill = (text: string, values: Values) =>
  text.replace(/<(\w+)>/g, (whole, name: string) => values[name] ?? whole);

/** Makes a call as fides does: placeholders filled, all but 2xx is an error. */
export async function send(
  base: string,
  { method, path, headers, query_params, body }: Call,
  values: Values,
) {
  const url = new URL(fill(path, values), base);
  for (const { name, value } of query_params) url.searchParams.set(name, fill(String(value), values));
  const { token } = readConfig().client_config.authentication.configuration;
  const answer = await fetch(url, {
    method,
    headers: {
      ...Object.fromEntries(headers.map(({ name, value }) => [name, fill(String(value), values)])),
      authorization: `Bearer ${fill(token, values)}`,
    },
    body: body === undefined ? undefined : fill(body, values),
  });
  if (!answer.ok) throw new TaskFailed(await answer.text());
  // Everything else would be stored as an attachment, whole in memory.
  if (!answer.headers.get('content-type')?.includes('application/json')) throw new TaskFailed('not JSON');
  return (await answer.json()) as Record<string, unknown>;
}

/** A privacy request as fides runs it: asks, polls, and takes the rows. */
export async function runTask(base: string, values: Values): Promise<unknown[]> {
  const [endpoint] = readConfig().endpoints;
  if (!endpoint) throw new Error('There is no endpoint.');
  const { read: ask } = endpoint.requests;
  const { status_request: status, result_request: result } = ask.async_config.configuration;
  const asked = await send(base, ask, values);
  const all = { ...values, correlation_id: String(asked[ask.correlation_id_path]) };
  while ((await send(base, status, all))[status.status_path] !== status.status_completed_value)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return (await send(base, result, all)) as unknown as unknown[];
}
