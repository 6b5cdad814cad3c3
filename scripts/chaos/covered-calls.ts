import { zoom } from '../../connectors/zoom/index.js';
import type { DetailParameters, ListParameters } from '../../src/model/step-result.js';
import { operationsOf, sourceOf, type Source } from '../../src/contract/index.js';
import { wholeRequest, type Step } from '../../src/model/step.js';

/** Whether a call, by its name, may be a part of a step. `isItsFile`: whether a media id is the file of the step. */
export function mayBeOf(step: Step, call: string, isItsFile: (mediaId: string) => boolean): boolean {
  if (step.sourceId === wholeRequest) return step.kind === 'lookup' && /^\/v2\/users\/[^/?]+$/.test(call);
  const source = sourceOf(zoom, step.sourceId);
  if (step.kind === 'list') return isOfList(source, step.parameters, call);
  if (step.kind === 'detail') return isOfDetail(source, step.parameters, call);
  return step.kind === 'file' && isOfFile(source, call, isItsFile);
}

/** Whether a call may be a part of the last look at what a source had unfinished, which is no step. */
export function mayBeOfLastLook(sourceId: string, call: string): boolean {
  return isAt(sourceOf(zoom, sourceId).reread?.endpoint, call);
}

function isOfList(source: Source, { query, window }: ListParameters, call: string): boolean {
  const [pathname = '', text = ''] = call.split('?');
  const operation = source.asks?.find(({ endpoint }) => isAt(endpoint, pathname));
  if (!operation) return false;
  const { from, to, ...rest } = Object.fromEntries(new URLSearchParams(text));
  const { query: queries = [] } = operation;
  const wanted = Object.entries((typeof queries === 'object' ? queries[query] : undefined) ?? {});
  if (Object.keys(rest).length !== wanted.length) return false;
  if (!wanted.every(([name, value]) => rest[name] === value)) return false;
  return (
    window === undefined || (from !== undefined && to !== undefined && from >= window.from && to <= window.to)
  );
}

function isOfDetail(source: Source, { identity }: DetailParameters, call: string): boolean {
  const endpoints = operationsOf(source).flatMap(({ use, endpoint }) => (use === 'detail' ? [endpoint] : []));
  const [, ...ids] = endpoints.map((endpoint) => matchAt(endpoint, call)).find(Boolean) ?? [];
  // An id that holds a slash is encoded twice.
  return ids.some((id) => identity?.includes(decodeURIComponent(decodeURIComponent(id))) === true);
}

function isOfFile({ reread }: Source, call: string, isItsFile: (mediaId: string) => boolean): boolean {
  if (isAt(reread?.endpoint, call)) return true;
  const mediaId = /^(?:download |\/media\/|\/v2\/phone\/.*\/download\/)([^/]+)$/.exec(call)?.[1];
  return mediaId !== undefined && isItsFile(decodeURIComponent(mediaId));
}

const isAt = (endpoint: string | undefined, pathname: string): boolean =>
  matchAt(endpoint, pathname) !== null;

function matchAt(endpoint: string | undefined, pathname: string): RegExpExecArray | null {
  if (endpoint === undefined) return null;
  return new RegExp(`^/v2${endpoint.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(pathname);
}
