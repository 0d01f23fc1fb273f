import { CORRIDOR_ENDS, corridorsDefinition } from './maze-corridors.js';
import type { MazeDistributionDefinition } from './maze-definition.js';

/** The sure cheese: next to the start, in a dead end, so that nobody comes by it on the way. */
const CRUMB = { x: 2, y: 5, reward: 0.3 };

/**
 * To explore or to take what is sure: the corridors of `maze/corridors-v0`, and a crumb. Looking into one corridor finds
 * the large cheese with probability 1/4 and leaves no time for the crumb; the crumb beside the start is worth 0.3: in a
 * single episode it is best to take it. With four episodes ahead it is best to look for the large cheese first, although
 * that is expected to earn less in the first episode: what is found is found for all later ones. By hand: it is found in
 * episode 1, 2, 3 or 4, each with probability 1/4, and then earns 4, 3, 2 or 1, in the mean 2.5; crumbs alone earn 1.2.
 */
export const crumbsDefinition: MazeDistributionDefinition = {
  ...corridorsDefinition,
  id: 'maze/crumbs-v0',
  about:
    'A crumb of cheese beside the start, worth 0.3, and a large one, worth 1, hidden at the end of one of four corridors; either ends the episode. Who looks for the large one gives up the crumb. Train and test share these four tasks, so testing measures adaptation, not generalisation.',
  tasks: {
    kind: 'list',
    tasks: CORRIDOR_ENDS.map((end) => ({ cheeses: [CRUMB, { ...end, reward: 1 }] })),
  },
};
