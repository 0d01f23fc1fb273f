interface Entry {
  readonly text: string;
  readonly link: string;
}

/** Pages on which the library runs, and where one can look into what it found. */
export const live: Entry[] = [
  { text: 'Moving cheese', link: '/live/moving-cheese' },
  { text: 'Half-cheetah', link: '/live/half-cheetah' },
  { text: 'Bandit', link: '/live/bandit' },
  { text: 'Train it here', link: '/live/train' },
  { text: 'Train the half-cheetah here', link: '/live/train-cheetah' },
  { text: 'Experiments, figure by figure', link: '/live/experiments' },
];

/** What to read first, in this order. */
export const guides: Entry[] = [
  { text: 'Quickstart', link: '/guide/quickstart' },
  { text: 'The idea', link: '/guide/the-idea' },
  { text: 'Write a family', link: '/guide/write-a-family' },
  { text: 'Register a distribution', link: '/guide/register-a-distribution' },
  { text: 'Plug in your agent', link: '/guide/plug-in-your-agent' },
  { text: 'Meta-test honestly', link: '/guide/meta-test-honestly' },
  { text: "Reproduce a paper's table", link: '/guide/reproduce-a-papers-table' },
  { text: 'Backends and speed', link: '/guide/backends-and-speed' },
  { text: 'Deploying in a page', link: '/guide/deploying-in-a-page' },
  { text: 'Coming from Gymnasium', link: '/guide/from-gymnasium' },
];

/** The parts in depth. */
export const reading: Entry[] = [
  { text: 'Architecture', link: '/architecture' },
  { text: 'Half-cheetah: physics and its limits', link: '/half-cheetah' },
  { text: 'Beside others', link: '/beside-others' },
  { text: 'Experiments', link: '/experiments' },
  { text: 'How cost grows', link: '/scaling' },
  { text: 'API reference', link: '/api/' },
];
