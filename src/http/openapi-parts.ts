import { roles } from '../storage/api-key-store.js';
import { rights, type Right } from '../api/caller.js';

/** A JSON object of the document. */
export type Json = Record<string, unknown>;

/** One operation of the document. */
export interface Operation extends Json {
  summary: string;
  description?: string;
  parameters?: Json[];
  responses: Record<string, Json>;
}

/** A body that is one of the named schemas. */
export const json = (schema: string) => ({
  'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
});

/** An error answer. */
export const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** A header of an answer. */
export const header = (description: string) => ({ description, schema: { type: 'string' } });

/** Which roles may call an operation, in words. */
export const whoMay = (right: Right) => {
  const words = roles.flatMap((role) => {
    const reach = rights[role][right];
    return reach ? [`${role}${reach === 'own' && right !== 'create' ? ' (own requests)' : ''}`] : [];
  });
  return `Roles: ${words.join(', ')}.`;
};

/** Answers every operation behind a key can give. */
export const keyProblems = {
  401: problem('`unauthorized`: no valid key.'),
  403: problem('`forbidden`: the role of the key may not do this.'),
};
