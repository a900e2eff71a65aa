import { VirtualClock } from '../../../src/clock.js';
import type { Step, StepContext } from '../../../src/kind.js';
import { enabledControl } from '../../../src/kinds/enabled-control/kind.js';
import type { EnabledControlSpec } from '../../../src/kinds/enabled-control/spec.js';
import type { Surroundings } from '../../../src/kinds/surroundings.js';
import type { Address, Change, Progress } from '../../../src/model.js';
import { catalogRecord, enabled, type FakeOptions, fake, global, HOME, regional, targetArn } from './fake.js';

const ROOT_USER = 'AWS-GR_RESTRICT_ROOT_USER';
const address: Address = `control:${ROOT_USER}@unit:Workloads`;
const spec: EnabledControlSpec = { control: ROOT_USER, target: 'unit:Workloads' };
const record = enabled(regional(ROOT_USER), 'unit:Workloads');
const base = { address, kind: 'enabled-control', needs: [], after: [], reads: [], why: 'declared' } as const;

interface Answers extends FakeOptions {
  /** What AWS throws at a write, by operation. */
  readonly refuses?: Readonly<Record<string, { name: string; message: string }>>;
  readonly operation?: { status: string; message?: string };
}

/** A step's context whose writes are written down. */
function bench(answers: Answers = {}) {
  const { context } = fake(answers);
  const writes: unknown[] = [];
  const write =
    (name: string) =>
    async (...input: unknown[]) => {
      writes.push([name, ...input]);
      const refusal = answers.refuses?.[name];
      if (refusal) throw Object.assign(new Error(refusal.message), { name: refusal.name });
      return { operationId: 'op-1', arn: `${HOME}:enabledcontrol/NEW` };
    };
  const writing = Object.fromEntries(
    ['enableControl', 'updateEnabledControl', 'resetEnabledControl', 'disableControl', 'tag'].map((name) => [
      name,
      write(name),
    ]),
  );
  const controlTower: unknown = {
    ...context.aws.controlTower,
    ...writing,
    forget: () => {},
    controlOperation: async () => answers.operation ?? { status: 'SUCCEEDED' },
  };
  const aws: unknown = { ...context.aws, controlTower, live: { organization: context.organization } };
  const names = context.names as typeof context.names & { set(address: Address, id: string): void };
  names.set(address, record.arn);
  const step: StepContext<Surroundings> = {
    aws: aws as Surroundings,
    names,
    clock: new VirtualClock(),
    manifestName: 'test',
    clientToken: 'x',
  };
  return { step, writes };
}

/** Does every step, polled until it ends. */
async function carryOut(change: Change<EnabledControlSpec>, answers: Answers = {}) {
  const { step, writes } = bench(answers);
  const ends: Progress[] = [];
  for (const each of enabledControl.steps(change)) ends.push(await toEnd(each, step));
  return { ends, writes: writes.map((write) => (write as unknown[])[0]), inputs: writes };
}

async function toEnd(each: Step<Surroundings>, context: StepContext<Surroundings>): Promise<Progress> {
  let progress = await each.start(context);
  for (let polls = 0; progress.state === 'running' && each.poll && polls < 3; polls += 1)
    progress = await each.poll(progress.token, context);
  return progress;
}

describe('enabled', () => {
  test('with our tags, on the unit, and known by its new ARN', async () => {
    const parameters = { ExemptedPrincipalArns: ['arn:aws:iam::${account.payments.id}:role/x'] };
    const { ends, inputs } = await carryOut({ ...base, action: 'create', to: { ...spec, parameters } });
    expect(ends).toEqual([{ state: 'done', id: `${HOME}:enabledcontrol/NEW` }]);
    expect(inputs).toEqual([
      [
        'enableControl',
        {
          controlIdentifier: regional(ROOT_USER),
          targetArn: targetArn('unit:Workloads'),
          parameters: [{ key: 'ExemptedPrincipalArns', value: ['arn:aws:iam::300000000002:role/x'] }],
          tags: { 'towerctl:manifest': 'test', 'towerctl:key': ROOT_USER },
        },
      ],
    ]);
  });

  test('an alias goes by the identifier of the catalog', async () => {
    const id = 'abcdefghijklmnopqrstuvwx1';
    const to: EnabledControlSpec = { control: 'CT.NEW.PR.1', target: 'unit:Workloads' };
    const { inputs } = await carryOut(
      { ...base, action: 'create', to },
      { catalog: [catalogRecord(id, ['CT.NEW.PR.1'])] },
    );
    expect(inputs).toEqual([['enableControl', expect.objectContaining({ controlIdentifier: global(id) })]]);
    await expect(carryOut({ ...base, action: 'create', to })).rejects.toThrow('there is no control "CT.NEW.PR.1"');
  });

  test('a failed operation is told with the reason that AWS gives', async () => {
    const operation = { status: 'FAILED', message: 'no permission' };
    const { ends } = await carryOut({ ...base, action: 'create', to: spec }, { operation });
    expect(ends).toEqual([{ state: 'failed', problem: 'no permission' }]);
  });

  test('an answer that was lost: ours is done, a stranger’s is not taken over', async () => {
    const message = `Control '${regional(ROOT_USER)}' is already enabled on organizational unit`;
    const refuses = { enableControl: { name: 'ValidationException', message } };
    const change: Change<EnabledControlSpec> = { ...base, action: 'create', to: spec };
    // Enabled in the other form: still the same control.
    const other = enabled(global('5kvme4m5d2b4d7if2fs5yg2ui'), 'unit:Workloads');
    expect((await carryOut(change, { refuses, records: [other] })).ends).toEqual([{ state: 'done', id: other.arn }]);
    const strange = await carryOut(change, { refuses, records: [other], tags: { [other.arn]: {} } });
    expect(strange.ends).toEqual([
      expect.objectContaining({ state: 'failed', problem: expect.stringContaining('somebody else') }),
    ]);
    expect((await carryOut(change, { refuses })).ends).toEqual([expect.objectContaining({ state: 'running' })]);
  });
});

