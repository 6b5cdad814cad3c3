import { checkReport, NoReport } from './check-report.js';
import { filesOfFolder } from './chosen-file.js';
import { showFindings, type Words } from './show-findings.js';
import { filesOfZip, NoZip } from './zip-file.js';

/** Connects the page's form with the check. Nothing leaves the browser: the page's policy forbids every request. */
const find = (id: string) => document.getElementById(id) as HTMLElement;
const words = JSON.parse(find('words').textContent) as Words;
const folder = find('folder') as HTMLInputElement;
const zip = find('zip') as HTMLInputElement;
const key = find('key') as HTMLTextAreaElement;
const button = find('check') as HTMLButtonElement;
const bar = find('progress') as HTMLProgressElement;
const told = find('told') as HTMLOutputElement;
const findings = find('findings');

find('form').hidden = false;
for (const [input, other] of [
  [folder, zip],
  [zip, folder],
] as const)
  input.addEventListener('change', () => {
    other.value = '';
    findings.replaceChildren();
    told.textContent = '';
  });
button.addEventListener('click', () => void check());

async function check(): Promise<void> {
  const [chosen] = zip.files ?? [];
  if (!chosen && !folder.files?.length) {
    told.textContent = words.chooseFirst ?? '';
    return;
  }
  button.disabled = true;
  bar.hidden = false;
  findings.replaceChildren();
  told.textContent = words.reading ?? '';
  try {
    const files = chosen ? await filesOfZip(chosen) : filesOfFolder(folder.files ?? []);
    const found = await checkReport(files, key.value, (done, total) => {
      bar.max = Math.max(1, total);
      bar.value = done;
    });
    showFindings(findings, found, words);
    told.textContent = words.done ?? '';
  } catch (error) {
    const reason =
      error instanceof NoZip ? error.reason : error instanceof NoReport ? 'noReport' : 'unreadable';
    told.textContent = words[reason] ?? reason;
  } finally {
    button.disabled = false;
    bar.hidden = true;
  }
}
