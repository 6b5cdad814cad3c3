import type { DownloadUrls } from './download-urls.js';
import type { PageTokens } from './lists/page-tokens.js';
import type { AccessTokens } from './oauth/access-tokens.js';
import type { SimulatorOptions } from './simulator-options.js';
import type { World } from './world/world.js';

/** Every option with a value. */
export type Settings = Required<Omit<SimulatorOptions, 'world' | 'port' | 'mediaPort'>>;

/** What the operations of one simulator share. */
export interface ZoomState {
  readonly world: World;
  readonly settings: Settings;
  readonly accessTokens: AccessTokens;
  readonly pageTokens: PageTokens;
  readonly downloadUrls: DownloadUrls;
  /** `http://127.0.0.1:PORT` of the API and OAuth origin. */
  readonly origin: string;
  /** `http://127.0.0.1:PORT` of the media origin. */
  readonly mediaOrigin: string;
}
