import { join } from 'node:path';
import { describe, expect, it, test } from '@jest/globals';
import { checklistRun } from '../../src/checklist/checklist.js';
import { detectDrift } from '../../src/engine/detect-drift.js';
import { rootAuditRun } from '../../src/engine/root-audit.js';
import { COMPANIONS } from '../../src/facts/companion-actions.js';
import { KINDS } from '../../src/kinds/index.js';
import { allowedIn } from '../../src/permissions/beside.js';
import { applyPolicy, auditPolicy, planPolicy } from '../../src/permissions/policies.js';
import { kind, type Seed, unkind } from '../../src/simulator/index.js';
import { messy } from '../checklist/messy.js';
import { leaveBehind } from '../checklist/messy-control-tower.js';
import { switchOn } from '../checklist/messy-sign-in.js';
import { ALL_JOURNEYS } from '../kinds/contract/contract.js';
import { FILES as ORGANIZATION_FILES, type Stop } from '../kinds/contract/journeys.js';
import { PACK_FILES, RULE_FILES } from '../kinds/contract/journeys-config.js';
import { SEED } from '../kinds/stack-baseline/simulated.js';
import { always } from '../properties/dice.js';
import { play } from '../scenarios/play.js';
import { FOLDERS, ROOT } from '../scenarios/run.js';
import { actions, ENGINE_VERSION, manifestOf } from '../support/organization.js';
import { makeAuditBucket, ROOT_ACCESS } from '../support/root-audit.js';
import { RoleBench } from './enforced.js';
import { withoutPaths } from './without-paths.js';

const FILES = { ...ORGANIZATION_FILES, ...RULE_FILES, ...PACK_FILES };
const OPTIONS = {
  managementAccountId: '123456789012',
  organizationId: 'o-exampleorg1',
  homeRegion: 'ap-northeast-1',
  auditResult: { bucket: 'root-audits', key: 'towerctl/root-audit.json' },
};
const PLAN = planPolicy(KINDS, OPTIONS);
const APPLY = applyPolicy(KINDS, OPTIONS);
const HOME = 'ap-northeast-1';

/** Everything that was called in this file. */
const called = new Set<string>();
function calledBy({ judge }: RoleBench): void {
  expect(judge.refused).toEqual([]);
  for (const action of judge.called) called.add(action);
}

const benchOf = (options: ConstructorParameters<typeof RoleBench>[0] = unkind): RoleBench =>
  new RoleBench(options, { permissions: OPTIONS });

describe('every journey of every kind, by roles with these policies and nothing else', () => {
  it.each(Object.entries(ALL_JOURNEYS))('%s', async (_, stops: readonly Stop[]) => {
    const bench = benchOf();
    for (const { title, manifest: text, plan, prepare } of stops) {
      await prepare?.(bench);
      await bench.clock.sleep(60_000);
      const planned = await bench.plan(await manifestOf(text, FILES));
      const { state } = await bench.apply(planned.plan);
      expect({ title, plan: actions(planned.plan), state }).toEqual({ title, plan, state: 'complete' });
    }
    calledBy(bench);
  });
});

/** Stories with calls that no journey makes; every story is played by these roles, in test/scenarios. */
const STORIES = ['312', '330', '341', '347', '405', '345', '458'];

describe('stories with calls of their own', () => {
  it.each(STORIES)('%s', async (number) => {
    const folder = FOLDERS.find((name) => name.startsWith(number)) ?? '';
    for (const action of (await play(join(ROOT, folder))).called) called.add(action);
  });
});

test('the checklist is read by the role that plans', async () => {
  await always(6, 20261124, async (dice) => {
    const { seed, aftermath, signIn } = messy(dice);
    const bench = benchOf({ ...kind, seed: seed as unknown as Seed });
    leaveBehind(bench.simulator, aftermath);
    switchOn(bench.simulator, signIn);
    await bench.as(PLAN, () => checklistRun({ aws: bench.session(), clock: bench.clock }));
    calledBy(bench);
  });
});

