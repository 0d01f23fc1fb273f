interface Entry {
  readonly text: string;
  readonly link: string;
}

/** Pages on which the library runs. */
export const live: Entry[] = [
  { text: 'Moving cheese', link: '/live/moving-cheese' },
  { text: 'Half-cheetah', link: '/live/half-cheetah' },
  { text: 'Bandit', link: '/live/bandit' },
  { text: 'Train it here', link: '/live/train' },
];

/** What to read first, in this order. */
export const guides: Entry[] = [];

/** The parts in depth. */
export const reading: Entry[] = [
  { text: 'Architecture', link: '/architecture' },
  { text: 'Half-cheetah: physics and its limits', link: '/half-cheetah' },
  { text: 'Experiments', link: '/experiments' },
];
