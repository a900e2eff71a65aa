import type { OrganizationsPort } from '../../src/aws/organizations.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import type { Address, Change } from '../../src/model.js';
import { notHealed } from '../../src/plan/heal.js';
import { newRunId } from '../../src/runs/run-id.js';
import { organizationOf, policiesOn, unitNamed } from '../../src/simulator/services/organizations/for-services.js';
import { driftStage } from '../../src/stages/drift.js';
import { healStage } from '../../src/stages/heal.js';
import { noteLatestApply, noteVerified } from '../../src/stages/latest-apply.js';
import { actions, manifestOf } from '../support/organization.js';
import { ApplyHouse, PLACE } from './apply-house.js';

const DENY =
  '{ Version: "2012-10-17", Statement: [{ Effect: Deny, Action: "organizations:LeaveOrganization", Resource: "*" }] }';
const MANIFEST = `organizationalUnits: { A: { tags: { owner: anna } }, B: {} }
policyTypes: { scp: on }
policies: { no-leave: { type: scp, description: x, targets: [A], document: ${DENY} } }
`;
const POLICY = 'policy:scp/no-leave';

interface Settled {
  readonly house: ApplyHouse;
  readonly manifest: Manifest;
  /** What somebody else does by hand. */
  readonly hand: OrganizationsPort;
  readonly root: string;
  readonly unitA: string;
  readonly unitB: string;
  readonly policy: string;
}

async function settled(): Promise<Settled> {
  const house = await ApplyHouse.open({});
  const manifest = await manifestOf(MANIFEST);
  await house.bench.converge(manifest);
  const { world } = house.bench.simulator;
  const root = organizationOf(world)?.rootId ?? '';
  const [unitA = '', unitB = ''] = ['A', 'B'].map((name) => unitNamed(world, root, name));
  const policy = policiesOn(world, 'SERVICE_CONTROL_POLICY', unitA).find(({ name }) => name === 'no-leave')?.id ?? '';
  return { house, manifest, hand: house.bench.session().organizations, root, unitA, unitB, policy };
}

/** The next day. */
async function drift({ house, manifest }: Settled) {
  await house.bench.clock.sleep(86_400_000);
  const id = newRunId(house.bench.clock.now(), 'drift');
  const { isChanged, count } = await driftStage({ ...house.stage(id), manifest });
  const day = new Date(house.bench.clock.now()).toISOString().slice(0, 10);
  return { isChanged, count, report: house.text(`drift/${day}/${id}.md`), json: house.text(`drift/${day}/${id}.json`) };
}

const heal = ({ house, manifest }: Settled, ...kinds: string[]) =>
  healStage({ ...house.stage(newRunId(house.bench.clock.now(), 'drift')), manifest, kinds });

const latest = (house: ApplyHouse) => JSON.parse(house.text('drift/latest.json') ?? '{}');
const left = async ({ house, manifest }: Settled) => actions((await house.bench.plan(manifest)).plan);

