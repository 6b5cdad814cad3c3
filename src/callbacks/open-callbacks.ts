import type { ProxySettings } from '../upstream/outgoing-proxy.js';
import { createSend } from '../upstream/send.js';
import type { NamedHosts } from './address.js';
import { Callbacks } from './callbacks.js';
import { Courier, type CourierNeeds } from './courier.js';
import { attemptMs } from './deliver.js';

/** What the operator says of callbacks. */
export interface CallbackSettings {
  /** Hosts that need be neither public nor at port 443. */
  hosts: NamedHosts;
  proxy?: ProxySettings;
}

/** The callbacks of an installation, with what sends them. */
export function openCallbacks(
  needs: Omit<CourierNeeds, 'send' | 'named'>,
  { hosts: named, proxy }: CallbackSettings,
): { callbacks: Callbacks; courier: Courier; close(): void } {
  const timeouts = { connectMs: 5_000, firstByteMs: attemptMs, silenceMs: attemptMs };
  const send = createSend(timeouts, proxy);
  const courier = new Courier({ ...needs, named, send });
  return { callbacks: new Callbacks({ ...needs, named }, courier), courier, close: () => send.close() };
}
