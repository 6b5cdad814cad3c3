import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FileParameters } from '../../src/model/step-result.js';
import { mediaOfFiles } from './media-of-file.js';
import { orderOf } from './orders.js';
import { peopleWorld, type People } from './people-world.js';
import { readReportParts } from './report-parts.js';
import { ServiceProcess } from './service-process.js';
import type { Zoom } from './zoom.js';
import type { Step } from '../../src/model/step.js';

/** What a request about a person brings when nothing disturbs it. */
export interface Reference {
  report: Map<string, string>;
  /** How often each call is made. */
  calls: Record<string, number>;
  /** Whether a media id is the file of a step. */
  isFileOf(step: Step, mediaId: string): boolean;
}

/** Makes one undisturbed request about each person. */
export async function takeReferences(zoom: Zoom, people: People, folder: string): Promise<Reference[]> {
  const world = peopleWorld(people);
  const dataDir = join(folder, 'undisturbed');
  const service = new ServiceProcess({ ...zoom.environment, DSAR_DATA_DIR: dataDir });
  const made: { id: string; calls: Record<string, number> }[] = [];
  for (let person = 0; person < people.count; person += 1) {
    const body = JSON.stringify(orderOf(person, people.now, 'undisturbed'));
    const headers = { prefer: 'wait=60' };
    const answer = await service.call('/v1/access-requests', { method: 'POST', headers, body });
    if (answer.status !== 200) throw new Error(`An undisturbed request ends with ${answer.status}.`);
    made.push({ id: String(answer.body.id), calls: await zoom.takeCalls() });
  }
  await service.end('SIGTERM');
  const references = await Promise.all(
    made.map(async ({ id, calls }, person) => {
      const user = world.users[person];
      const media = user ? mediaOfFiles(user) : new Map<string, string>();
      return {
        report: await readReportParts(join(dataDir, 'reports', `${id}.zip`)),
        calls,
        isFileOf: ({ parameters }: Step, mediaId: string) =>
          media.get((parameters as FileParameters).key) === mediaId,
      };
    }),
  );
  rmSync(dataDir, { recursive: true });
  return references;
}
