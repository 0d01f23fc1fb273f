import { startBrowser } from './reader.js';

/** Seconds since navigation began. */
export interface FirstDemo {
  /** When the demo took the press of its button. */
  readonly pressed: number;
  /** When the mouse had taken its first step. */
  readonly running: number;
}

const PATIENCE_MILLISECONDS = 60_000;

/**
 * Runs in the page from its first line on. Presses as an impatient reader would, frame after frame, until the page is
 * alive and takes it, which it shows by another name of the button; then waits for the mouse.
 */
const PRESS_AND_WATCH = `
window.firstDemo = new Promise((resolve, reject) => {
  let pressed;
  const look = () => {
    const now = performance.now();
    const button = document.querySelector('.moving-cheese-demo .primary');
    if (button && pressed === undefined) {
      if (button.textContent.trim() === 'Stop') pressed = now;
      else button.click();
    }
    if (document.querySelector('.board-path')) resolve({ pressed, running: now });
    else if (now < ${PATIENCE_MILLISECONDS}) requestAnimationFrame(look);
    else reject(new Error('the first demo does not run; it says: ' + document.querySelector('.demo-status')?.textContent));
  };
  requestAnimationFrame(look);
});
`;

/** Opens the landing page in a browser that was never here, and starts its demo as soon as can be. */
export async function timeFirstDemo(program: string, site: string): Promise<FirstDemo> {
  const browser = await startBrowser(program);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.addInitScript({ content: PRESS_AND_WATCH });
    await page.goto(`${site}/`, { waitUntil: 'commit' });
    const { pressed, running } = (await page.evaluate('window.firstDemo')) as FirstDemo;
    return { pressed: pressed / 1000, running: running / 1000 };
  } finally {
    await browser.close();
  }
}