describe('drift', () => {
  test('is told once: when it comes, when it changes, and when it is gone', async () => {
    const there = await settled();
    const { house, hand, unitA, root } = there;
    const writes = house.writes();
    // What nobody declared was there before: that is told once too.
    expect(await drift(there)).toMatchObject({ isChanged: true, count: 0 });
    expect(await drift(there)).toMatchObject({ isChanged: false, count: 0 });
    expect(house.writes()).toBe(writes);
    const { undeclared } = latest(house).counts;
    expect(latest(house)).toMatchObject({ format: 1, counts: { undeclared }, isTold: true });
    await hand.tag(unitA, { owner: 'eve@example.com' });
    const first = await drift(there);
    expect(first).toMatchObject({ isChanged: true, count: 1 });
    expect(first.report).toContain('unit:A');
    expect(JSON.parse(first.json ?? '')).toMatchObject({ drift: true, items: [{ address: 'unit:A' }, {}, {}] });
    const [, { subject, message } = { subject: '', message: '' }, ...more] = house.notices();
    expect(more).toEqual([]);
    expect(subject).toBe(`towerctl drift in test: 1 ours, ${undeclared} undeclared`);
    expect(message).toContain('  unit:A has another tag owner: "***@***"');
    expect(message).toMatch(/https:\/\/ap-northeast-1\.console\.aws\.amazon\.com\/s3\/object\/runs-of-test\?.*\.md$/);
    expect(await drift(there)).toMatchObject({ isChanged: false, count: 1 });
    await hand.createUnit(root, 'Stray', {});
    expect(await drift(there)).toMatchObject({ isChanged: true, count: 1 });
    expect(house.notices()[2]?.message).toContain(`1 ours, ${undeclared + 1} undeclared`);
    expect(house.notices()[2]?.message).toContain('  unit:Stray is declared by nobody (new)');
    await hand.tag(unitA, { owner: 'anna' });
    expect(await drift(there)).toMatchObject({ isChanged: true, count: 0 });
    expect(await drift(there)).toMatchObject({ isChanged: false });
    expect(house.notices()).toHaveLength(4);
    expect(latest(house).counts).toEqual({ undeclared: undeclared + 1 });
  });

  test('what could not be read is as it was: neither healed nor told anew', async () => {
    const there = await settled();
    const { house, hand, policy } = there;
    await hand.updatePolicy(policy, { description: 'by hand' });
    expect(await drift(there)).toMatchObject({ isChanged: true, count: 1 });
    const { faults } = house.bench.simulator;
    const code = 'AccessDeniedException';
    faults.add({ operation: 'organizations:ListPolicies', code, times: 50 });
    expect(await drift(there)).toMatchObject({ isChanged: true, count: 0 });
    expect(house.notices()[1]?.message).toContain('Could not be read, so it is taken to be as before');
    expect(latest(house).items.map(({ address }: { address: string }) => address)).toContain(POLICY);
    expect(await drift(there)).toMatchObject({ isChanged: false });
    faults.clear();
    // That it can be read again is news, and the drift is the old one.
    expect(await drift(there)).toMatchObject({ isChanged: true, count: 1 });
    expect(house.notices()[2]?.message).not.toContain('(new)');
  });

  test('nobody could be told: the next run tells it', async () => {
    const there = await settled();
    const { house, hand, unitA } = there;
    await hand.tag(unitA, { owner: 'eve' });
    house.bench.simulator.faults.add({ operation: 'sns:Publish', code: 'AuthorizationError', status: 403, times: 1 });
    await expect(drift(there)).rejects.toThrow();
    expect(latest(house)).toMatchObject({ isTold: false });
    expect(await drift(there)).toMatchObject({ isChanged: true });
    expect(await drift(there)).toMatchObject({ isChanged: false });
    expect(house.notices()).toHaveLength(1);
  });

  test('two at once: one report is the latest, and people know it', async () => {
    const there = await settled();
    await there.hand.tag(there.unitA, { owner: 'eve' });
    const both = await Promise.all([drift(there), drift(there)]);
    expect(both.some(({ isChanged }) => isChanged)).toBe(true);
    expect(there.house.notices()[0]?.message).toContain('unit:A');
    expect(latest(there.house).isTold).toBe(true);
    expect(await drift(there)).toMatchObject({ isChanged: false });
  });
});

describe('heal', () => {
  test('mends what drifted of the named kinds, under the lease, and removes nothing', async () => {
    const there = await settled();
    const { house, hand, unitA, unitB, policy } = there;
    await hand.tag(unitA, { owner: 'eve' });
    await hand.attachPolicy(policy, unitB);
    await hand.updatePolicy(policy, { description: 'by hand' });
    expect(await left(there)).toHaveLength(3);
    expect(await heal(there, 'policy-type')).toMatchObject({ status: 'NOTHING', healed: [] });
    expect(house.fence()).toBe(0);
    expect(await heal(there, 'organizational-unit', 'policy-attachment')).toMatchObject({
      status: 'DONE',
      healed: ['unit:A'],
    });
    expect(await left(there)).toEqual([`update ${POLICY}`, 'remove policy-attachment:scp/no-leave@unit:B']);
    expect(house.fence()).toBe(1);
    expect(house.notices()).toMatchObject([{ subject: 'towerctl healed 1 thing that had drifted in test' }]);
    const runId = JSON.parse(house.text('lease/lock.json') ?? '').runId;
    expect(house.record(runId)).toMatchObject({
      source: 'drift',
      result: 'complete',
      fence: 1,
      outcomes: [{ state: 'done' }],
    });
    expect(house.text(`runs/${runId}/plan.md`)).toContain('update left: not healed unasked');
    // A policy only where the manifest names its kind.
    expect(await heal(there, 'organization-policy')).toMatchObject({ status: 'DONE', healed: [POLICY] });
    expect(await left(there)).toHaveLength(1);
  });

  test('is put off while a release of another manifest is not verified', async () => {
    const there = await settled();
    const { house, hand, unitA, manifest } = there;
    await hand.tag(unitA, { owner: 'eve' });
    const { s3 } = house.stage('x').runner;
    const note = { runId: newRunId(0, 'pipeline'), at: '2026-01-01T00:00:00.000Z' };
    await noteLatestApply(s3, PLACE, { ...note, manifest: { name: 'test', digest: 'd'.repeat(64) } });
    const put = await heal(there, 'organizational-unit');
    expect(put).toMatchObject({ status: 'LEFT', healed: [] });
    expect(put.message).toContain(`run ${note.runId} began to apply another manifest`);
    await drift(there);
    expect(house.notices()[0]?.message).toContain('What that run did shows here as drift');
    const { name, digest } = manifest;
    // Verified by a run before that one: what that one did since is still open.
    const verified = { ...note, manifest: { name, digest } };
    await noteVerified(s3, PLACE, { ...verified, runId: newRunId(-1_000, 'pipeline') });
    expect(await heal(there, 'organizational-unit')).toMatchObject({ status: 'LEFT' });
    await noteVerified(s3, PLACE, { ...verified, runId: newRunId(1_000, 'pipeline') });
    expect(await heal(there, 'organizational-unit')).toMatchObject({ status: 'DONE', healed: ['unit:A'] });
  });

  test('what is held is left, and what fails is told', async () => {
    const there = await settled();
    const { house, hand, unitA } = there;
    await hand.tag(unitA, { owner: 'eve' });
    const { faults } = house.bench.simulator;
    const message = 'User arn:aws:iam::123456789012:role/x is not authorized';
    faults.add({ operation: 'organizations:TagResource', code: 'AccessDeniedException', message, times: 9 });
    const failed = await heal(there, 'organizational-unit');
    expect(failed).toMatchObject({ status: 'FAILED', healed: [] });
    expect(failed.message).toContain('1 change not healed: unit:A');
    expect(house.notices()[0]?.message.split('https://')[0]).not.toContain('123456789012');
    faults.clear();
    const until = '2027-01-01T00:00:00.000Z';
    const holds = [{ address: 'unit:A', until, reason: 'CHG-1', by: 'arn:anna', at: until }];
    const { s3 } = house.stage('x').runner;
    await s3.swapObject(PLACE.bucket, 'holds.json', JSON.stringify({ format: 1, holds }), 'new');
    expect(await heal(there, 'organizational-unit')).toMatchObject({ status: 'NOTHING' });
  });
});

