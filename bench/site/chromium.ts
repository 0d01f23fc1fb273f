import { existsSync } from 'node:fs';

const PLACES = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where a Chromium is, if there is one. */
export const chromium = PLACES.find((path) => path !== '' && existsSync(path));

/** What is said where there is none. */
export const NO_CHROMIUM =
  'no Chromium here. Install one (apt-get install -y chromium) or set CHROMIUM to its path.';
