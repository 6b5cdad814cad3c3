import type { Rights } from '../rights.js';
import type { CompletenessNeeds } from './completeness-page.js';

/** Renders the sheet about use and rights for people; manifest.json has what was filled in for programs. */
export function renderRights(
  { facts, sources, completeness, renderer, reading }: CompletenessNeeds,
  rights: Rights,
): string {
  const { texts: t } = reading;
  const { records, files } = completeness.totals;
  const found = t.rights.confirmed(records, files);
  const nothing = completeness.is_complete ? t.rights.nothing : t.rights.uncertain;
  return renderer.render('rights', {
    ...{ t, rights, vendor: facts.connector.title },
    layout: renderer.layout({ title: t.rights.title, heading: t.rights.title, here: 'rights' }),
    confirmation: records + files > 0 ? found : nothing,
    thirdParties: facts.thirdParties === 'pseudonymise' ? t.rights.pseudonymised : t.rights.kept,
    rows: rights.uses.map((use) => ({
      use,
      title: sources.find(({ id }) => id === use.source)?.title ?? use.source,
      recipients: [t.rights.processor(facts.connector.title), ...use.recipients],
    })),
  });
}