describe('changed and taken away', () => {
  test('parameters are replaced whole; being so already is success', async () => {
    const to = { ...spec, parameters: { ExemptAssumeRoot: true } };
    const change: Change<EnabledControlSpec> = { ...base, action: 'update', from: spec, to, fields: [] };
    const { inputs } = await carryOut(change);
    expect(inputs).toEqual([['updateEnabledControl', record.arn, [{ key: 'ExemptAssumeRoot', value: true }]]]);
    const refuses = { updateEnabledControl: { name: 'ValidationException', message: 'no change' } };
    const parameters = { [record.arn]: [{ key: 'ExemptAssumeRoot', value: true }] };
    expect((await carryOut(change, { refuses, records: [record], parameters })).ends).toEqual([{ state: 'done' }]);
    await expect(carryOut(change, { refuses, records: [record] })).rejects.toThrow('no change');
  });

  test('disabled by its own ARN; being gone already is success', async () => {
    const change: Change<EnabledControlSpec> = { ...base, action: 'remove', from: spec };
    expect((await carryOut(change)).inputs).toEqual([['disableControl', record.arn]]);
    const refuses = { disableControl: { name: 'ResourceNotFoundException', message: 'gone' } };
    expect((await carryOut(change, { refuses })).ends).toEqual([{ state: 'done' }]);
  });

  test('adopted by tags, and updated where parameters differ', async () => {
    const to = { ...spec, parameters: { ExemptAssumeRoot: true } };
    expect((await carryOut({ ...base, action: 'adopt', from: to, to, fields: [] })).writes).toEqual(['tag']);
    expect((await carryOut({ ...base, action: 'adopt', from: spec, to, fields: [] })).writes).toEqual([
      'tag',
      'updateEnabledControl',
    ]);
  });
});

describe('repaired', () => {
  const repair = (why: 'failed' | 'drift', to: EnabledControlSpec, from = to): Change<EnabledControlSpec> => ({
    ...base,
    why,
    action: 'repair',
    from,
    to,
  });
  const detective: EnabledControlSpec = { control: 'SH.S3.1', target: 'unit:Workloads' };

  test('what failed is made anew, or takes its parameters again', async () => {
    expect((await carryOut(repair('failed', spec))).writes).toEqual(['disableControl', 'enableControl']);
    const to = { ...spec, parameters: { ExemptAssumeRoot: true } };
    expect((await carryOut(repair('failed', to))).writes).toEqual(['updateEnabledControl', 'tag']);
  });
  test('what drifted is reset, and made anew where AWS does not reset', async () => {
    expect((await carryOut(repair('drift', detective))).writes).toEqual(['resetEnabledControl', 'tag']);
    const change = repair('drift', { ...spec, onDrift: 'replace' });
    expect((await carryOut(change)).writes).toEqual(['disableControl', 'enableControl']);
    expect(enabledControl.describe?.(change)).toEqual(['disabled and enabled again: not in force for a moment']);
  });
  test('what is running is waited for, also where AWS does not say which operation it is', async () => {
    const change: Change<EnabledControlSpec> = { ...base, action: 'wait', to: spec };
    expect((await carryOut({ ...change, token: 'op-9' })).ends).toEqual([{ state: 'done' }]);
    const busy = { records: [{ ...record, status: 'UNDER_CHANGE' as const }] };
    expect((await carryOut(change, busy)).ends).toEqual([expect.objectContaining({ state: 'running' })]);
    expect((await carryOut(change, { records: [record] })).ends).toEqual([{ state: 'done' }]);
  });
});

test('ten at a time, after the unit and whatever registers it; tags alone take no place', () => {
  expect(enabledControl.needs(spec)).toEqual([
    'unit:Workloads',
    'baseline:AWSControlTowerBaseline@unit:Workloads',
    'baseline:ConfigBaseline@unit:Workloads',
  ]);
  expect(enabledControl.lanes({ ...base, action: 'create', to: spec })).toEqual([
    { lane: 'control-tower-controls', limit: 10 },
  ]);
  expect(enabledControl.lanes({ ...base, action: 'adopt', from: spec, to: spec, fields: [] })).toEqual([]);
});
