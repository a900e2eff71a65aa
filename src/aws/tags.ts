import { faultOf } from './faults.js';
import type { Tags } from './organizations-records.js';

/** Whose tags can be asked for one by one, by id or ARN. */
export interface TagSource {
  tagsOf(id: string): Promise<Tags>;
}

/**
 * Tags of units, accounts and policies, or of what Control Tower has enabled, read the cheaper way: through the tag index where it answers, else one call a
 * resource. The index is empty both when nothing has a tag and when it is asked in the wrong place, so an empty
 * answer is not believed.
 */
export class TagReader {
  readonly #source: TagSource;
  readonly #readIndex: () => Promise<ReadonlyMap<string, Tags>>;
  readonly #confirmed = new Map<string, Tags>();

  /** `index` knows resources by the same ids as `source`. */
  constructor(source: TagSource, index: () => Promise<ReadonlyMap<string, Tags>>) {
    this.#source = source;
    this.#readIndex = index;
  }

  forget(): void {
    this.#confirmed.clear();
  }

  /** True when reading everything's tags costs nothing more. */
  async bulk(): Promise<boolean> {
    return (await this.#index()) !== undefined;
  }

  /** What the index knows: a hint alone, empty where it does not answer. */
  async all(): Promise<ReadonlyMap<string, Tags>> {
    return (await this.#index()) ?? new Map();
  }

  async of(id: string): Promise<Tags> {
    const known = this.#confirmed.get(id);
    if (known) return known;
    const index = await this.#index();
    return index ? (index.get(id) ?? {}) : this.#source.tagsOf(id);
  }

  /** From the resource itself. */
  async confirm(id: string): Promise<Tags> {
    const tags = await this.#source.tagsOf(id);
    this.#confirmed.set(id, tags);
    return tags;
  }

  async #index(): Promise<ReadonlyMap<string, Tags> | undefined> {
    try {
      const index = await this.#readIndex();
      return index.size > 0 ? index : undefined;
    } catch (error) {
      // Not allowed or not there (another emulator): the long way round needs no further permission.
      if (['throttle', 'retry'].includes(faultOf(error).class)) throw error;
      return undefined;
    }
  }
}
