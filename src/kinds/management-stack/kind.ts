import type { Kind, Names } from '../../kind.js';
import type { Change } from '../../model.js';
import { canonicalManagementStack, canonicalTemplate } from '../stack-baseline/canonical.js';
import { sayMissingBucket } from '../stack-baseline/large-templates.js';
import { managementStacks } from '../stack-baseline/management.js';
import { stackBaselines } from '../stack-baseline/section.js';
import type { ManagementStackSpec } from '../stack-baseline/spec.js';
import { filledIn } from '../stack-baseline/template/filled-in.js';
import { iamChanges } from '../stack-baseline/template/iam.js';
import { READ_THE_ORGANIZATION, type Surroundings } from '../surroundings.js';
import { live } from './live.js';
import { steps } from './steps.js';

export const managementStack: Kind<ManagementStackSpec, Surroundings> = {
  name: 'management-stack',
  prefix: 'management-stack',
  title: 'stack of the management account',
  about: `The management account's own stack of a baseline, in one Region: \`management: true\` of an entry in \`stackBaselines\`. Service-managed StackSets never deploy there, so the same template is laid beside the set as a plain stack of the same name, with the same parameters and Regions.

**Created** with the ownership tags, **updated** where template, parameters, tags or capabilities differ ("No updates are to be performed" counts as done), **removed** when it is no longer declared, with its resources; with \`retain: true\` they stay: the stack is first told to keep them (DeletionPolicy), then deleted. A creation that failed leaves a stack that can only be deleted (ROLLBACK_COMPLETE): it is deleted and created again. What CloudFormation is at is waited for. **Adopted** with \`adopt: true\` and nothing less; no tag is added by that. NoEcho parameters are never read: an update keeps them.

One DescribeStacks a Region tells what is there: in the Regions where baselines are declared, and the home Region. What is not declared any more is found by its ownership tag and a name that begins with \`towerctl-\`.

Sources: [service-managed StackSets leave the management account out](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html), [UpdateStack](https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html), [stack status codes](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html).`,
  sections: [],
  readsSections: [stackBaselines.key],
  undeclared: 'remove',
  ownable: true,
  desired: managementStacks,
  needs: () => [],
  live,
  // biome-ignore lint/correctness/useYield: it says what is missing, and sees nothing anew
  async *confirm(context, changes) {
    await sayMissingBucket(context, changes);
  },
  narrow: (found, wanted) => ({
    stack: found.stack,
    region: found.region,
    ...(found.account && { account: found.account }),
    template: found.template,
    parameters: found.parameters,
    capabilities: wanted.capabilities.every((one) => found.capabilities.includes(one))
      ? wanted.capabilities
      : found.capabilities,
    ...(wanted.tags && { tags: chosen(found.tags ?? {}, Object.keys(wanted.tags)) }),
    ...(found.retain === true && { retain: true }),
  }),
  canonical: canonicalManagementStack,
  mustReplace: (from, to) => from.stack !== to.stack,
  steps,
  // Ten at a time: each takes minutes, and is in flight when somebody interrupts.
  lanes: () => [{ lane: 'management-stacks', limit: 10 }],
  shows: async (change, { aws }) => {
    if (change.action === 'remove') {
      const { stack, region } = change.from;
      return !(await aws.cloudFormationIn(region).stacks()).some(({ name }) => name === stack);
    }
    if (!('to' in change)) return true;
    return (await aws.cloudFormationIn(change.to.region).stacks()).some(({ name }) => name === change.to.stack);
  },
  describe,
  targets: ({ account }) => [account ?? 'root'],
  actions: {
    read: [
      ...READ_THE_ORGANIZATION,
      'cloudformation:DescribeStacks',
      'cloudformation:GetTemplate',
      // The bucket of templates that are too large to be sent inline.
      's3:ListBucket',
      'ssm:GetParameters',
      'sts:AssumeRole',
      'cloudformation:DescribeStackInstance',
    ],
    write: [
      'cloudformation:CreateStack',
      'cloudformation:UpdateStack',
      'cloudformation:DeleteStack',
      'cloudformation:TagResource',
      's3:PutObject',
      's3:GetObject',
    ],
  },
};

function chosen(tags: Readonly<Record<string, string>>, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.flatMap((key) => (tags[key] === undefined ? [] : [[key, tags[key]]])));
}

function describe(change: Change<ManagementStackSpec>, names?: Pick<Names, 'symbolic'>): string[] {
  if (change.action === 'remove') {
    return [change.from.retain === true ? 'its resources stay' : 'its resources in the management account go with it'];
  }
  if (change.action !== 'create' && change.action !== 'update') return [];
  const read = ({ template, parameters }: ManagementStackSpec) =>
    filledIn(canonicalTemplate(template, names), parameters);
  const lines = iamChanges(change.action === 'update' ? read(change.from) : undefined, read(change.to), '${org.id}');
  const head =
    change.action === 'create' ? [`stack ${change.to.stack} in the management account, which no StackSet reaches`] : [];
  return [...head, ...(lines.length > 0 ? ['IAM in the management account:', ...lines] : [])];
}
