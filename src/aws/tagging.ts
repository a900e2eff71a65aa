import type * as Sdk from '@aws-sdk/client-resource-groups-tagging-api';
import type { Tags } from './organizations-records.js';
import { allPages } from './pages.js';
import type { Throttle } from './throttle.js';

type Made = { client: Sdk.ResourceGroupsTaggingAPIClient; sdk: typeof Sdk };

/**
 * The tag index over everything in the organization: a hundred resources a call instead of one. It is an index, some
 * moments old, and knows only what has or once had a tag: good enough to look, never enough to act (docs/decisions/0004).
 * Answers for Organizations in us-east-1 only; elsewhere the answer is an empty list, not an error.
 */
export class TaggingPort {
  readonly #client: () => Promise<Made>;
  readonly #throttle: Throttle;
  #memo: Promise<Map<string, Tags>> | undefined;

  constructor(client: () => Promise<Made>, throttle: Throttle) {
    this.#client = client;
    this.#throttle = throttle;
  }

  forget(): void {
    this.#memo = undefined;
  }

  /** Tags by the resource's id, the last part of its ARN. */
  organizationTags(): Promise<Map<string, Tags>> {
    this.#memo ??= this.#read();
    return this.#memo;
  }

  async #read(): Promise<Map<string, Tags>> {
    const { client, sdk } = await this.#client();
    const found = await allPages('GetResources', async (token) => {
      const page = await this.#throttle.call('tagging', 'GetResources', () =>
        client.send(
          new sdk.GetResourcesCommand({
            ResourceTypeFilters: ['organizations'],
            ResourcesPerPage: 100,
            PaginationToken: token,
          }),
        ),
      );
      return { items: page.ResourceTagMappingList ?? [], next: page.PaginationToken || undefined };
    });
    return new Map(
      found.map((resource) => [
        resource.ResourceARN?.split('/').at(-1) ?? '',
        Object.fromEntries((resource.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? ''])),
      ]),
    );
  }
}
