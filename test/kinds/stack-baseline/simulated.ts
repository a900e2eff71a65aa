import { stackBaseline } from '../../../src/kinds/stack-baseline/kind.js';
import type { StackBaselineSpec } from '../../../src/kinds/stack-baseline/spec.js';
import type { Manifest } from '../../../src/manifest/manifest.js';
import type { Change, JsonObject, Plan } from '../../../src/model.js';
import { type Seed, unkind } from '../../../src/simulator/index.js';
import { Bench, manifestOf } from '../../support/organization.js';

const account = (id: string, name: string, more: JsonObject = {}): JsonObject => ({
  id,
  name,
  email: `aws+${name}@example.com`,
  ...more,
});

/** root: Workloads with Prod (pay, card) and Dev (lab, old: suspended), Security (audit). No landing zone. */
export const SEED: JsonObject = {
  format: 1,
  managementAccount: { id: '123456789012', name: 'Management', email: 'management@example.com' },
  organization: { id: 'o-exampleorg1', rootId: 'r-ex01' },
  policyTypes: ['scp'],
  trustedAccess: ['member.org.stacksets.cloudformation.amazonaws.com'],
  root: {
    units: [
      {
        id: 'ou-ex01-workloads',
        name: 'Workloads',
        units: [
          {
            id: 'ou-ex01-prod0000',
            name: 'Prod',
            accounts: [account('300000000001', 'pay'), account('300000000002', 'card')],
          },
          {
            id: 'ou-ex01-dev00000',
            name: 'Dev',
            accounts: [account('300000000003', 'lab'), account('300000000006', 'old', { state: 'SUSPENDED' })],
          },
        ],
      },
      { id: 'ou-ex01-security', name: 'Security', accounts: [account('200000000002', 'audit')] },
    ],
  },
};

/** Without a landing zone; pages of two, polls, throttles and lagging lists as everywhere. */
export function bench(stackSets?: readonly JsonObject[], seed: JsonObject = SEED): Bench {
  return new Bench({ ...unkind, seed: { ...seed, ...(stackSets && { stackSets }) } as Seed });
}

export const HOME = 'ap-northeast-1';
export const [PAY, CARD, LAB, OLD] = ['300000000001', '300000000002', '300000000003', '300000000006'];

export const OURS = { 'towerctl:manifest': 'test', 'towerctl:key': 'defaults' };

/** A set that is there from the start, as the first stop of most tests makes it. */
export const set = (more: JsonObject = {}): JsonObject => ({
  name: 'towerctl-defaults',
  template: FILES['t/one.json'] ?? '',
  autoDeploy: true,
  tags: OURS,
  instances: [{ units: ['Workloads'], regions: [HOME, 'us-east-1'] }],
  ...more,
});

export const load = (text: string): Promise<Manifest> => manifestOf(text, FILES);

/** The plan's only change of this kind. */
export function own(plan: Plan): Change<StackBaselineSpec> {
  const [one, ...others] = plan.changes.filter(isOwn);
  if (!one || others.length > 0) throw new Error(`not one change of a baseline, but ${others.length + (one ? 1 : 0)}`);
  return one;
}

/** A change of this kind holds specs of this kind. */
function isOwn(change: Change): change is Change<StackBaselineSpec> {
  return change.kind === 'stack-baseline';
}

export function told(plan: Plan): readonly string[] {
  return stackBaseline.describe?.(own(plan)) ?? [];
}

/** The writes to CloudFormation that were accepted meanwhile, in their order. */
export async function writesOf(at: Bench, work: () => Promise<unknown>): Promise<string[]> {
  const before = at.simulator.calls.order.length;
  await work();
  return at.simulator.calls.order
    .slice(before)
    .filter(({ api, isWrite, outcome }) => api.startsWith('cloudformation:') && isWrite && outcome === 'ok')
    .map(({ api }) => api.replace('cloudformation:', ''));
}

export const UNITS =
  'organizationalUnits: { Workloads: { existing: true, children: { Prod: { existing: true }, Dev: { existing: true } } }, Security: { existing: true } }\n';

const resource = (size: string, name = '/towerctl/size'): JsonObject => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Name: name, Value: size },
});

const template = (size: string, more: JsonObject = {}): string =>
  JSON.stringify({
    AWSTemplateFormatVersion: '2010-09-09',
    Parameters: { Days: { Type: 'Number', Default: '30' } },
    Resources: { Size: resource(size), ...more },
    Outputs: { Days: { Value: { Ref: 'Days' } } },
  });

export const FILES: Readonly<Record<string, string>> = {
  't/one.json': template('1'),
  't/two.json': template('2'),
  't/role.json': template('1', {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'reader',
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
      },
    },
  }),
  't/large.json': template(
    '1',
    Object.fromEntries(
      Array.from({ length: 400 }, (_, n) => [`Size${n}`, resource('x'.repeat(60), `/towerctl/size${n}`)]),
    ),
  ),
};

/** How many calls of CloudFormation were made meanwhile, throttled ones left out. */
export async function readsOf(at: Bench, work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = at.simulator.calls.order.length;
  await work();
  const counts: Record<string, number> = {};
  for (const { api, outcome } of at.simulator.calls.order.slice(before)) {
    if (api.startsWith('cloudformation:') && outcome === 'ok') counts[api] = (counts[api] ?? 0) + 1;
  }
  return counts;
}

/** Two Regions, unless told. */
export function baseline(more: string, regions = '[ap-northeast-1, us-east-1]'): string {
  return `${UNITS}stackBaselines:\n  defaults: { regions: ${regions}, ${more} }\n`;
}
