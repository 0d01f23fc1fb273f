import { INTERRUPTED } from './failures.js';

/** Turns Ctrl-C into a request to stop. */
export interface Interruption {
  readonly isRequested: () => boolean;
  /** Gives the signals their usual meaning back. */
  release(): void;
}

/**
 * The first SIGINT or SIGTERM asks to stop after the iteration; a second one ends the process at once.
 * Files stay whole either way.
 */
export function listenForInterruption(onRequest: () => void): Interruption {
  let isRequested = false;
  const request = () => {
    if (isRequested) process.exit(INTERRUPTED);
    isRequested = true;
    onRequest();
  };
  process.on('SIGINT', request);
  process.on('SIGTERM', request);
  return {
    isRequested: () => isRequested,
    release() {
      process.off('SIGINT', request);
      process.off('SIGTERM', request);
    },
  };
}
