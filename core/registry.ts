import { nearestOf } from '../schemas/nearest.js';
import { ArgumentError, DuplicateIdError, UnknownIdError } from './errors.js';

export { nearestOf };

/**
 * An explicit list of things with ids. Importing a file never registers anything: built-in parts are
 * in the list it is made from, and third parties call {@link Registry.register}, the same way.
 */
export class Registry<Entry extends { readonly id: string }> {
  readonly #entries = new Map<string, Entry>();

  /** `kind` is what errors call an entry, for example `task distribution`. */
  constructor(
    readonly kind: string,
    entries: readonly Entry[] = [],
  ) {
    for (const entry of entries) this.register(entry);
  }

  /** Adds an entry. Throws {@link DuplicateIdError} when its id is taken. */
  register(entry: Entry): void {
    if (typeof entry.id !== 'string' || entry.id.length === 0) {
      throw new ArgumentError({
        subject: `id of a ${this.kind}`,
        rule: 'must be a text that is not empty',
        received: entry.id,
        remedy: 'Ids look like maze/moving-cheese-v0.',
      });
    }
    if (this.#entries.has(entry.id)) {
      throw new DuplicateIdError(
        `The ${this.kind} id "${entry.id}" is already registered. Choose another id, or raise the version at its end.`,
      );
    }
    this.#entries.set(entry.id, entry);
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  /** Throws {@link UnknownIdError}, which names the nearest id. */
  get(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry) return entry;
    const nearest = nearestOf(id, this.ids());
    const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
    throw new UnknownIdError(
      `There is no ${this.kind} "${id}".${hint} Known: ${this.ids().join(', ') || 'none'}.`,
    );
  }

  /** In the order of registration. */
  ids(): string[] {
    return [...this.#entries.keys()];
  }

  entries(): Entry[] {
    return [...this.#entries.values()];
  }
}
