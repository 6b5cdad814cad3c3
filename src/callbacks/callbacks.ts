import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.js';
import type { Actor } from '../ledger/ledger.js';
import type { CallbackDelivery, CallbackEvent, Receiver } from '../model/callback.js';
import type { PlacedDelivery } from '../storage/callback-store.js';
import type { Transaction } from '../storage/store.js';
import { liesBelow, readCallbackUrl } from './address.js';
import type { Courier, CourierNeeds } from './courier.js';
import { testMessage } from './message.js';
import { newSecrets, openSecrets, publicKeyOf, rotated, sealSecrets } from './secrets.js';

/** What somebody who wants to be told gives. */
export interface ReceiverOrder {
  owner: string;
  connectionId?: string;
  label: string;
  url: string;
  events?: readonly CallbackEvent[];
  /** Signatures by Ed25519, too. */
  ed25519: boolean;
}

/** What can be changed of a receiver. */
export type ReceiverEdit = Partial<Pick<Receiver, 'label' | 'url' | 'events' | 'status'>>;

/** Receivers that one owner may have. */
const mostOfOwner = 20;

/** Who is told of events, and what they were told. */
export class Callbacks {
  constructor(
    private readonly needs: Omit<CourierNeeds, 'send'>,
    private readonly courier: Courier,
  ) {}

  /** Makes a receiver, which is told of what happens from now on. Its secret is shown only here. Throws AppError. */
  async create(order: ReceiverOrder, actor: Actor): Promise<{ receiver: Receiver; secret: string }> {
    const { store, vault, clock, named } = this.needs;
    const { ed25519, url, ...given } = order;
    const id = randomUUID();
    const secrets = newSecrets(ed25519);
    const now = clock.now();
    const receiver = await store.transaction(async (tx) => {
      if ((await tx.receivers.list(order.owner)).length >= mostOfOwner)
        throw new AppError(
          'too_many_callbacks',
          `There are ${mostOfOwner} callbacks already: remove one first.`,
        );
      const made: Receiver = {
        ...{ ...given, id, url: readCallbackUrl(url, named, '/url').href, status: 'active' },
        ...{ secrets: sealSecrets(vault, id, secrets), cursor: await tx.events.last() },
        ...{ createdAt: now, updatedAt: now },
      };
      await tx.receivers.insert(made);
      await this.record(tx, made, 'callback.created', actor);
      return made;
    });
    return { receiver, secret: secrets.hmac[0]?.secret ?? '' };
  }

  find(id: string): Promise<Receiver | undefined> {
    return this.needs.store.receivers.find(id);
  }

  list(owner?: string): Promise<Receiver[]> {
    return this.needs.store.receivers.list(owner);
  }

  /** The key for v1a signatures; undefined: the receiver gets none. */
  publicKey(receiver: Receiver): string | undefined {
    return publicKeyOf(openSecrets(this.needs.vault, receiver));
  }

  /** Changes a receiver; one that is active again is told of what it missed. Throws AppError. */
  async change(id: string, edit: ReceiverEdit, actor: Actor): Promise<Receiver> {
    const { store, clock, named } = this.needs;
    const url = edit.url === undefined ? {} : { url: readCallbackUrl(edit.url, named, '/url').href };
    const changed = await store.transaction(async (tx) => {
      const receiver = await tx.receivers.change(id, { ...edit, ...url }, clock.now());
      await this.record(tx, receiver, 'callback.changed', actor, { fields: Object.keys(edit) });
      return receiver;
    });
    if (changed.status === 'active') {
      this.courier.look(id);
      this.courier.tell();
    }
    return changed;
  }

  /** The next secret; the ones before sign beside it until a moment. */
  async rotate(receiver: Receiver, until: number, actor: Actor): Promise<string> {
    const { store, vault, clock } = this.needs;
    const now = clock.now();
    const next = rotated(openSecrets(vault, receiver), until, now);
    await store.transaction(async (tx) => {
      await tx.receivers.change(receiver.id, { secrets: sealSecrets(vault, receiver.id, next) }, now);
      await this.record(tx, receiver, 'callback.changed', actor, { fields: ['secret'] });
    });
    return next.hmac[0]?.secret ?? '';
  }

