import { join } from 'node:path';
import { root } from '../docs/pages.js';

/** What the pages looked like, for whoever runs the tests. */
export const PICTURES = join(root, 'coverage/site');
