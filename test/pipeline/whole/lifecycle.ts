import {
  CreateAccountCommand,
  DescribeCreateAccountStatusCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  MoveAccountCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-organizations';
import type { JsonObject } from '../../../src/model.js';
import { call, LAB, result } from '../../lifecycle/events.js';
import type { Machine } from '../machine/machine.js';
import { going, LIFECYCLE, PAYMENTS, RELEASE, runOf, somebody, stagesOf, statusOf } from './house.js';

const RUN = ['towerctl-plan SUCCEEDED', 'towerctl-apply SUCCEEDED', 'towerctl-verify SUCCEEDED'];
const CARD = [{ Key: 'data', Value: 'card' }];

interface Made {
  readonly id: string;
  /** Of its making and of its move. */
  readonly events: readonly JsonObject[];
}

/** Somebody makes an account that the manifest does not name, tags it, and moves it out of the root. */
async function accountMade(machine: Machine, name: string): Promise<Made> {
  const client = somebody(machine);
  const account = { AccountName: name, Email: `aws+${name}@example.com`, Tags: CARD };
  const begun = await client.send(new CreateAccountCommand(account));
  const CreateAccountRequestId = begun.CreateAccountStatus?.Id;
  let id = '';
  while (id === '') {
    await machine.accounts.clock.sleep(30_000);
    const { CreateAccountStatus } = await client.send(
      new DescribeCreateAccountStatusCommand({ CreateAccountRequestId }),
    );
    if (CreateAccountStatus?.State === 'SUCCEEDED') id = CreateAccountStatus.AccountId ?? '';
  }
  const [from, to] = [await parentOf(machine, id), await parentOf(machine, PAYMENTS)];
  await client.send(new MoveAccountCommand({ AccountId: id, SourceParentId: from, DestinationParentId: to }));
  const made = result('CreateAccountResult', 'createAccountStatus', { accountId: id, state: 'SUCCEEDED' });
  const moved = { accountId: id, sourceParentId: from, destinationParentId: to };
  return { id, events: [made, call('organizations', 'MoveAccount', moved)] };
}

async function parentOf(machine: Machine, ChildId: string): Promise<string> {
  const { Parents = [] } = await somebody(machine).send(new ListParentsCommand({ ChildId }));
  return Parents[0]?.Id ?? '';
}

async function isCovered(machine: Machine, TargetId: string): Promise<boolean> {
  const asked = new ListPoliciesForTargetCommand({ TargetId, Filter: 'SERVICE_CONTROL_POLICY' });
  const { Policies = [] } = await somebody(machine).send(asked);
  return Policies.some(({ Name }) => Name === 'cards');
}

/** Through rules, bus and queue into the function, in one batch. */
async function happen(machine: Machine, events: readonly JsonObject[]): Promise<void> {
  for (const event of events) await machine.bus.forwarded(event);
  expect(await machine.bus.deliver()).toBe(0);
}

export function lifecycle(): void {
  test('a new account gets what is its own while nobody looks, and nobody else gets anything', async () => {
    const machine = await going();
    // Its event is lost: it is no business of this run.
    await somebody(machine).send(new TagResourceCommand({ ResourceId: LAB, Tags: CARD }));
    const { id, events } = await accountMade(machine, 'shop');
    machine.begin();
    await happen(machine, [...events, ...events]);
    await happen(machine, events);
    const [execution, ...more] = machine.executions(LIFECYCLE);
    expect(more).toEqual([]);
    await machine.pipelines.settle();
    expect([machine.ran(), machine.writes()]).toEqual([RUN, ['organizations:AttachPolicy']]);
    expect([await isCovered(machine, id), await isCovered(machine, LAB)]).toEqual([true, false]);
    const runId = runOf(machine, execution?.id ?? '', LIFECYCLE);
    expect(statusOf(machine, execution?.id ?? '', LIFECYCLE)).toBe('Succeeded');
    expect(machine.record(runId)).toMatchObject({ source: 'lifecycle', result: 'complete', verified: 'CLEAN' });
    expect(machine.executions(RELEASE).every(({ status }) => status !== 'InProgress')).toBe(true);

    await machine.accounts.clock.sleep(3_600_000);
    await machine.bus.tick();
    await machine.bus.deliver();
    expect(machine.executions(LIFECYCLE)).toHaveLength(1);
  });

  test('a removal is handed to the release pipeline, asked about there, and then applied', async () => {
    const machine = await going();
    const { id, events } = await accountMade(machine, 'shop');
    await happen(machine, events);
    await machine.pipelines.settle();
    machine.ran();
    await somebody(machine).send(new UntagResourceCommand({ ResourceId: id, TagKeys: ['data'] }));
    machine.begin();
    await happen(machine, [call('organizations', 'UntagResource', { resourceId: id, tagKeys: ['data'] })]);
    await machine.pipelines.settle();
    expect(machine.writes()).toEqual([]);
    const [, removal] = machine.executions(LIFECYCLE);
    const release = machine.executions(RELEASE).at(-1);
    expect(release?.variables).toEqual({ EVENTS_OF: runOf(machine, removal?.id ?? '', LIFECYCLE) });
    expect(machine.asked(release?.id ?? '')?.['CustomData']).toContain('needs a person');
    await machine.answer({ by: 'bob' });
    expect(machine.writes()).toEqual(['organizations:DetachPolicy']);
    expect([statusOf(machine, release?.id ?? ''), await isCovered(machine, id)]).toEqual(['Succeeded', false]);
    expect(stagesOf(machine, release?.id ?? '')).toMatchObject({ Verify: 'succeeded' });
  });

  test('an event in the middle of a run starts another one after it', async () => {
    const machine = await going();
    const [first, second] = [await accountMade(machine, 'shop'), await accountMade(machine, 'stall')];
    let later: Promise<void> | undefined;
    machine.builds.watch = (api) => {
      if (api === 'organizations:AttachPolicy') later ??= happen(machine, second.events);
    };
    await happen(machine, first.events);
    await machine.pipelines.settle();
    await later;
    await machine.pipelines.settle();
    expect(machine.ran()).toEqual([...RUN, ...RUN]);
    expect(machine.executions(LIFECYCLE).map(({ status }) => status)).toEqual(['Succeeded', 'Succeeded']);
    expect([await isCovered(machine, first.id), await isCovered(machine, second.id)]).toEqual([true, true]);
  });

  test('a burst of 50 accounts is one run', async () => {
    const machine = await going();
    const made: Made[] = [];
    for (let index = 1; index <= 50; index += 1) made.push(await accountMade(machine, `burst-${index}`));
    machine.begin();
    for (const from of [0, 20, 35])
      await happen(
        machine,
        made.slice(from).flatMap(({ events }) => events),
      );
    await machine.pipelines.settle();
    expect([machine.executions(LIFECYCLE).length, machine.ran()]).toEqual([1, RUN]);
    expect(machine.writes()).toEqual(Array(50).fill('organizations:AttachPolicy'));
  });

  test('a run that fails is made up for by the hourly sweep, without another event', async () => {
    const machine = await going();
    const { id, events } = await accountMade(machine, 'shop');
    machine.accounts.simulator.faults.add({ operation: 'organizations:AttachPolicy', code: 'InvalidInputException' });
    await happen(machine, events);
    await machine.pipelines.settle();
    expect(machine.ran()).toEqual(['towerctl-plan SUCCEEDED', 'towerctl-apply FAILED']);
    await machine.accounts.clock.sleep(3_600_000);
    await machine.bus.tick();
    await machine.bus.deliver();
    await machine.pipelines.settle();
    expect([machine.ran(), await isCovered(machine, id)]).toEqual([RUN, true]);
  });
}
