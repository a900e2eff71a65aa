import {
  ListPoliciesCommand,
  type OrganizationsClient,
  TagResourceCommand,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import type { Machine } from '../machine/machine.js';
import { going, MORE, manifest, merged, PAYMENTS, somebody } from './house.js';

const LOOKED = ['towerctl-drift SUCCEEDED', 'towerctl-heal SUCCEEDED'];

/** What the schedule starts, and what follows from it. @returns what people were told meanwhile. */
async function day(machine: Machine): Promise<string[]> {
  const before = machine.notices().length;
  await machine.accounts.clock.sleep(24 * 3_600_000);
  await machine.schedules();
  expect(machine.ran()).toEqual(LOOKED);
  return machine.notices().slice(before);
}

async function changePolicy(client: OrganizationsClient, name: string): Promise<void> {
  const { Policies = [] } = await client.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }));
  const PolicyId = Policies.find(({ Name }) => Name === name)?.Id;
  const Statement = [{ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }];
  await client.send(
    new UpdatePolicyCommand({ PolicyId, Content: JSON.stringify({ Version: '2012-10-17', Statement }) }),
  );
}

export function drift(): void {
  test('drift is told once, and mended where the manifest names the kind', async () => {
    const machine = await going();
    const client = somebody(machine);
    // What nobody has declared is told when it is first seen.
    expect(await day(machine)).toEqual([expect.stringContaining('8 undeclared')]);
    expect(await day(machine)).toEqual([]);

    await client.send(new TagResourceCommand({ ResourceId: PAYMENTS, Tags: [{ Key: 'owner', Value: 'mallory' }] }));
    machine.begin();
    expect(await day(machine)).toEqual([
      expect.stringMatching(/1 ours, 8 undeclared[\s\S]*account:payments .*\(new\)/),
    ]);
    expect(await day(machine)).toEqual([]);
    expect(machine.writes()).toEqual([]);

    await changePolicy(client, 'leave');
    machine.begin();
    const [drifted, healed, ...more] = await day(machine);
    expect([drifted, healed]).toEqual([expect.stringContaining('2 ours'), expect.stringContaining('healed 1 thing')]);
    expect([more, machine.writes()]).toEqual([[], ['organizations:UpdatePolicy']]);
    // It is another set again; then it is silent.
    expect(await day(machine)).toEqual([expect.stringContaining('1 ours')]);
    expect(await day(machine)).toEqual([]);
  });

  test('what is merged and not approved is neither drift nor mended', async () => {
    const machine = await going();
    await day(machine);
    await merged(machine, manifest({ owner: 'cards', more: MORE }));
    machine.ran();
    expect([await day(machine), machine.writes()]).toEqual([[], []]);
  });
}
