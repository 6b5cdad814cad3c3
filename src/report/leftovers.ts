/**
 * What file managers put beside the files they show or pack: Finder (`.DS_Store`, `._*`, `__MACOSX`), Explorer
 * (`Thumbs.db`, `desktop.ini`), Dolphin (`.directory`).
 */
const leftover = /^(?:.*\/)?(?:__MACOSX\/.*|\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini|\.directory)$/;

/** Whether a file manager left it there; it is no part of a report. */
export const isLeftover = (name: string): boolean => leftover.test(name);

/** Whether an entry of a zip stands for a folder. */
export const isFolderName = (name: string): boolean => name.endsWith('/');