describe('which changes are healed', () => {
  const change = (
    address: string,
    action: 'create' | 'update' | 'repair' | 'adopt' | 'wait' | 'expect',
    more = {},
  ): Change => ({
    ...{
      address: address as Address,
      kind: address.split(':')[0] ?? '',
      needs: [],
      after: [],
      reads: [],
      why: 'drift',
    },
    ...{ action: action as 'update', from: {}, to: {}, fields: [] },
    ...more,
  });
  const reasons = (...changes: Change[]) => Object.fromEntries(notHealed(changes, new Set(['a'])));

  test.each<[string, Change[], Record<string, string>]>([
    [
      'creations, updates and repairs of the kind',
      [change('a:1', 'create'), change('a:2', 'update'), change('a:3', 'repair')],
      {},
    ],
    ['other kinds', [change('b:1', 'update')], { 'b:1': 'not healed unasked' }],
    ['taking over', [change('a:1', 'adopt')], { 'a:1': 'taking over waits for a person' }],
    ['what AWS is at work on', [change('a:1', 'wait')], { 'a:1': 'AWS is still at work on it' }],
    [
      'an account that may leave its quarantine',
      [change('a:1', 'update', { why: 'ready' })],
      { 'a:1': 'it has not drifted, and is ready for its next step' },
    ],
    [
      'what needs something that is left',
      [
        change('b:1', 'create'),
        change('a:2', 'create', { needs: ['b:1'] }),
        change('a:3', 'create', { needs: ['a:2'] }),
      ],
      { 'b:1': 'not healed unasked', 'a:2': 'waits for b:1, which is left', 'a:3': 'waits for a:2, which is left' },
    ],
    [
      'what AWS does in consequence goes with its cause',
      [
        change('b:1', 'update'),
        change('a:2', 'update'),
        change('b:3', 'expect', { why: 'automatic', after: ['b:1'] }),
        change('b:4', 'expect', { why: 'automatic', after: ['a:2'] }),
      ],
      { 'b:1': 'not healed unasked', 'b:3': 'waits for b:1, which is left' },
    ],
    [
      'what would call for a write that is left',
      [change('a:1', 'update'), change('b:2', 'repair', { why: 'automatic', after: ['a:1'] })],
      { 'a:1': 'it would bring about a repair of b:2, which is left', 'b:2': 'not healed unasked' },
    ],
    [
      'an update that takes stacks away',
      [
        change('a:1', 'update', { from: { instances: { x: ['r1', 'r2'] } }, to: { instances: { x: ['r1'] } } }),
        change('a:2', 'update', { from: { instances: { x: ['r1'] } }, to: { instances: {} } }),
        change('a:3', 'update', {
          from: { instances: { x: ['r1'] } },
          to: { instances: { x: ['r1', 'r2'], y: ['r1'] } },
        }),
      ],
      { 'a:1': 'it would remove stacks', 'a:2': 'it would remove stacks' },
    ],
  ])('%s', (_, changes, expected) => {
    expect(reasons(...changes)).toEqual(expected);
  });

  test('a removal and a replacement wait for a person', () => {
    const removal: Change = { ...change('a:1', 'update'), action: 'remove', from: {} };
    expect(reasons(removal, { ...change('a:2', 'update'), action: 'replace', from: {}, to: {}, fields: [] })).toEqual({
      'a:1': 'waits for a person',
      'a:2': 'waits for a person',
    });
  });
});
