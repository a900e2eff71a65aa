import type * as Sdk from '@aws-sdk/client-cloudformation';
import { type StackRecord, stackRecord } from './cloudformation-records.js';
import { faultOf } from './faults.js';
import { Memo } from './memo.js';
import { allPages } from './pages.js';
import type { Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface CloudFormationSdk {
  readonly client: Sdk.CloudFormationClient;
  readonly sdk: typeof Sdk;
}

/** `delegated-admin`: asked from an account that operates the organization's StackSets for the management account. */
export type CallAs = 'delegated-admin' | undefined;

/**
 * What towerctl reads of stacks in one account and Region: plain records, each asked for once until they are
 * forgotten; operations and statuses anew each time. Source: CloudFormation API reference, 2010-05-15.
 */
export class StackReads {
  readonly #client: () => Promise<CloudFormationSdk>;
  readonly #throttle: Throttle;
  readonly #place: string;
  readonly #memo = new Memo();

  /** `place` names the account and Region: AWS's rates hold for each by itself. */
  constructor(client: () => Promise<CloudFormationSdk>, throttle: Throttle, place: string) {
    this.#client = client;
    this.#throttle = throttle;
    this.#place = place;
  }

  /** Forgets what was read: the next read asks AWS again. */
  forget(): void {
    this.#memo.forget();
  }

  /** Undefined where there is none, or (asked by name) it was deleted. */
  stack(nameOrId: string): Promise<StackRecord | undefined> {
    return this.#memo.once(`DescribeStacks ${nameOrId}`, () => this.stackNow(nameOrId));
  }

  /** The same, asked anew: what a stack's creation is polled with. */
  stackNow(nameOrId: string): Promise<StackRecord | undefined> {
    return orNone(async () => {
      const answer = await this.call('DescribeStacks', ({ client, sdk }) =>
        client.send(new sdk.DescribeStacksCommand({ StackName: nameOrId })),
      );
      const found = answer.Stacks?.[0];
      return found && stackRecord(found);
    });
  }

  /** All that have not been deleted, with their tags. */
  stacks(): Promise<StackRecord[]> {
    return this.once('DescribeStacks', () =>
      allPages('DescribeStacks', async (NextToken) => {
        const page = await this.call('DescribeStacks', ({ client, sdk }) =>
          client.send(new sdk.DescribeStacksCommand({ NextToken })),
        );
        return { items: (page.Stacks ?? []).map(stackRecord), next: page.NextToken };
      }),
    );
  }

  /** As it was given. */
  stackTemplate(nameOrId: string): Promise<string> {
    return this.#memo.once(`GetTemplate ${nameOrId}`, async () => {
      const answer = await this.call('GetTemplate', ({ client, sdk }) =>
        client.send(new sdk.GetTemplateCommand({ StackName: nameOrId, TemplateStage: 'Original' })),
      );
      return answer.TemplateBody ?? '';
    });
  }

  /** Whether service-managed StackSets may be operated at all: CloudFormation's own switch, beside Organizations' list. */
  organizationsAccess(callAs?: CallAs): Promise<Sdk.OrganizationStatus> {
    return this.#memo.once(`DescribeOrganizationsAccess ${callAs ?? ''}`, async () => {
      const answer = await this.call('DescribeOrganizationsAccess', ({ client, sdk }) =>
        client.send(new sdk.DescribeOrganizationsAccessCommand({ ...as(callAs) })),
      );
      return answer.Status ?? 'DISABLED';
    });
  }

  protected once<T>(key: string, read: () => Promise<T>): Promise<T> {
    return this.#memo.once(key, read);
  }

  protected async call<T>(operation: string, send: (made: CloudFormationSdk) => Promise<T>): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('cloudformation', operation, () => send(made), { place: this.#place });
  }
}

/** The account's own namespace is meant where nothing is said. */
export function as(callAs: CallAs): { CallAs?: Sdk.CallAs } {
  return callAs === 'delegated-admin' ? { CallAs: 'DELEGATED_ADMIN' } : {};
}

export async function orNone<T>(read: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (faultOf(error).class === 'gone') return undefined;
    throw error;
  }
}
