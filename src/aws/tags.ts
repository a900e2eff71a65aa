import { faultOf } from './faults.js';
import type { OrganizationsPort } from './organizations.js';
import type { Tags } from './organizations-records.js';
import type { TaggingPort } from './tagging.js';

/**
 * Tags of units, accounts and policies, read the cheaper way: through the tag index where it answers, else one call a
 * resource. The index is empty both when nothing has a tag and when it is asked in the wrong place, so an empty
 * answer is not believed.
 */
export class TagReader {
  readonly #organizations: OrganizationsPort;
  readonly #tagging: TaggingPort;
  readonly #confirmed = new Map<string, Tags>();

  constructor(organizations: OrganizationsPort, tagging: TaggingPort) {
    this.#organizations = organizations;
    this.#tagging = tagging;
  }

  forget(): void {
    this.#confirmed.clear();
  }

  /** True when reading everything's tags costs nothing more. */
  async bulk(): Promise<boolean> {
    return (await this.#index()) !== undefined;
  }

  async of(id: string): Promise<Tags> {
    const known = this.#confirmed.get(id);
    if (known) return known;
    const index = await this.#index();
    return index ? (index.get(id) ?? {}) : this.#organizations.tagsOf(id);
  }

  /** From the resource itself. */
  async confirm(id: string): Promise<Tags> {
    const tags = await this.#organizations.tagsOf(id);
    this.#confirmed.set(id, tags);
    return tags;
  }

  async #index(): Promise<ReadonlyMap<string, Tags> | undefined> {
    try {
      const index = await this.#tagging.organizationTags();
      return index.size > 0 ? index : undefined;
    } catch (error) {
      // Not allowed or not there (another emulator): the long way round needs no further permission.
      if (['throttle', 'retry'].includes(faultOf(error).class)) throw error;
      return undefined;
    }
  }
}
