import { randomBytes } from 'node:crypto';
import { requestIdOf } from '../files/keys.js';
import type { OwnerKeys } from '../files/sealed/sealed-reader.js';
import type { Store } from './store.js';
import type { Cell, Vault } from './vault.js';

/** Keys that are kept open at most; an open one spares a look into the database for each file. */
const mostOpen = 1_000;

/** The keys by which the files of requests are sealed: wrapped by the connection's, which the master key wraps. */
export class RequestKeys implements OwnerKeys {
  private readonly open = new Map<string, Promise<Buffer>>();

  constructor(
    private readonly needs: { store: Pick<Store, 'requestKeys' | 'requests' | 'connections'>; vault: Vault },
  ) {}

  of(key: string): Promise<Buffer> {
    return this.opened(requestIdOf(key), (id) => this.find(id));
  }

  toWrite(key: string): Promise<Buffer> {
    return this.opened(requestIdOf(key), async (id) =>
      (await this.needs.store.requestKeys.find(id)) ? this.find(id) : this.make(id),
    );
  }

  /** Forgets an open key: it may be destroyed. */
  drop(key: string): void {
    this.open.delete(requestIdOf(key));
  }

  private opened(id: string, open: (id: string) => Promise<Buffer>): Promise<Buffer> {
    const known = this.open.get(id);
    if (known) return known;
    const opening = open(id);
    if (this.open.size >= mostOpen) this.open.clear();
    this.open.set(id, opening);
    opening.catch(() => this.open.delete(id));
    return opening;
  }

  private async find(id: string): Promise<Buffer> {
    const { requestKeys, connections } = this.needs.store;
    const found = await requestKeys.find(id);
    const connection = found && (await connections.find(found.connectionId));
    if (!connection)
      throw Object.assign(new Error('The key of what is read was destroyed.'), { code: 'ENOENT' });
    return Buffer.from(
      this.needs.vault.open(connection.id, connection.dataKey, cellOf(id), found.wrapped),
      'base64url',
    );
  }

  private async make(id: string): Promise<Buffer> {
    const { requestKeys, requests, connections } = this.needs.store;
    const request = await requests.find(id);
    const connection = request && (await connections.find(request.connectionId));
    if (!connection) throw new RangeError('There is no such request, or its connection is gone.');
    const key = randomBytes(32).toString('base64url');
    const wrapped = this.needs.vault.seal(connection.id, connection.dataKey, cellOf(id), key);
    await requestKeys.insert(id, connection.id, wrapped);
    return this.find(id);
  }
}

const cellOf = (id: string): Cell => ({ table: 'request_keys', column: 'wrapped', row: id });
