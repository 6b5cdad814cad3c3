import { request as requestPlain } from 'node:http';
import { Agent, request as requestSecure, type AgentOptions } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import tls, { type ConnectionOptions, type TLSSocket } from 'node:tls';
import { isTrustedName, type ProxySettings } from './outgoing-proxy.js';
import { lookupPublic, refusePrivate } from './public-address.js';
import { unlessAborted } from './unless-aborted.js';

/** The proxy gives no way through. Its answer is no answer of the host that was wanted. */
export class TunnelRefused extends Error {
  override readonly name = 'TunnelRefused';
  readonly code = 'ERR_PROXY_TUNNEL';

  constructor(
    /** Host and port of the proxy. */
    readonly proxy: string,
    /** What came of it: an HTTP status, or the code of a network fault. */
    readonly why: number | string,
  ) {
    super(`The proxy gives no way through (${why}).`);
  }
}

/** Nobody answered at the end of a tunnel in time, or whoever did hung up. */
class HandshakeSilent extends Error {
  override readonly name = 'HandshakeSilent';
  readonly code = 'ETIMEDOUT';
}

/** How tunnels are made. */
export interface TunnelOptions extends AgentOptions {
  settings: ProxySettings;
  /** Longest time until a tunnel stands. Nobody else watches over it: the request has no socket yet. */
  tunnelMs: number;
  /** Only public addresses are asked for. */
  publicOnly: boolean;
}

/**
 * Reaches hosts through a proxy by CONNECT. Where only public addresses may be reached, the name is looked up and
 * judged here and the proxy is asked for the address, so that it cannot resolve the name to another one.
 */
export class TunnelAgent extends Agent {
  constructor(private readonly tunnel: TunnelOptions) {
    super(tunnel);
  }

  override createConnection(
    options: ConnectionOptions,
    done?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    const finish = (error: Error | null, socket?: Duplex) => done?.(error, socket as Duplex);
    this.reach(options).then(
      (socket) => finish(null, socket),
      (error: unknown) => finish(error as Error),
    );
  }

  private async reach(options: ConnectionOptions): Promise<Duplex> {
    const { tunnelMs } = this.tunnel;
    const name = options.host ?? '';
    const signal = AbortSignal.timeout(tunnelMs);
    const target = await this.targetOf(name, signal);
    const socket = await this.open(target, options.port ?? 443, signal);
    const servername = isIP(name) === 0 ? (options.servername ?? name) : '';
    return this.secure(tls.connect({ ...options, socket, servername }));
  }

  /** A tunnel at whose end nobody speaks looks like one that stands; the limits of the request begin later. */
  private secure(socket: TLSSocket): Promise<TLSSocket> {
    return new Promise((resolve, reject) => {
      const silent = () => socket.destroy(new HandshakeSilent());
      const timer = setTimeout(silent, this.tunnel.tunnelMs);
      socket
        .once('secureConnect', () => {
          clearTimeout(timer);
          socket.off('error', reject);
          resolve(socket);
        })
        .once('error', reject)
        .once('close', () => {
          clearTimeout(timer);
          reject(new HandshakeSilent());
        });
    });
  }

  /** What the proxy is asked for: the name, or an address that was judged. */
  private async targetOf(name: string, signal: AbortSignal): Promise<string> {
    const { settings, publicOnly } = this.tunnel;
    if (!publicOnly || isTrustedName(name, settings)) return name;
    refusePrivate(name);
    if (isIP(name) !== 0) return name;
    const looking = new Promise<string>((resolve, reject) => {
      lookupPublic(name, {}, (error, address) => {
        if (error) reject(error);
        else resolve(typeof address === 'string' ? address : (address[0]?.address ?? ''));
      });
    });
    return unlessAborted(looking, signal);
  }

  private open(target: string, port: number, signal: AbortSignal): Promise<Socket> {
    const proxy = new URL(this.tunnel.settings.url);
    const authority = `${isIP(target) === 6 ? `[${target}]` : target}:${port}`;
    const headers: Record<string, string> = { host: authority };
    if (proxy.username !== '')
      headers['proxy-authorization'] = `Basic ${Buffer.from(credentialsOf(proxy)).toString('base64')}`;
    const isSecure = proxy.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const asked = (isSecure ? requestSecure : requestPlain)({
        ...{ host: proxy.hostname.replace(/^\[|\]$/g, ''), port: proxy.port || (isSecure ? 443 : 80) },
        ...{ method: 'CONNECT', path: authority, headers, signal, agent: false },
      });
      const refuse = (why: number | string) => reject(new TunnelRefused(proxy.host, why));
      asked.on('connect', ({ statusCode = 0 }, socket: Socket) => {
        if (statusCode >= 200 && statusCode < 300) {
          resolve(socket);
          return;
        }
        socket.destroy();
        refuse(statusCode);
      });
      // A proxy that answers like a web server has made no tunnel.
      asked.on('response', (response) => {
        response.destroy();
        refuse(response.statusCode ?? 0);
      });
      asked.on('error', (error: NodeJS.ErrnoException) =>
        refuse(signal.aborted ? 'ETIMEDOUT' : (error.code ?? error.name)),
      );
      asked.end();
    });
  }
}

const credentialsOf = ({ username, password }: URL) =>
  `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
