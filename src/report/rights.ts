import type { Source } from '../contract/index.js';
import type { ReportSettings, SourceStatement } from '../model/report-settings.js';
import type { ReportFacts, ReportSource } from './facts.js';

/** What is said about the use of the data of one source; null: the controller has not said it. */
export interface SourceUse {
  source: string;
  purposes: string | null;
  categories: string;
  recipients: readonly string[];
  retention: string | null;
  origin: string | null;
  automated_decisions: string | null;
}

/** The sheet of Article 15(1) and (2) GDPR and of the Californian law, for programs. */
export interface Rights {
  controller: { name: string; contact: string; privacy_officer: string | null } | null;
  authority: string | null;
  transfers: string | null;
  sold_or_shared: string | null;
  uses: SourceUse[];
}

/** Fills the sheet from the settings of the connection. What nobody said stays open; nothing is invented. */
export function buildRights(facts: ReportFacts, sources: readonly ReportSource[]): Rights {
  const settings: ReportSettings = facts.reportSettings ?? {};
  const { controller, authority, transfers, soldOrShared } = settings;
  return {
    controller: controller
      ? {
          name: controller.name,
          contact: controller.contact,
          privacy_officer: controller.privacyOfficer ?? null,
        }
      : null,
    authority: authority ?? null,
    transfers: transfers ?? null,
    sold_or_shared: soldOrShared ?? null,
    uses: sources.map((source) => toUse(source, settings)),
  };
}

function toUse(
  { id, category }: Pick<ReportSource, 'id'> & Pick<Source, 'category'>,
  settings: ReportSettings,
): SourceUse {
  const said: SourceStatement = { ...settings.general, ...settings.sources?.[id] };
  return {
    source: id,
    purposes: said.purposes ?? null,
    // What the data are, the source itself declares.
    categories: said.categories ?? category,
    recipients: said.recipients ?? [],
    retention: said.retention ?? null,
    origin: said.origin ?? null,
    automated_decisions: said.automatedDecisions ?? null,
  };
}
