import type { Finding, Guard, GuardInput } from './guard.js';
import { count } from './picture.js';
import { baselinesOf, ownBaselines } from './stack-baselines.js';

/** CloudFormation quotas (user guide, November 2026): StackSets of an administrator account, instances of a StackSet. */
const STACK_SETS = 1_000;
const INSTANCES = 100_000;

/** Sets of everybody count, where all were listed; else those that towerctl knows. */
function numbers(input: GuardInput): readonly [number, number] {
  const [known, then] = [baselinesOf(input.before).length, baselinesOf(input.after).length];
  const there = Math.max(known, input.counts?.['stack-sets'] ?? 0);
  return [there, there + then - known];
}

export const stackSetQuota: Guard = {
  code: 'stack-set-quota',
  title: 'More StackSets, or more instances of one, than CloudFormation allows',
  reason:
    'An administrator account holds 1,000 StackSets and a StackSet 100,000 instances (accounts times Regions). What is over the limit is refused in the middle of the work. Source: [CloudFormation quotas](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html).',
  allowance:
    'An allowance lets the plan try, for the day on which AWS has raised the quota. Better: write the granted number of StackSets under `guards.quotas.stackSets.perOrganization`.',
  *check(input): Iterable<Finding> {
    for (const { address, spec } of ownBaselines(input)) {
      const instances = Object.values(spec.instances).reduce((sum, regions) => sum + regions.length, 0);
      if (instances <= INSTANCES) continue;
      yield {
        address,
        message: `${spec.stackSet} would have ${count(instances)} instances in ${count(Object.keys(spec.instances).length)} accounts, ${count(instances - INSTANCES)} more than the ${count(INSTANCES)} that CloudFormation allows`,
        hint: 'Divide the targets between two baselines, or leave Regions out.',
      };
    }
    const [before, after] = numbers(input);
    const limit = input.settings.quotas['stackSets']?.perOrganization ?? STACK_SETS;
    if (after <= limit || after <= before) return;
    yield {
      address: 'stack-baseline:*',
      message: `there would be ${count(after)} StackSets, ${count(after - limit)} more than the ${count(limit)} that CloudFormation allows`,
      hint: 'Join baselines that go to the same accounts, or have the quota raised and write the granted number: guards: { quotas: { stackSets: { perOrganization: N } } }.',
    };
  },
};
