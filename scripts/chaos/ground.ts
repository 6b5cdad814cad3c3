import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { People } from './people-world.js';
import { takeReferences, type Reference } from './reference.js';
import { startZoom, type Zoom } from './zoom.js';

/** What the processes of a campaign stand on, while they come and go. */
export interface Ground {
  folder: string;
  people: People;
  zoom: Zoom;
  /** What an undisturbed request about each person brings. */
  references: readonly Reference[];
}

/** One person for each kind of order. */
const peopleCount = 3;

/** Starts a simulated Zoom, makes one undisturbed request about each person, and cleans up behind the work. */
export async function onGround<T>(seed: number, work: (ground: Ground) => Promise<T>): Promise<T> {
  const people: People = { count: peopleCount, seed, now: Date.now() };
  const zoom = await startZoom(people);
  const folder = mkdtempSync(join(tmpdir(), 'dsar-chaos-'));
  try {
    return await work({ folder, people, zoom, references: await takeReferences(zoom, people, folder) });
  } finally {
    await zoom.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
