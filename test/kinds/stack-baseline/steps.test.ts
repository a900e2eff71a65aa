import { expect, it } from '@jest/globals';
import { describe as words } from '../../../src/kinds/stack-baseline/describe.js';
import { operationId, timeFor } from '../../../src/kinds/stack-baseline/operation.js';
import { narrow } from '../../../src/kinds/stack-baseline/settings.js';
import type { StackBaselineSpec } from '../../../src/kinds/stack-baseline/spec.js';
import { steps } from '../../../src/kinds/stack-baseline/steps.js';
import type { Change } from '../../../src/model.js';

const REGIONS = ['ap-northeast-1', 'us-east-1'];
const many = (count: number, regions: readonly string[]): StackBaselineSpec['instances'] =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`account:a${String(n).padStart(3, '0')}`, regions]));

const spec = (more: Partial<StackBaselineSpec> = {}): StackBaselineSpec => ({
  stackSet: 'towerctl-x',
  template: { Resources: {} },
  parameters: {},
  permissions: 'service-managed',
  capabilities: [],
  autoDeploy: { enabled: false, retain: false },
  units: ['unit:Workloads'],
  instances: many(2, REGIONS),
  ...more,
});

const BASE = {
  address: 'stack-baseline:x',
  kind: 'stack-baseline',
  needs: [],
  after: [],
  reads: [],
  why: 'changed',
} as const;
const update = (from: StackBaselineSpec, to: StackBaselineSpec, ...paths: string[]): Change<StackBaselineSpec> => ({
  ...BASE,
  action: 'update',
  from,
  to,
  fields: paths.map((path) => ({ path })),
});
const names = (change: Change<StackBaselineSpec>): string[] => steps(change).map(({ name }) => name);

it('what goes is removed before the update, and what is missing comes after it', () => {
  const from = spec({ instances: many(3, REGIONS) });
  const to = spec({ instances: { ...many(2, REGIONS), 'account:new': REGIONS }, parameters: { Days: '9' } });
  expect(names(update(from, to, 'parameters.Days', 'instances.account:a002', 'instances.account:new'))).toEqual([
    'remove instances',
    'update',
    'create instances',
  ]);
});

it('automatic deployment is switched off before anything is removed', () => {
  const from = spec({ autoDeploy: { enabled: true, retain: false }, instances: many(3, REGIONS) });
  expect(names(update(from, spec(), 'autoDeploy.enabled', 'instances.account:a002'))).toEqual([
    'update',
    'remove instances',
  ]);
});

it('only what is not current is tried again where nothing else differs', () => {
  const from = spec({ retry: { 'account:a000': ['us-east-1'], 'account:gone': ['us-east-1'] } });
  expect(names(update(from, spec(), 'retry'))).toEqual(['try again where it failed']);
  expect(steps(update(from, spec(), 'retry'))[0]?.calls).toEqual(['cloudformation:UpdateStackInstances']);
});

it('stacks are kept where that is asked for', () => {
  const remove: Change<StackBaselineSpec> = { ...BASE, action: 'remove', from: spec({ retain: true }) };
  expect(names(remove)).toEqual([
    'remove instances, keeping their stacks',
    'let go what cannot be reached, keeping their stacks',
    'delete the StackSet',
  ]);
});

it('more than fifty watched units take more than one call', () => {
  const units = Array.from({ length: 51 }, (_, n) => `unit:U${n}` as const);
  const create: Change<StackBaselineSpec> = {
    ...BASE,
    action: 'create',
    to: spec({ autoDeploy: { enabled: true, retain: false }, units }),
  };
  expect(names(create).filter((name) => name === 'create instances')).toHaveLength(2);
});

it('6,400 instances are a line or two for the reader', () => {
  const regions = Array.from({ length: 8 }, (_, n) => `region-${n}`);
  const to = spec({ instances: many(800, regions) });
  const from = spec({ instances: many(600, regions), retry: { 'account:a000': ['region-1'] } });
  expect(words(update(from, to, 'instances.account:a700'))).toEqual([
    '+ 1,600 instances created: 200 accounts x 8 Regions',
    '~ 1 instance tried again: not current, or failed: a000 x region-1',
  ]);
});

it('units are a fact only where AWS watches them, and what was acknowledged before does no harm', () => {
  const live = spec({
    units: ['unit:Other'],
    capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
    tags: { a: 'b' },
  });
  expect(narrow(live, spec({ capabilities: ['CAPABILITY_IAM'] }))).toMatchObject({
    units: ['unit:Workloads'],
    capabilities: ['CAPABILITY_IAM'],
  });
  expect(narrow(live, spec()).tags).toBeUndefined();
  expect(narrow(live, spec({ autoDeploy: { enabled: true, retain: false } })).units).toEqual(['unit:Other']);
});

it('ids of operations are ones that CloudFormation takes, and longer operations are waited for longer', () => {
  expect(operationId('0123456789abcdef-stack-baseline:x y/z-3', 2)).toMatch(/^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/);
  expect(operationId('a', 1)).not.toBe(operationId('b', 1));
  expect(timeFor(6_400).takes[1]).toBeGreaterThan(1_800);
});
