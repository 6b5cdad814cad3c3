import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions } from 'node:https';
import type { Readable } from 'node:stream';
import got, { type Request, RequestError } from 'got';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { proxyFor, type ProxySettings } from './outgoing-proxy.js';
import { AddressNotPublic, lookupPublic, nat64Prefix, refusePrivate } from './public-address.js';
import { TunnelAgent, TunnelRefused } from './tunnel-agent.js';
import { networkRemedy } from './network-remedy.js';
import { Refusal, remedyFor, Transient } from './refusal.js';

/** Longest times a request may take to get going. */
export interface Timeouts {
  connectMs: number;
  firstByteMs: number;
  /** Longest silence while a body arrives. */
  silenceMs: number;
}

/** Connect 5 s, first byte 30 s, silence 20 s. */
export const defaultTimeouts: Timeouts = { connectMs: 5_000, firstByteMs: 30_000, silenceMs: 20_000 };

/** One request on the wire. */
export interface Outgoing {
  url: URL;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  form?: Record<string, string>;
  /** Sent as it is. */
  body?: string;
  /** Only public addresses are connected to. */
  publicOnly?: boolean;
  /** The body is wanted as it is on the wire, so that its length can be judged. */
  raw?: boolean;
  signal?: AbortSignal;
}

/** The head of an answer; the body still arrives. */
export interface Incoming {
  /** Who was asked: host and port as the address names them. */
  host?: string;
  status: number;
  headers: Record<string, string | undefined>;
  body: Readable;
}

/** Sends one request. Never follows a redirect, never tries again, never throws for a status. */
export type Send = (request: Outgoing) => Promise<Incoming>;

/** The only place that speaks HTTP with the vendor. Network faults are `Transient`. */
export function createSend(timeouts: Timeouts, proxy?: ProxySettings): Send & { close(): void } {
  const options = { keepAlive: true, maxSockets: 128 };
  // What is inside a NAT64 address is judged by the lookup, which this package does not look into.
  const filter = { ...options, allowIPAddressList: [nat64Prefix] };
  const open = { http: new HttpAgent(options), https: new HttpsAgent(options) };
  const filtered = {
    http: new RequestFilteringHttpAgent(filter),
    https: new RequestFilteringHttpsAgent(filter),
  };
  const tunnels = proxy && createTunnels(proxy, timeouts.connectMs, options);
  const agentFor = ({ url, publicOnly = false }: Outgoing) => {
    const direct = publicOnly ? filtered : open;
    if (!tunnels || !proxyFor(url, proxy)) return direct;
    return { ...direct, https: publicOnly ? tunnels.filtered : tunnels.open };
  };
  const send: Send = async (request) => {
    if (request.publicOnly) judgeLiteral(request.url);
    const stream = got.stream(request.url, {
      method: request.method ?? 'GET',
      headers: { 'user-agent': 'dsar-connector', ...request.headers },
      form: request.form,
      body: request.body,
      agent: agentFor(request),
      dnsLookup: request.publicOnly ? lookupPublic : undefined,
      followRedirect: false,
      retry: { limit: 0 },
      throwHttpErrors: false,
      decompress: !request.raw,
      signal: request.signal,
      timeout: {
        lookup: timeouts.connectMs,
        connect: timeouts.connectMs,
        secureConnect: timeouts.connectMs,
        response: timeouts.firstByteMs,
      },
    });
    return headOf(stream, request);
  };
  const close = () => {
    const direct = [open.http, open.https, filtered.http, filtered.https];
    for (const agent of [...direct, ...(tunnels ? [tunnels.open, tunnels.filtered] : [])]) agent.destroy();
  };
  return Object.assign(send, { close });
}

/** Two agents, because a connection that was judged less strictly must not be used again for a strict call. */
function createTunnels(settings: ProxySettings, tunnelMs: number, options: AgentOptions) {
  const make = (publicOnly: boolean) => new TunnelAgent({ ...options, settings, tunnelMs, publicOnly });
  return { open: make(false), filtered: make(true) };
}

function judgeLiteral({ hostname }: URL): void {
  try {
    refusePrivate(hostname);
  } catch (error) {
    throw toFailure(error as Error);
  }
}

function headOf(stream: Request, { url, signal }: Outgoing): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    stream.once('error', (error: Error) => {
      reject(signal?.aborted ? (signal.reason as Error) : toFailure(error, url.host));
    });
    stream.once('response', (response: { statusCode: number; headers: Incoming['headers'] }) => {
      // Errors after this point reach whoever reads the body; without a listener they would end the process.
      stream.on('error', () => undefined);
      resolve({ host: url.host, status: response.statusCode, headers: response.headers, body: stream });
    });
  });
}

/** A network error as a failure that may heal, or as a refusal when the address itself is not allowed. */
export function toFailure(error: Error, host?: string): Error {
  const { cause } = error;
  if (isNotPublic(error) || isNotPublic(cause) || /is not allowed\. Because/i.test(error.message))
    return new Refusal('failed', 'address_refused', remedyFor('address_refused'));
  const code = error instanceof RequestError ? error.code : error.name;
  const tunnel = [error, cause].find((one) => one instanceof TunnelRefused);
  const remedy = host === undefined ? undefined : networkRemedy(host, code, tunnel);
  return new Transient('vendor_unreachable', `network fault ${code}`, undefined, false, remedy);
}

const isNotPublic = (error: unknown) => error instanceof AddressNotPublic;
