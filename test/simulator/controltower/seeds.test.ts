import { createSimulator } from '../../../src/simulator/index.js';
import type { OrganizationsSeed } from '../../../src/simulator/services/organizations/seeds/seed.js';
import {
  accountArn,
  BASELINE,
  enabledBaselines,
  guardrails,
  landingZone,
  registration,
  type Tower,
  told,
  topUnit,
  tower,
} from './support.js';

const ids = Array.from({ length: 1_001 }, (_, index) => String(400_000_000_000 + index));
const member = (id: string) => ({ id, name: `member-${id}`, email: `member-${id}@example.com` });

const organization: OrganizationsSeed = {
  format: 1,
  managementAccount: { id: '123456789012', name: 'Management', email: 'management@example.com' },
  organization: { id: 'o-exampleorg1', rootId: 'r-ex01' },
  policyTypes: ['scp'],
  trustedAccess: ['controltower.amazonaws.com'],
  root: {
    units: [
      { name: 'Security', accounts: [member('200000000001'), member('200000000002')] },
      { name: 'Workloads', accounts: ids.slice(0, 3).map(member), units: [{ name: 'Prod' }] },
      { name: 'Crowd', accounts: ids.slice(3).concat(['499999999998', '499999999997', '499999999996']).map(member) },
    ],
  },
};

const zone = {
  version: '4.0',
  homeRegion: 'ap-northeast-1',
  autoEnroll: true,
  logArchive: '200000000001',
  audit: '200000000002',
  registered: [
    { unit: 'Workloads', failed: [ids[0] ?? ''], missing: [ids[1] ?? ''] },
    { unit: 'Workloads/Prod', baseline: 'ConfigBaseline' },
  ],
};

const seeded = (landingZoneSeed: object, more: object = {}): Tower =>
  tower({ seed: JSON.parse(JSON.stringify({ ...organization, ...more, landingZone: landingZoneSeed })) });

test('a seed says which units are registered, and which accounts are not as they should be', async () => {
  const on = seeded(zone);
  expect((await landingZone(on)).details).toMatchObject({ version: '4.0', remediationTypes: ['INHERITANCE_DRIFT'] });
  const all = await enabledBaselines(on);
  const workloads = await topUnit(on, 'Workloads');
  const unit = all.find((each) => each.targetIdentifier === workloads.arn);
  expect(unit?.driftStatusSummary?.types?.inheritance?.status).toBe('DRIFTED');
  const children = all.filter((each) => each.parentIdentifier === unit?.arn);
  expect(children.map((each) => [each.targetIdentifier, each.statusSummary?.status])).toEqual([
    [accountArn(ids[0] ?? ''), 'FAILED'],
    [accountArn(ids[2] ?? ''), 'SUCCEEDED'],
  ]);
  expect(all.some((each) => each.baselineIdentifier === BASELINE.config)).toBe(true);
  expect((await guardrails(on, workloads.id)).flat()).toHaveLength(8);
});

test('a unit of more than 1,000 accounts cannot be registered', async () => {
  const on = seeded(zone);
  const crowd = await topUnit(on, 'Crowd');
  expect(await on.refusal('EnableBaseline', await registration(on, crowd.arn))).toMatch(
    /has 1001 accounts, at most 1000/,
  );
});

test('without a slot for its policies a unit fails the pre-check', async () => {
  const policies = Array.from({ length: 9 }, (_, index) => ({
    name: `own-${index}`,
    type: 'scp',
    content: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'ec2:RunInstances', Resource: '*' }] },
  }));
  const full = { name: 'Full', policies: policies.map(({ name }) => `scp/${name}`) };
  const root = { units: [...(organization.root?.units ?? []).slice(0, 2), full] };
  const on = seeded(zone, { policies, root });
  const unit = await topUnit(on, 'Full');
  const { operationIdentifier } = await on.call('EnableBaseline', await registration(on, unit.arn));
  const { baselineOperation } = await on.call('GetBaselineOperation', {
    operationIdentifier: operationIdentifier ?? '',
  });
  expect(baselineOperation?.status).toBe('FAILED');
  expect(told(on, 'PrecheckOrganizationalUnit')).toMatchObject([
    {
      serviceEventDetails: {
        precheckOrganizationalUnitStatus: { organizationalUnit: { failedPrechecks: ['SCP_CONFLICT'] } },
      },
    },
  ]);
});

test.each([
  ['2.9', 'landingZone'],
  [{ version: '4.0', region: 'us-east-1' }, 'region'],
  [{ version: '4.0', registered: [{ unit: 'Workloads', missing: 'all' }] }, 'registered'],
])('a landing zone %j is refused', (landingZoneSeed, message) => {
  const seed = JSON.parse(JSON.stringify({ ...organization, landingZone: landingZoneSeed }));
  expect(() => createSimulator({ seed })).toThrow(message);
});

test.each([
  [{ ...zone, registered: ['Nowhere'] }, 'there is no unit Nowhere'],
  [{ version: '4.0' }, 'no account named Log Archive'],
])('a landing zone that does not fit its organization is refused: %j', (landingZoneSeed, message) => {
  const seed = JSON.parse(JSON.stringify({ ...organization, landingZone: landingZoneSeed }));
  expect(() => createSimulator({ seed })).toThrow(message);
});

test('a seed without a landing zone has none', async () => {
  const on = tower({ seed: JSON.parse(JSON.stringify(organization)) });
  expect((await on.call('ListLandingZones', {})).landingZones).toEqual([]);
  expect(await on.refusal('GetBaseline', { baselineIdentifier: BASELINE.controlTower })).toMatch(
    /^ResourceNotFoundException/,
  );
});
