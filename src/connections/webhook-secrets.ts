import { AppError } from '../errors.js';
import type { ConnectionRow, ConnectionStore, SealedWebhookSecrets } from '../storage/connection-store.js';
import type { Stores } from '../storage/store.js';
import type { Vault } from '../storage/vault.js';
import type { SecretReader } from './secret-reader.js';

/** A secret that the vendor may sign its calls with, and the connection it was given for. */
export interface WebhookSecret {
  connectionId: string;
  secret: string;
}

/** A change of a connection's secrets. */
export interface WebhookSecretChange {
  /** The next one, as text or reference; null: none of its own. Absent: the same. */
  next?: string | null;
  /** The one before is valid no more. */
  endPrevious?: boolean;
}

/** What the secrets of connections are kept with. */
export interface WebhookSecretNeeds {
  store: ConnectionStore;
  vault: Vault;
  secrets: SecretReader;
}

const columns = {
  webhookSecret: 'webhook_secret',
  previousWebhookSecret: 'previous_webhook_secret',
} as const;
type Field = keyof typeof columns;

/**
 * The secrets of the vendor's calls that connections have of their own. While one is replaced two are valid, because
 * nobody can exchange them here and at the vendor in the same moment.
 */
export class WebhookSecrets {
  /** Opened ones by their sealed form: anybody may call, and opening costs more than the comparison. */
  private opened = new Map<string, string>();

  constructor(private readonly needs: WebhookSecretNeeds) {}

  /** Stores a change. The same secret again changes nothing: a repeated call must not end the one before. */
  async change(
    { connections }: Pick<Stores, 'connections'>,
    id: string,
    { next, endPrevious = false }: WebhookSecretChange,
    now: number,
  ): Promise<void> {
    const row = await connections.find(id);
    if (!row) throw new AppError('not_found', 'There is no connection with this id.');
    const current = this.open(row, 'webhookSecret');
    const previous = this.open(row, 'previousWebhookSecret');
    const isNew = next !== undefined && next !== current;
    const kept = next === null ? undefined : isNew ? current : previous;
    await connections.change(
      id,
      {
        webhookSecret: this.seal(row, 'webhookSecret', isNew ? (next ?? undefined) : current),
        previousWebhookSecret: this.seal(row, 'previousWebhookSecret', endPrevious ? undefined : kept),
      },
      now,
    );
  }

  /**
   * The secrets of one connection of a connector, or of all its connections. One whose reference leads nowhere is left
   * out and counted.
   */
  async read(
    connector: string,
    connectionId?: string,
  ): Promise<{ secrets: WebhookSecret[]; unreadable: number }> {
    const { store, secrets } = this.needs;
    const ofConnector = (await store.list()).filter((row) => row.connector === connector);
    const served = new Set(ofConnector.map(({ id }) => id));
    const known = this.opened;
    if (connectionId === undefined) this.opened = new Map();
    const given = (await store.webhookSecrets(connectionId)).flatMap((row) =>
      (['webhookSecret', 'previousWebhookSecret'] as const).flatMap((field) => {
        const sealed = row[field];
        if (sealed === undefined) return [];
        const text = known.get(sealed) ?? this.open(row, field);
        if (text === undefined) return [];
        this.opened.set(sealed, text);
        return [{ connectionId: row.id, text }];
      }),
    );
    const read = await Promise.all(
      given
        .filter((one) => served.has(one.connectionId))
        .map(async (one) => ({
          connectionId: one.connectionId,
          secret: await secrets.read(one.text).catch(() => undefined),
        })),
    );
    const readable = read.flatMap(({ connectionId, secret }) =>
      secret === undefined ? [] : [{ connectionId, secret }],
    );
    return { secrets: readable, unreadable: read.length - readable.length };
  }

  private open(row: SealedWebhookSecrets, field: Field): string | undefined {
    const sealed = row[field];
    return sealed === undefined
      ? undefined
      : this.needs.vault.open(row.id, row.dataKey, placeOf(row.id, field), sealed);
  }

  private seal({ id, dataKey }: ConnectionRow, field: Field, text: string | undefined): string | undefined {
    return text === undefined ? undefined : this.needs.vault.seal(id, dataKey, placeOf(id, field), text);
  }
}

const placeOf = (row: string, field: Field) => ({ table: 'connections', column: columns[field], row });
