import type { EarliestDay } from '../../../src/contract/index.js';

/** Zoom opened in January 2013: no call of any person is older, whoever has the data now. */
export const zoomOpened: EarliestDay = {
  day: '2013-01-01',
  because: 'Zoom opened in January 2013, so nothing there is older.',
  docs: 'https://www.sec.gov/Archives/edgar/data/1585521/000119312519083351/d642624ds1.htm',
};

/** Recordings stay until they are deleted, and can be handed over from one user to another. */
export const firstRecordings: EarliestDay = {
  ...zoomOpened,
  because: 'Zoom opened in January 2013, so no recording is older, whoever it was handed over from.',
};

/** Zoom Clips came as a public beta in 2023. */
export const clipsOpened: EarliestDay = {
  day: '2023-01-01',
  because: 'Zoom Clips opened in 2023, so no clip is older.',
  docs: 'https://support.zoom.com/hc/en/article?id=zm_kb&sysparm_article=KB0057724',
};
