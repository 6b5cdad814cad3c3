import type { Findings } from './check-report.js';

/** The words of the page, from its data block. */
export type Words = Record<string, string>;

/** Names shown of one kind of fault; the number of all is told. */
const mostNames = 200;

/** Writes the findings into the section. */
export function showFindings(section: HTMLElement, findings: Findings, words: Words): void {
  const { signature } = findings;
  const say = (name: string, values: Record<string, string | number> = {}) =>
    (words[name] ?? name).replaceAll(/\{(\w+)\}/g, (_whole, value: string) => String(values[value] ?? ''));
  const verdict = verdictOf(findings);
  const box = element('div', `status ${verdict === 'whole' ? '' : 'completed_with_gaps'}`, [
    element('h2', '', [say(verdict)]),
    element('p', '', [say(`${verdict}Note`)]),
  ]);
  const facts = element('dl', 'facts', [
    ...fact(say('filesWhole'), String(findings.whole)),
    ...fact(say('filesChanged'), String(findings.changed.length)),
    ...fact(say('filesMissing'), String(findings.missing.length)),
    ...fact(say('filesAdded'), String(findings.added.length)),
    ...(findings.leftovers > 0 ? fact(say('leftovers'), String(findings.leftovers)) : []),
    ...fact(say('signature'), say(signatureWords(findings), { key: signature.keyId ?? '' })),
    ...(findings.status === undefined ? [] : fact(say('says'), say(`status_${findings.status}`))),
  ]);
  section.replaceChildren(
    box,
    facts,
    ...names(say('changedNames'), findings.changed),
    ...names(say('missingNames'), findings.missing),
    ...names(say('addedNames'), findings.added),
    ...names(say('brokenLists'), findings.brokenLists),
  );
}

function verdictOf({ changed, missing, added, brokenLists, signature }: Findings): string {
  const faults = changed.length + missing.length + added.length + brokenLists.length;
  if (faults > 0 || signature.state === 'invalid') return 'notWhole';
  if (signature.state === 'none') return 'unsigned';
  if (signature.isTrusted === false) return 'otherKey';
  return signature.state === 'unsupported' ? 'unchecked' : 'whole';
}

function signatureWords({ signature: { state, isTrusted } }: Findings): string {
  if (state !== 'valid') return `signature_${state}`;
  if (isTrusted === undefined) return 'signature_valid';
  return isTrusted ? 'signature_trusted' : 'signature_other';
}

function names(heading: string, list: readonly string[]): Node[] {
  if (list.length === 0) return [];
  const items = list.slice(0, mostNames).map((name) => element('li', '', [name]));
  if (list.length > mostNames) items.push(element('li', 'quiet', ['…']));
  return [element('h3', '', [heading]), element('ul', '', items)];
}

const fact = (term: string, value: string) => [
  element('div', '', [element('dt', '', [term]), element('dd', '', [value])]),
];

function element(tag: string, className: string, content: readonly (string | Node)[]): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.append(...content);
  return made;
}
