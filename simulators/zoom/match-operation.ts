import type { Operation } from './operation.js';
import { allOperations } from './operations/all-operations.js';

/** An operation with its path parameters, still encoded. */
export interface OperationMatch {
  operation: Operation;
  parameters: Record<string, string>;
}

const routes = allOperations.map((operation) => ({ operation, segments: operation.template.split('/') }));

/** The operation of a raw path below `/v2`; nothing is decoded or normalised on the way. */
export function matchOperation(path: string): OperationMatch | undefined {
  const asked = path.split('/');
  for (const { operation, segments } of routes) {
    const parameters = matchSegments(segments, asked);
    if (parameters) return { operation, parameters };
  }
  return undefined;
}

function matchSegments(template: string[], asked: string[]): Record<string, string> | undefined {
  if (template.length !== asked.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const value = asked[index] ?? '';
    if (part.startsWith('{') && value !== '') parameters[part.slice(1, -1)] = value;
    else if (part !== value) return undefined;
  }
  return parameters;
}
