import type * as Sdk from '@aws-sdk/client-cloudformation';
import {
  type AutoDeploymentTargetRecord,
  type DriftDetailsRecord,
  driftDetailsRecord,
  type OperationResultRecord,
  operationRecord,
  operationResultRecord,
  type StackInstanceDetailRecord,
  type StackInstanceRecord,
  type StackSetOperationRecord,
  type StackSetRecord,
  type StackSetSummaryRecord,
  stackInstanceDetailRecord,
  stackInstanceRecord,
  stackSetRecord,
  stackSetSummaryRecord,
} from './cloudformation-records.js';
import { as, type CallAs, orNone, StackReads } from './cloudformation-stacks.js';
import { allPages } from './pages.js';

/** The largest page of every StackSet list. */
const PAGE = 100;

/** What towerctl reads of StackSets beside stacks. Source: CloudFormation API reference, 2010-05-15. */
export class CloudFormationReads extends StackReads {
  /** The StackSets that have not been deleted. */
  stackSets(callAs?: CallAs): Promise<StackSetSummaryRecord[]> {
    return this.once(`ListStackSets ${callAs ?? ''}`, () =>
      allPages('ListStackSets', async (NextToken) => {
        const page = await this.call('ListStackSets', ({ client, sdk }) =>
          client.send(new sdk.ListStackSetsCommand({ Status: 'ACTIVE', NextToken, MaxResults: PAGE, ...as(callAs) })),
        );
        return { items: (page.Summaries ?? []).map(stackSetSummaryRecord), next: page.NextToken };
      }),
    );
  }

  /** Undefined where there is none of that name, or only a deleted one. */
  stackSet(name: string, callAs?: CallAs): Promise<StackSetRecord | undefined> {
    return this.once(`DescribeStackSet ${name} ${callAs ?? ''}`, () =>
      orNone(async () => {
        const answer = await this.call('DescribeStackSet', ({ client, sdk }) =>
          client.send(new sdk.DescribeStackSetCommand({ StackSetName: name, ...as(callAs) })),
        );
        const found = answer.StackSet;
        return found && found.Status !== 'DELETED' ? stackSetRecord(found) : undefined;
      }),
    );
  }

  /**
   * Those whose creation failed have no stack; an instance of a suspended account stays until it is removed. Asked anew
   * each time: a large organization has hundreds of thousands, too many to keep. `only`: those in one account, or those that
   * have a detailed status.
   */
  stackInstances(
    name: string,
    callAs?: CallAs,
    only: { readonly accountId?: string; readonly detailedStatus?: Sdk.StackInstanceDetailedStatus } = {},
  ): Promise<StackInstanceRecord[]> {
    const { accountId, detailedStatus } = only;
    const chosen: Pick<Sdk.ListStackInstancesCommandInput, 'Filters' | 'StackInstanceAccount'> = {
      ...(detailedStatus !== undefined && { Filters: [{ Name: 'DETAILED_STATUS', Values: detailedStatus }] }),
      ...(accountId !== undefined && { StackInstanceAccount: accountId }),
    };
    return allPages('ListStackInstances', async (NextToken) => {
      const page = await this.call('ListStackInstances', ({ client, sdk }) =>
        client.send(
          new sdk.ListStackInstancesCommand({
            StackSetName: name,
            NextToken,
            MaxResults: PAGE,
            ...chosen,
            ...as(callAs),
          }),
        ),
      );
      return { items: (page.Summaries ?? []).map(stackInstanceRecord), next: page.NextToken };
    });
  }

  /** Those in some accounts: a call for each. */
  async stackInstancesIn(name: string, accountIds: readonly string[], callAs?: CallAs): Promise<StackInstanceRecord[]> {
    const lists = accountIds.map((accountId) => this.stackInstances(name, callAs, { accountId }));
    return (await Promise.all(lists)).flat();
  }

