import { Router, type Response } from 'express';
import type { z } from 'zod';
import { findCallback, listCallbacks } from '../api/find-callback.js';
import { requireRight } from '../api/caller.js';
import { findConnection } from '../api/find-request.js';
import { toIso } from '../clock.js';
import type { CallbackDelivery, Receiver } from '../model/callback.js';
import type { Service } from '../service.js';
import { actorOf, callerOf } from './authenticate.js';
import {
  callbackChangeSchema,
  callbackOrderSchema,
  deliveryQuerySchema,
  rotationSchema,
  type callbackDeliverySchema,
  type callbackSchema,
} from './callback-schemas.js';
import { requireBody } from './json-body.js';

/** `/v1/callbacks`: who is told of events, with what was sent to them. */
export function callbackRoutes(service: Service): Router {
  const { callbacks, clock } = service;
  const router = Router();
  const find = (response: Response, id: string) => findCallback(service, callerOf(response), id);
  const show = (receiver: Receiver, secret?: string): z.infer<typeof callbackSchema> => ({
    ...{ id: receiver.id, label: receiver.label, url: receiver.url, connection_id: receiver.connectionId },
    ...{ events: receiver.events ? [...receiver.events] : null, status: receiver.status, secret },
    public_key: callbacks.publicKey(receiver),
    ...{ created_at: toIso(receiver.createdAt), updated_at: toIso(receiver.updatedAt) },
  });

  router.get('/', async (_request, response) => {
    const seen = await listCallbacks(service, callerOf(response));
    response.json({ items: seen.map((receiver) => show(receiver)) });
  });

  router.post('/', async (request, response) => {
    const caller = callerOf(response);
    requireRight(caller, 'callbacks');
    const order = callbackOrderSchema.parse(requireBody(request));
    const { connection_id: connectionId, label, url, ed25519 } = order;
    if (connectionId !== undefined) await findConnection(service, caller, connectionId);
    const { receiver, secret } = await callbacks.create(
      { owner: caller.id, connectionId, label, url, ed25519, events: order.events ?? undefined },
      actorOf(response),
    );
    response.status(201).set('Location', `/v1/callbacks/${receiver.id}`).json(show(receiver, secret));
  });

  router.get('/:id', async (request, response) => {
    response.json(show(await find(response, request.params.id)));
  });

  router.patch('/:id', async (request, response) => {
    const { id } = await find(response, request.params.id);
    const { events, ...edit } = callbackChangeSchema.parse(requireBody(request));
    const change = { ...edit, ...(events !== undefined && { events: events ?? undefined }) };
    response.json(show(await callbacks.change(id, change, actorOf(response))));
  });

  router.delete('/:id', async (request, response) => {
    await callbacks.remove(await find(response, request.params.id), actorOf(response));
    response.sendStatus(204);
  });

  router.post('/:id/rotate', async (request, response) => {
    const receiver = await find(response, request.params.id);
    const { overlap_seconds } = rotationSchema.parse((request.body as unknown) ?? {});
    const until = clock.now() + overlap_seconds * 1_000;
    const secret = await callbacks.rotate(receiver, until, actorOf(response));
    response.json(show(await find(response, receiver.id), secret));
  });

  router.post('/:id/test', async (request, response) => {
    const receiver = await find(response, request.params.id);
    response.status(202).json(showDelivery(await callbacks.test(receiver)));
  });

  router.get('/:id/deliveries', async (request, response) => {
    const { id } = await find(response, request.params.id);
    const { cursor, limit } = deliveryQuerySchema.parse(request.query);
    const found = await callbacks.deliveries(id, cursor, limit + 1);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const next_cursor = found.length > limit && last ? String(last.position) : null;
    response.json({ items: page.map(showDelivery), next_cursor });
  });

  router.post('/:id/deliveries/:delivery/resend', async (request, response) => {
    const receiver = await find(response, request.params.id);
    response.status(202).json(showDelivery(await callbacks.resend(receiver, request.params.delivery)));
  });

  return router;
}

const showDelivery = (one: CallbackDelivery): z.infer<typeof callbackDeliverySchema> => ({
  ...{ id: one.id, event: one.event, about: one.subjectId, url: one.url, state: one.state },
  ...{ attempts: one.attempts, next_at: one.nextAt === undefined ? undefined : toIso(one.nextAt) },
  ...{ last_status: one.lastStatus, last_fault: one.lastFault },
  ...{ created_at: toIso(one.createdAt), updated_at: toIso(one.updatedAt) },
});
