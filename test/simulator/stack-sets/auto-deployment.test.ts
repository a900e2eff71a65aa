import { resourcesOf } from '../../../src/simulator/services/cloudformation/for-stack-sets.js';
import { deploy, HOME, instances, LAB, PAY, ROOT, type Stage, serviceManaged, stage, UNIT, US } from './support.js';

const pay = `${PAY}/${HOME}`;

function move({ organizations }: Stage, from: string, to: string, account = PAY): Promise<unknown> {
  return organizations.moveAccount({ AccountId: account, SourceParentId: from, DestinationParentId: to });
}

const topics = ({ simulator }: Stage): number => resourcesOf(simulator.world, `${PAY}`).length;

describe('an account that is moved', () => {
  test('gets what its new unit is a target of, and loses what only the old one was', async () => {
    const at = stage();
    await serviceManaged(at.cfn, 'prod');
    await deploy(at.cfn, 'prod', [UNIT.prod]);
    await serviceManaged(at.cfn, 'lab');
    await deploy(at.cfn, 'lab', [UNIT.lab], [HOME, US]);
    await move(at, UNIT.prod, UNIT.lab);
    expect(await instances(at.cfn, 'prod')).not.toHaveProperty(pay);
    expect((await instances(at.cfn, 'lab'))[pay]).toBe('CURRENT SUCCEEDED stack');
    expect(topics(at)).toBe(2);
  });

  test('between two targets of one set: a deletion, and a creation that is queued behind it', async () => {
    const at = stage({ pace: { kind: 'time', ms: 5_000 } });
    await serviceManaged(at.cfn, 'a');
    await deploy(at.cfn, 'a', [UNIT.prod, UNIT.lab]);
    at.clock.advance(5_000);
    await move(at, UNIT.prod, UNIT.lab);
    const operations = async () =>
      (await at.cfn.listStackSetOperations({ StackSetName: 'a' })).Summaries?.map(
        ({ Action, Status }) => `${Action} ${Status}`,
      );
    expect(await operations()).toEqual(['CREATE QUEUED', 'DELETE RUNNING', 'CREATE SUCCEEDED']);
    at.clock.advance(5_000);
    expect(await operations()).toEqual(['CREATE RUNNING', 'DELETE SUCCEEDED', 'CREATE SUCCEEDED']);
    at.clock.advance(5_000);
    const { Summaries } = await at.cfn.listStackInstances({ StackSetName: 'a', StackInstanceAccount: PAY });
    expect(Summaries).toMatchObject([{ OrganizationalUnitId: UNIT.lab, Status: 'CURRENT' }]);
  });

  test('stays as it is under a target above both units, and where automatic deployment is off', async () => {
    const at = stage();
    await serviceManaged(at.cfn, 'above');
    await deploy(at.cfn, 'above', [ROOT]);
    const Parameters = [{ ParameterKey: 'Name', ParameterValue: 'other' }];
    await serviceManaged(at.cfn, 'off', { AutoDeployment: { Enabled: false }, Parameters });
    await deploy(at.cfn, 'off', [UNIT.prod]);
    await move(at, UNIT.prod, UNIT.lab);
    for (const name of ['above', 'off']) {
      expect((await at.cfn.listStackSetOperations({ StackSetName: name })).Summaries).toHaveLength(1);
      expect((await instances(at.cfn, name))[pay]).toBe('CURRENT SUCCEEDED stack');
    }
  });

  test('keeps its stacks where the set says so', async () => {
    const at = stage();
    await serviceManaged(at.cfn, 'a', { AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: true } });
    await deploy(at.cfn, 'a', [UNIT.prod]);
    await move(at, UNIT.prod, UNIT.lab);
    expect(await instances(at.cfn, 'a')).not.toHaveProperty(pay);
    expect(topics(at)).toBe(1);
  });

  test('gets the values of the set, also where others are overridden and accounts were left out', async () => {
    const at = stage();
    await serviceManaged(at.cfn, 'a');
    await at.cfn.createStackInstances({
      StackSetName: 'a',
      DeploymentTargets: { OrganizationalUnitIds: [UNIT.lab], AccountFilterType: 'DIFFERENCE', Accounts: [`${PAY}`] },
      Regions: [HOME],
      ParameterOverrides: [{ ParameterKey: 'Days', ParameterValue: '1' }],
    });
    await move(at, UNIT.prod, UNIT.lab);
    expect((await instances(at.cfn, 'a'))[pay]).toBe('CURRENT SUCCEEDED stack');
    expect(resourcesOf(at.simulator.world, `${PAY}`)[0]?.properties).toEqual({ TopicName: 'alarms-30' });
  });
});

test('an account that leaves the organization loses its stacks, one that joins under a target gets them', async () => {
  const at = stage();
  await serviceManaged(at.cfn, 'a');
  await deploy(at.cfn, 'a', [ROOT]);
  await at.organizations.removeAccountFromOrganization({ AccountId: LAB });
  expect(await instances(at.cfn, 'a')).not.toHaveProperty(`${LAB}/${HOME}`);
  await at.organizations.createAccount({ AccountName: 'new', Email: 'new@example.com' });
  expect(Object.values(await instances(at.cfn, 'a')).filter((each) => each.startsWith('CURRENT'))).toHaveLength(4);
});

test('a unit whose stacks were deleted is watched no longer', async () => {
  const at = stage();
  await serviceManaged(at.cfn, 'a');
  await deploy(at.cfn, 'a', [UNIT.prod, UNIT.lab], [HOME, US]);
  const targets = async () =>
    (await at.cfn.listStackSetAutoDeploymentTargets({ StackSetName: 'a' })).Summaries?.map(
      ({ OrganizationalUnitId, Regions }) => `${OrganizationalUnitId} ${Regions}`,
    );
  const remove = (Regions: string[]) =>
    at.cfn.deleteStackInstances({
      StackSetName: 'a',
      DeploymentTargets: { OrganizationalUnitIds: [UNIT.lab] },
      Regions,
      RetainStacks: false,
    });
  await remove([US]);
  expect(await targets()).toEqual([`${UNIT.prod} ${HOME},${US}`, `${UNIT.lab} ${HOME}`]);
  await remove([HOME]);
  expect(await targets()).toEqual([`${UNIT.prod} ${HOME},${US}`]);
});

test('a set waits for the automatic operations of those that it depends on', async () => {
  const at = stage({ pace: { kind: 'time', ms: 5_000 } });
  await serviceManaged(at.cfn, 'first');
  const { StackSet } = await at.cfn.describeStackSet({ StackSetName: 'first' });
  const AutoDeployment = { Enabled: true, DependsOn: [StackSet?.StackSetARN ?? ''] };
  await serviceManaged(at.cfn, 'second', { AutoDeployment });
  for (const name of ['second', 'first']) await deploy(at.cfn, name, [UNIT.lab]);
  at.clock.advance(5_000);
  await move(at, UNIT.prod, UNIT.lab);
  const latest = async (name: string) =>
    (await at.cfn.listStackSetOperations({ StackSetName: name })).Summaries?.[0]?.Status;
  expect([await latest('first'), await latest('second')]).toEqual(['RUNNING', 'QUEUED']);
  at.clock.advance(5_000);
  expect([await latest('first'), await latest('second')]).toEqual(['SUCCEEDED', 'RUNNING']);
});