  /** Removes a receiver with its deliveries; it is told of nothing more. */
  async remove(receiver: Receiver, actor: Actor): Promise<void> {
    this.courier.leave(receiver.id);
    await this.needs.store.transaction(async (tx) => {
      await tx.receivers.remove(receiver.id);
      await this.record(tx, receiver, 'callback.removed', actor);
    });
  }

  /** Sends a test event. Throws AppError where the receiver is disabled. */
  async test(receiver: Receiver): Promise<CallbackDelivery> {
    this.requireActive(receiver);
    const { store, clock } = this.needs;
    const now = clock.now();
    const delivery: CallbackDelivery = {
      ...{ id: `msg_${randomUUID().replaceAll('-', '')}`, receiverId: receiver.id, event: 'callback.test' },
      ...{ subjectId: receiver.id, connectionId: await this.ledgerOf(store, receiver), url: receiver.url },
      ...{ body: testMessage(now, receiver.id), state: 'pending', attempts: 0, nextAt: now },
      ...{ createdAt: now, updatedAt: now },
    };
    await store.callbacks.add(delivery);
    this.courier.look(receiver.id);
    return delivery;
  }

  /** What a receiver was told and is to be told, newest first. */
  deliveries(receiverId: string, before: number | undefined, limit: number): Promise<PlacedDelivery[]> {
    return this.needs.store.callbacks.list(receiverId, before, limit);
  }

  /** Sends a message again, under the same id. Throws AppError when there is none. */
  async resend(receiver: Receiver, id: string): Promise<CallbackDelivery> {
    this.requireActive(receiver);
    const { store, clock } = this.needs;
    const delivery = await store.callbacks.find(id);
    if (delivery?.receiverId !== receiver.id)
      throw new AppError('not_found', 'There is no delivery with this id. They are kept for 30 days.');
    const now = clock.now();
    const again = { ...delivery, state: 'pending' as const, nextAt: now };
    await store.callbacks.change(id, again, now);
    this.courier.look(receiver.id);
    return again;
  }

  /** Checks where the callbacks of one request are to go: below an active receiver of its owner. Throws AppError. */
  async requireOwn(owner: string, url: string): Promise<void> {
    readCallbackUrl(url, this.needs.named, '/callback_url');
    const own = await this.list(owner);
    const isOwn = own.some(
      (one) => one.status === 'active' && one.connectionId === undefined && liesBelow(url, one.url),
    );
    if (isOwn) return;
    const detail =
      'must lie at or below the address of a callback that this key has made (POST /v1/callbacks)';
    const fields = [{ pointer: '/callback_url', detail }];
    throw new AppError('invalid_request', `Please correct: /callback_url ${detail}.`, { fields });
  }

  private requireActive({ status }: Receiver): void {
    if (status !== 'active')
      throw new AppError('callback_disabled', 'This callback is disabled: set its status to active first.');
  }

  private async record(
    tx: Transaction,
    receiver: Receiver,
    event: 'callback.created' | 'callback.changed' | 'callback.removed',
    actor: Actor,
    what: object = {},
  ): Promise<void> {
    const connectionId = await this.ledgerOf(tx, receiver);
    if (connectionId === undefined) return;
    await this.needs.ledger.append(tx, connectionId, event, { callback: receiver.id, ...what }, actor);
  }

  /** Where it is written what was done to a receiver; undefined: no account is connected yet. */
  private async ledgerOf(
    { connections, keys }: Pick<Transaction, 'connections' | 'keys'>,
    { connectionId, owner }: Receiver,
  ): Promise<string | undefined> {
    if (connectionId !== undefined) return connectionId;
    const within = (await keys.find(owner))?.connections;
    return (await connections.list()).find(({ id }) => within?.includes(id) ?? true)?.id;
  }
}
