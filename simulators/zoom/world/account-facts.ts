import type { JsonObject } from '../json.js';

/** What Zoom keeps around a person, by the names of its answers. */
export interface AccountFacts {
  /** The whole answer. */
  permissions: JsonObject;
  assistants: JsonObject[];
  schedulers: JsonObject[];
  collaboration_devices: JsonObject[];
  meeting_templates: JsonObject[];
  webinar_templates: JsonObject[];
  /** Absent: not enabled. */
  pac_accounts?: JsonObject[];
  tsp_accounts?: JsonObject[];
  presence: JsonObject;
}

/** A person without any. */
export const noFacts = (): AccountFacts => ({
  ...{ permissions: { permissions: [] }, assistants: [], schedulers: [], collaboration_devices: [] },
  ...{ meeting_templates: [], webinar_templates: [], presence: { status: 'Offline' } },
});