test('accounts are asked for parent by parent where a list says of none where it is', async () => {
  const bench = benchOf(kind);
  const manifest = await manifestOf('organizationalUnits: { Sandbox: { existing: true } }\n');
  await bench.plan(manifest, { aws: bench.session(withoutPaths) });
  expect(bench.judge.called).toContain('organizations:ListAccountsForParent');
  calledBy(bench);
});

test('an alias is taken away', async () => {
  const bench = benchOf(kind);
  const of = (alias: string) => manifestOf(`accounts: { dev: { id: "300000000002", adopt: true, alias: ${alias} } }\n`);
  await bench.converge(await of('bank-dev'));
  await bench.converge(await of('null'));
  calledBy(bench);
});

test('a template that is too large to be sent inline is looked after by a plan', async () => {
  const bench = benchOf(kind);
  const large = {
    Metadata: { Notes: 'x'.repeat(60_000) },
    Resources: { Wait: { Type: 'AWS::CloudFormation::WaitConditionHandle' } },
  };
  const text = `organizationalUnits: { Sandbox: { existing: true } }
stackBaselines: { one: { template: templates/large.json, targets: [Sandbox/**], regions: [${HOME}] } }
`;
  await bench.plan(await manifestOf(text, { 'templates/large.json': JSON.stringify(large) }));
  calledBy(bench);
});

test('CloudFormation is asked to look for drift by the role that applies, and not by the one that plans', async () => {
  const bench = benchOf();
  const text = `organizationalUnits: { Sandbox: { existing: true } }
stackBaselines: { one: { template: templates/one.json, targets: [Sandbox/**], regions: [${HOME}] } }
`;
  const manifest = await manifestOf(text, FILES);
  await bench.converge(manifest);
  const detect = () =>
    detectDrift(manifest, { aws: bench.session(), clock: bench.clock, engineVersion: ENGINE_VERSION });
  await bench.as(APPLY, detect);
  calledBy(bench);
  await bench.as(PLAN, detect);
  expect(bench.judge.refused.join()).toContain('cloudformation:DetectStackSetDrift');
});

test('a pack that fails in an account is looked into', async () => {
  const recorders = { pay: { [HOME]: 'on' } };
  const bench = benchOf({ ...unkind, seed: { ...SEED, config: { recorders } } as Seed });
  const units = 'organizationalUnits: { Workloads: { existing: true, children: { Prod: { existing: true } } } }';
  const pack = `conformancePacks: { pci: { file: packs/thirty.yaml, targets: [Workloads/Prod], regions: [${HOME}] } }`;
  const allow = 'guards: { allow: [{ code: config-recorder-missing, at: "*", reason: test }] }';
  const { plan } = await bench.plan(await manifestOf(`${units}\n${pack}\n${allow}\n`, FILES));
  expect((await bench.apply(plan)).outcomes[0]?.problem).toContain('NoAvailableConfigurationRecorder');
  calledBy(bench);
});

test('root users are looked at by the role that audits, which may enter nobody otherwise', async () => {
  const bench = benchOf();
  await makeAuditBucket(bench);
  const manifest = await manifestOf(ROOT_ACCESS());
  await bench.converge(manifest);
  bench.judge.called.clear();
  const { findings } = await bench.as(auditPolicy(OPTIONS), () =>
    rootAuditRun(manifest, { aws: bench.session(withoutPaths), clock: bench.clock, engineVersion: ENGINE_VERSION }),
  );
  expect([...findings.values()].filter(({ state }) => state === 'unknown')).toEqual([]);
  expect(bench.judge.refused).toEqual([]);
  expect(allowedIn(auditPolicy(OPTIONS)).filter((action) => !bench.judge.called.has(action))).toEqual([]);
});

describe('nothing else is granted', () => {
  it.each([
    ['plan', PLAN],
    ['apply', APPLY],
  ])('%s: every action is one that was called, or stands beside one that was, with its source', (_, policies) => {
    expect(called.size).toBeGreaterThan(100);
    const beside = new Set(COMPANIONS.flatMap(({ of, actions }) => (of.some((one) => called.has(one)) ? actions : [])));
    expect(allowedIn(policies).filter((action) => !called.has(action) && !beside.has(action))).toEqual([]);
  });
});
