import type { Measurement } from '../result-file.js';
import type { PeersFolder } from './python.js';

export interface PartOptions {
  readonly peers: PeersFolder;
  /** Sizes that show in a minute or two that everything runs, and measure nothing. */
  readonly small: boolean;
  /** Progress. */
  readonly say: (text: string) => void;
}

/** One comparison with the field; its file in docs/results is `peers-<name>`. */
export type Part = (options: PartOptions) => Promise<Measurement>;
