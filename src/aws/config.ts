import type * as Sdk from '@aws-sdk/client-config-service';
import { ConfigDeployments } from './config-deployments.js';
import {
  type AggregatorInput,
  type AggregatorRecord,
  type AggregatorSourceRecord,
  aggregatorRecord,
  type RecorderRecord,
  sourceRecord,
} from './config-records.js';
import { aggregatorRequest, tagList } from './config-requests.js';
import { unlessGone } from './faults.js';
import type { Tags } from './organizations-records.js';

export type { ConfigSdk } from './config-deployments.js';

const Limit = 100;

/** AWS Config in one account and Region. Source: AWS Config API reference, 2014-11-12. */
export class ConfigPort extends ConfigDeployments {
  aggregators(): Promise<AggregatorRecord[]> {
    return this.list('DescribeConfigurationAggregators', async ({ client, sdk }, NextToken) => {
      const page = await client.send(new sdk.DescribeConfigurationAggregatorsCommand({ Limit, NextToken }));
      return { items: (page.ConfigurationAggregators ?? []).map(aggregatorRecord), next: page.NextToken };
    });
  }

  /**
   * The organization and the accounts that it gathers from, Region by Region, and how the last update of each went: those
   * of some statuses, or all, which are as many as accounts times Regions.
   */
  aggregatorSources(
    name: string,
    statuses: readonly Sdk.AggregatedSourceStatusType[] = [],
  ): Promise<AggregatorSourceRecord[]> {
    const api = 'DescribeConfigurationAggregatorSourcesStatus';
    const UpdateStatus = statuses.length > 0 ? [...statuses] : undefined;
    return this.list(
      api,
      async ({ client, sdk }, NextToken) => {
        const command = { ConfigurationAggregatorName: name, UpdateStatus, Limit, NextToken };
        const page = await client.send(new sdk.DescribeConfigurationAggregatorSourcesStatusCommand(command));
        return { items: (page.AggregatedSourceStatusList ?? []).map(sourceRecord), next: page.NextToken };
      },
      [api, name, ...statuses].join(' '),
    );
  }

  /** Creates it or changes it; answers its ARN. */
  async putAggregator(input: AggregatorInput): Promise<string> {
    const answer = await this.call('PutConfigurationAggregator', ({ client, sdk }) =>
      client.send(new sdk.PutConfigurationAggregatorCommand(aggregatorRequest(input))),
    );
    return answer.ConfigurationAggregator?.ConfigurationAggregatorArn ?? '';
  }

  async deleteAggregator(name: string): Promise<void> {
    await this.call('DeleteConfigurationAggregator', ({ client, sdk }) =>
      client.send(new sdk.DeleteConfigurationAggregatorCommand({ ConfigurationAggregatorName: name })),
    );
  }

  async tagsOf(arn: string): Promise<Tags> {
    const read = await this.list(
      'ListTagsForResource',
      async ({ client, sdk }, NextToken) => {
        const page = await client.send(new sdk.ListTagsForResourceCommand({ ResourceArn: arn, Limit, NextToken }));
        return { items: page.Tags ?? [], next: page.NextToken };
      },
      `ListTagsForResource ${arn}`,
    );
    return Object.fromEntries(read.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
  }

  async tag(arn: string, tags: Tags): Promise<void> {
    await this.call('TagResource', ({ client, sdk }) =>
      client.send(new sdk.TagResourceCommand({ ResourceArn: arn, Tags: tagList(tags) })),
    );
  }

  async untag(arn: string, keys: readonly string[]): Promise<void> {
    await this.call('UntagResource', ({ client, sdk }) =>
      client.send(new sdk.UntagResourceCommand({ ResourceArn: arn, TagKeys: [...keys] })),
    );
  }

  /** The one that the account's owner runs, and whether it records: that there is one does not mean that it does. */
  recorder(): Promise<RecorderRecord | undefined> {
    return this.once('DescribeConfigurationRecorders', async () => {
      const described = await this.call('DescribeConfigurationRecorders', ({ client, sdk }) =>
        client.send(new sdk.DescribeConfigurationRecordersCommand({})),
      );
      const recorders = described.ConfigurationRecorders ?? [];
      // Service-linked recorders stand beside it, and no rule is evaluated with them.
      const name = recorders.find(({ servicePrincipal }) => servicePrincipal === undefined)?.name;
      if (name === undefined) return undefined;
      const answer = await unlessGone(() =>
        this.call('DescribeConfigurationRecorderStatus', ({ client, sdk }) =>
          client.send(new sdk.DescribeConfigurationRecorderStatusCommand({ ConfigurationRecorderNames: [name] })),
        ),
      );
      const status = answer?.ConfigurationRecordersStatus?.[0];
      return {
        name,
        recording: status?.recording === true,
        ...(status?.lastStatus !== undefined && { lastStatus: status.lastStatus }),
        ...(status?.lastErrorCode !== undefined && { lastErrorCode: status.lastErrorCode }),
      };
    });
  }
}
