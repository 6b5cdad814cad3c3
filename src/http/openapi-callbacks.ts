import { header, json, keyProblems, problem, whoMay, type Operation } from './openapi-parts.js';

const path = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const id = path('id');
const notFound = problem('`not_found`: unknown, or a callback that the key does not see.');
const invalid = problem('`invalid_request`: the fields that are wrong are named.');
const disabled = problem('`callback_disabled`: set its status to active first.');
const body = (schema: string, required = true) => ({ required, content: json(schema) });

const operation = (
  operationId: string,
  summary: string,
  description: string,
  rest: Partial<Operation> & { answers: Operation['responses'] },
): Operation => {
  const { answers, ...others } = rest;
  const responses = { ...answers, ...keyProblems };
  return {
    operationId,
    summary,
    description: `${description} ${whoMay('callbacks')}`.trim(),
    ...others,
    responses,
  };
};

/** Operations of `/v1/callbacks`. */
export function callbackPaths(): Record<string, Record<string, Operation>> {
  const one = { 404: notFound };
  const shown = { description: 'The callback.', content: json('Callback') };
  const sent = { description: 'It is sent now.', content: json('CallbackDelivery') };
  return {
    '/v1/callbacks': {
      get: operation('listCallbacks', 'List who is told of events', '', {
        answers: { 200: { description: 'All the key sees.', content: json('CallbackList') } },
      }),
      post: operation(
        'createCallback',
        'Be told of events by signed calls',
        'Messages are thin, without personal data, and signed as Standard Webhooks 1.0.0 says; docs/callbacks.md has the rest.',
        {
          requestBody: body('CallbackOrder'),
          answers: {
            201: { ...shown, headers: { Location: header('Address of the callback.') } },
            400: invalid,
            404: problem('`not_found`: there is no such connection.'),
            409: problem('`too_many_callbacks`: remove one first.'),
          },
        },
      ),
    },
    '/v1/callbacks/{id}': {
      get: operation('getCallback', 'See a callback', '', {
        parameters: [id],
        answers: { 200: shown, ...one },
      }),
      patch: operation('changeCallback', 'Change or disable a callback', '', {
        ...{ parameters: [id], requestBody: body('CallbackChange') },
        answers: { 200: shown, 400: invalid, ...one },
      }),
      delete: operation('removeCallback', 'Remove a callback with its deliveries', '', {
        parameters: [id],
        answers: { 204: { description: 'Removed.' }, ...one },
      }),
    },
    '/v1/callbacks/{id}/rotate': {
      post: operation(
        'rotateCallbackSecret',
        'Change the secret',
        'Both secrets sign for a while, so that no message is lost while the receiver changes over.',
        {
          ...{ parameters: [id], requestBody: body('CallbackRotation', false) },
          answers: { 200: shown, 400: invalid, ...one },
        },
      ),
    },
    '/v1/callbacks/{id}/test': {
      post: operation('testCallback', 'Send a test event', '', {
        parameters: [id],
        answers: { 202: sent, ...one, 409: disabled },
      }),
    },
    '/v1/callbacks/{id}/deliveries': {
      get: operation('listCallbackDeliveries', 'See what was sent and what waits', '', {
        parameters: [
          id,
          { name: 'cursor', in: 'query', schema: { type: 'string' } },
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 } },
        ],
        answers: {
          200: { description: 'A page, newest first.', content: json('CallbackDeliveryList') },
          ...{ 400: invalid, ...one },
        },
      }),
    },
    '/v1/callbacks/{id}/deliveries/{delivery}/resend': {
      post: operation('resendCallback', 'Send a message again', 'It keeps its `webhook-id`.', {
        parameters: [id, path('delivery')],
        answers: { 202: sent, ...one, 409: disabled },
      }),
    },
  };
}
