import type { Bench } from './organization.js';

/** StackSets with their instances and the management account's stacks in the Regions that tests use, a line each. */
export async function stackLines(bench: Bench): Promise<string[]> {
  const aws = bench.session().inHomeRegion('ap-northeast-1');
  const sets = await aws.cloudFormation.stackSets();
  const lines = await Promise.all(
    sets.map(async ({ name, autoDeploy }) => {
      const rows = await aws.cloudFormation.stackInstances(name);
      return [
        `set ${name} ${autoDeploy?.enabled === true ? 'deploys by itself' : ''}`,
        ...rows.map(
          ({ accountId, region, status, stackId }) =>
            `instance ${name} ${accountId} ${region} ${status} ${stackId === undefined ? 'no stack' : 'stack'}`,
        ),
      ];
    }),
  );
  const stacks = await Promise.all(
    ['ap-northeast-1', 'us-east-1'].map(async (region) =>
      (await aws.cloudFormationIn(region).stacks()).map(({ name, status }) => `stack ${name} ${region} ${status}`),
    ),
  );
  return [...lines.flat(), ...stacks.flat()].sort();
}