  /** What the list does not show: values of its own. */
  stackInstance(
    name: string,
    accountId: string,
    region: string,
    callAs?: CallAs,
  ): Promise<StackInstanceDetailRecord | undefined> {
    return this.once(`DescribeStackInstance ${name} ${accountId} ${region} ${callAs ?? ''}`, () =>
      orNone(async () => {
        const answer = await this.call('DescribeStackInstance', ({ client, sdk }) =>
          client.send(
            new sdk.DescribeStackInstanceCommand({
              StackSetName: name,
              StackInstanceAccount: accountId,
              StackInstanceRegion: region,
              ...as(callAs),
            }),
          ),
        );
        return answer.StackInstance && stackInstanceDetailRecord(answer.StackInstance);
      }),
    );
  }

  /** The units and Regions that automatic deployment watches. */
  autoDeploymentTargets(name: string, callAs?: CallAs): Promise<AutoDeploymentTargetRecord[]> {
    return this.once(`ListStackSetAutoDeploymentTargets ${name} ${callAs ?? ''}`, () =>
      allPages('ListStackSetAutoDeploymentTargets', async (NextToken) => {
        const page = await this.call('ListStackSetAutoDeploymentTargets', ({ client, sdk }) =>
          client.send(
            new sdk.ListStackSetAutoDeploymentTargetsCommand({
              StackSetName: name,
              NextToken,
              MaxResults: PAGE,
              ...as(callAs),
            }),
          ),
        );
        const items = (page.Summaries ?? []).map(({ OrganizationalUnitId, Regions }) => ({
          unitId: OrganizationalUnitId ?? '',
          regions: Regions ?? [],
        }));
        return { items, next: page.NextToken };
      }),
    );
  }

  /** Asked anew each time; strongly consistent. */
  async operation(name: string, id: string, callAs?: CallAs): Promise<StackSetOperationRecord> {
    return operationRecord(await this.#operation(name, id, callAs));
  }

  /** What a drift detection has found so far. Asked anew each time. */
  async driftDetection(name: string, id: string, callAs?: CallAs): Promise<DriftDetailsRecord | undefined> {
    const found = (await this.#operation(name, id, callAs)).StackSetDriftDetectionDetails;
    return found && driftDetailsRecord(found);
  }

  async #operation(name: string, id: string, callAs: CallAs): Promise<Sdk.StackSetOperation> {
    const answer = await this.call('DescribeStackSetOperation', ({ client, sdk }) =>
      client.send(new sdk.DescribeStackSetOperationCommand({ StackSetName: name, OperationId: id, ...as(callAs) })),
    );
    return answer.StackSetOperation ?? {};
  }

  /** Operations that have not ended, oldest first, whoever began them. Asked anew each time. */
  async runningOperations(name: string, callAs?: CallAs): Promise<{ id: string; status: string; action: string }[]> {
    const answer = await this.call('ListStackSetOperations', ({ client, sdk }) =>
      client.send(new sdk.ListStackSetOperationsCommand({ StackSetName: name, MaxResults: PAGE, ...as(callAs) })),
    );
    const unfinished = (answer.Summaries ?? []).filter(({ Status }) => !ENDED.has(Status ?? ''));
    return unfinished
      .map(({ OperationId, Status, Action }) => ({ id: OperationId ?? '', status: Status ?? '', action: Action ?? '' }))
      .reverse();
  }

  /** One row for every account and Region of the operation; may lag behind it. Asked anew each time. */
  operationResults(name: string, id: string, callAs?: CallAs): Promise<OperationResultRecord[]> {
    return allPages('ListStackSetOperationResults', async (NextToken) => {
      const page = await this.call('ListStackSetOperationResults', ({ client, sdk }) =>
        client.send(
          new sdk.ListStackSetOperationResultsCommand({
            StackSetName: name,
            OperationId: id,
            NextToken,
            MaxResults: PAGE,
            ...as(callAs),
          }),
        ),
      );
      return { items: (page.Summaries ?? []).map(operationResultRecord), next: page.NextToken };
    });
  }
}

const ENDED: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', 'STOPPED']);
