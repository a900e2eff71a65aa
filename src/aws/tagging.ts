import type * as Sdk from '@aws-sdk/client-resource-groups-tagging-api';
import { Memo } from './memo.js';
import type { Tags } from './organizations-records.js';
import { allPages } from './pages.js';
import type { Throttle } from './throttle.js';

type Made = { client: Sdk.ResourceGroupsTaggingAPIClient; sdk: typeof Sdk };

/**
 * The tag index over everything in the organization: a hundred resources a call instead of one. It is an index, some
 * moments old, and knows only what has or once had a tag: good enough to look, never enough to act (docs/decisions/0004).
 * Answers for Organizations in us-east-1 only, for Control Tower in its home Region; elsewhere the answer is an empty list,
 * not an error.
 */
export class TaggingPort {
  readonly #client: () => Promise<Made>;
  readonly #throttle: Throttle;
  readonly #memo = new Memo();

  constructor(client: () => Promise<Made>, throttle: Throttle) {
    this.#client = client;
    this.#throttle = throttle;
  }

  forget(): void {
    this.#memo.forget();
  }

  /** Tags by the resource's id, the last part of its ARN. */
  organizationTags(): Promise<Map<string, Tags>> {
    return this.#memo.once('organizations', async () => {
      const byArn = await this.#read('organizations');
      return new Map([...byArn].map(([arn, tags]) => [arn.slice(arn.lastIndexOf('/') + 1), tags]));
    });
  }

  /** Tags of landing zone, enabled baselines and enabled controls, by ARN. */
  controlTowerTags(): Promise<Map<string, Tags>> {
    return this.#memo.once('controltower', () => this.#read('controltower'));
  }

  async #read(resourceType: string): Promise<Map<string, Tags>> {
    const { client, sdk } = await this.#client();
    const found = await allPages('GetResources', async (token) => {
      const page = await this.#throttle.call('tagging', 'GetResources', () =>
        client.send(
          new sdk.GetResourcesCommand({
            ResourceTypeFilters: [resourceType],
            ResourcesPerPage: 100,
            PaginationToken: token,
          }),
        ),
      );
      return { items: page.ResourceTagMappingList ?? [], next: page.PaginationToken || undefined };
    });
    return new Map(
      found.map((resource) => [
        resource.ResourceARN ?? '',
        Object.fromEntries((resource.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? ''])),
      ]),
    );
  }
}
