import type { JsonObject } from '../../../src/model.js';
import { hasMixedGovernance } from '../../../src/simulator/services/controltower/baselines/queries.js';
import {
  AUDIT,
  addUnit,
  enabledBaselines,
  guardrails,
  HOME,
  LOG_ARCHIVE,
  landingZone,
  move,
  POLLS,
  ROOT,
  registration,
  type Tower,
  told,
  topUnit,
  tower,
} from './support.js';

const OLD = { landingZone: '3.3' } as never;

/** The seed's organization before Control Tower came. */
async function withoutLandingZone(on: Tower): Promise<void> {
  await on.call('DeleteLandingZone', { landingZoneIdentifier: (await landingZone(on)).arn });
  await on.organizations.disableAWSServiceAccess({ ServicePrincipal: 'sso.amazonaws.com' });
}

const manifestOf = async (on: Tower): Promise<JsonObject> => (await landingZone(on)).details?.manifest as JsonObject;

test('one landing zone, whose home tells its ARN in every Region and answers in one only', async () => {
  const on = tower();
  const { arn, details } = await landingZone(on);
  expect(arn).toMatch(/^arn:aws:controltower:ap-northeast-1:123456789012:landingzone\/[A-Z0-9]{16}$/);
  expect(details).toMatchObject({
    version: '4.0',
    status: 'ACTIVE',
    latestAvailableVersion: '4.0',
    driftStatus: { status: 'IN_SYNC' },
    manifest: { governedRegions: [HOME, 'us-east-1'], config: { enabled: true, accountId: AUDIT } },
  });
  expect(details?.remediationTypes).toBeUndefined();
  const abroad = await on.call('ListLandingZones', {}, 'us-east-1');
  expect(abroad.landingZones).toEqual([{ arn }]);
  expect(await on.refusal('GetLandingZone', { landingZoneIdentifier: arn }, 'us-east-1')).toMatch(
    /^ResourceNotFoundException/,
  );
  expect((await on.call('ListEnabledBaselines', {}, 'us-east-1')).enabledBaselines).toEqual([]);
  // The bare id does as well as the ARN.
  expect(await on.refusal('GetLandingZone', { landingZoneIdentifier: arn.split('/')[1] ?? '' })).toBe('none');
});

test('an update replaces the manifest and what is sent with it, and leaves mixed governance behind', async () => {
  const on = tower(POLLS);
  const { arn } = await landingZone(on);
  const manifest = { ...(await manifestOf(on)), governedRegions: [HOME, 'us-east-1', 'eu-central-1'] };
  const { operationIdentifier } = await on.call('UpdateLandingZone', {
    landingZoneIdentifier: arn,
    version: '4.0',
    manifest,
    remediationTypes: ['INHERITANCE_DRIFT'],
  });
  const get = async () =>
    (await on.call('GetLandingZoneOperation', { operationIdentifier: operationIdentifier ?? '' })).operationDetails;
  expect(await get()).toMatchObject({ operationType: 'UPDATE', status: 'IN_PROGRESS' });
  expect((await get())?.endTime).toBeUndefined();
  expect((await get())?.status).toBe('SUCCEEDED');
  expect((await landingZone(on)).details).toMatchObject({ manifest, remediationTypes: ['INHERITANCE_DRIFT'] });
  expect(told(on, 'UpdateLandingZone')).toHaveLength(1);
  const sandbox = await topUnit(on, 'Sandbox');
  expect(hasMixedGovernance(on.simulator.world, sandbox.id)).toBe(true);
  const again = await on.call('UpdateLandingZone', { landingZoneIdentifier: arn, version: '4.0', manifest });
  while ((await landingZone(on)).details?.status === 'PROCESSING');
  expect((await landingZone(on)).details?.remediationTypes).toBeUndefined();
  const list = await on.call('ListLandingZoneOperations', { filter: { types: ['UPDATE'] } });
  expect(list.landingZoneOperations?.map((each) => each.operationIdentifier)).toEqual([
    again.operationIdentifier,
    operationIdentifier,
  ]);
  on.clock.advance(91 * 24 * 3_600_000);
  expect(await on.refusal('GetLandingZoneOperation', { operationIdentifier: operationIdentifier ?? '' })).toMatch(
    /^ResourceNotFoundException/,
  );
});

test.each([
  [
    'an unknown field',
    { organizationStructure: {} },
    /contains fields that are not recognized\. For information about/,
  ],
  ['a missing switch', { config: { accountId: AUDIT } }, /is missing some required manifest fields/],
  ['a missing account', { centralizedLogging: { enabled: true } }, /is missing some required manifest fields/],
  [
    'a number as text',
    {
      centralizedLogging: {
        enabled: true,
        accountId: LOG_ARCHIVE,
        configurations: { loggingBucket: { retentionDays: '365' } },
      },
    },
    /not valid/,
  ],
  [
    'Config off, others on',
    { config: { enabled: false } },
    /detected '2' validation errors:.*securityRoles.*;.*accessManagement/,
  ],
  [
    'a stranger',
    { securityRoles: { enabled: true, accountId: '999999999999' } },
    /detected '1' validation errors:The account 999999999999/,
  ],
  [
    'an account elsewhere',
    { securityRoles: { enabled: true, accountId: '300000000001' } },
    /in one organizational unit directly under the root/,
  ],
  ['home not governed', { governedRegions: ['us-east-1'] }, /The home Region ap-northeast-1 must be one/],
])('a manifest is refused at once: %s', async (_name, change, message) => {
  const on = tower();
  const { arn } = await landingZone(on);
  const manifest = { ...(await manifestOf(on)), ...change };
  const refused = await on.refusal('UpdateLandingZone', { landingZoneIdentifier: arn, version: '4.0', manifest });
  expect(refused).toMatch(/^ValidationException: /);
  expect(refused).toMatch(message);
});

test('3.3: its own manifest, mandatory controls in two policies, units registered with 4.0', async () => {
  const on = tower({ seed: OLD });
  expect((await landingZone(on)).details).toMatchObject({ version: '3.3', latestAvailableVersion: '4.0' });
  const [security, sandbox] = [await topUnit(on, 'Security'), await topUnit(on, 'Sandbox')];
  expect((await guardrails(on, sandbox.id)).flat()).toHaveLength(11);
  expect((await guardrails(on, security.id)).flat()).toHaveLength(16);
  expect(await guardrails(on, security.id)).toHaveLength(2);
  expect((await enabledBaselines(on, sandbox.arn))[0]?.baselineVersion).toBe('4.0');
  const controls = await on.call('ListEnabledControls', { targetIdentifier: security.arn, maxResults: 200 });
  expect(controls.enabledControls).toHaveLength(23);
  const manifest = await manifestOf(on);
  const update = (change: JsonObject) =>
    on.refusal('UpdateLandingZone', {
      landingZoneIdentifier: (on.simulator.world.snapshot() as never as Saved).states.controltower.landingZone.arn,
      version: '3.3',
      manifest: { ...manifest, ...change },
    });
  expect(await update({ securityRoles: { accountId: AUDIT, enabled: true } })).toMatch(/not recognized/);
  expect(await update({ config: { enabled: true } })).toMatch(/not recognized/);
  expect(await update({ organizationStructure: { security: { name: 'Core' } } })).toMatch(
    /security OrganizationalUnit name must be consistent with the existing Landing Zone/,
  );
  expect(await update({})).toBe('none');
  const config = {
    baselineIdentifier: `arn:aws:controltower:${HOME}::baseline/1QBGH2G48YVGDQ3Y`,
    baselineVersion: '1.0',
  };
  expect(await on.refusal('EnableBaseline', { ...config, targetIdentifier: sandbox.arn })).toMatch(
    /^ResourceNotFoundException/,
  );
});

interface Saved {
  readonly states: { readonly controltower: { readonly landingZone: { readonly arn: string } } };
}

test('an upgrade to 4.0 keeps Config on, changes the mandatory controls, and never goes back', async () => {
  const on = tower({ seed: OLD });
  const { arn } = await landingZone(on);
  const old = await manifestOf(on);
  const integration = (accountId: string) => ({ enabled: true, accountId });
  const manifest = {
    governedRegions: [HOME, 'us-east-1'],
    accessManagement: { enabled: true },
    centralizedLogging: integration(LOG_ARCHIVE),
    config: integration(AUDIT),
    securityRoles: integration(AUDIT),
  };
  const without = {
    ...manifest,
    config: { enabled: false },
    securityRoles: { enabled: false },
    accessManagement: { enabled: false },
  };
  const upgrade = { landingZoneIdentifier: arn, version: '4.0' };
  expect(await on.refusal('UpdateLandingZone', { ...upgrade, manifest: without })).toMatch(
    /while the landing zone is upgraded/,
  );
  expect(await on.refusal('UpdateLandingZone', { ...upgrade, manifest })).toBe('none');
  const security = await topUnit(on, 'Security');
  expect((await guardrails(on, security.id)).flat().sort()).toEqual(
    [
      ...['CTS3PV7', 'CTS3PV8', 'CTSNSPV1', 'GRCLOUDWATCHEVENTPOLICY', 'GRCONFIGENABLED', 'GRCONFIGRULEPOLICY'],
      ...[
        'GRIAMROLEPOLICY',
        'GRLAMBDAFUNCTIONPOLICY',
        'GRLOGGROUPPOLICY',
        'GRSNSSUBSCRIPTIONPOLICY',
        'GRSNSTOPICPOLICY',
      ],
    ].sort(),
  );
  expect(await on.refusal('UpdateLandingZone', { landingZoneIdentifier: arn, version: '3.3', manifest: old })).toMatch(
    /cannot be rolled back/,
  );
  const sandbox = await topUnit(on, 'Sandbox');
  const [row] = await enabledBaselines(on, sandbox.arn);
  const { parameters } = await registration(on, sandbox.arn);
  const update = { enabledBaselineIdentifier: row?.arn ?? '', baselineVersion: '5.0', parameters };
  expect(await on.refusal('UpdateEnabledBaseline', update)).toBe('none');
});

test('foundational drift: told once, shown, and put right by a reset', async () => {
  const on = tower();
  const security = await topUnit(on, 'Security');
  await move(on, AUDIT, ROOT);
  await on.organizations.disableAWSServiceAccess({ ServicePrincipal: 'controltower.amazonaws.com' });
  const { arn, details } = await landingZone(on);
  expect(details?.driftStatus?.status).toBe('DRIFTED');
  expect(told(on, 'ACCOUNT_MOVED_BETWEEN_OUS')).toMatchObject([{ accountId: AUDIT }]);
  expect(told(on, 'TRUSTED_ACCESS_DISABLED')).toHaveLength(1);
  await on.call('ResetLandingZone', { landingZoneIdentifier: arn });
  expect((await landingZone(on)).details?.driftStatus?.status).toBe('IN_SYNC');
  const { Parents } = await on.organizations.listParents({ ChildId: AUDIT });
  expect(Parents?.[0]?.Id).toBe(security.id);
});

test('a deleted Security unit is made anew by a reset', async () => {
  const on = tower({ seed: OLD });
  const security = await topUnit(on, 'Security');
  for (const id of [AUDIT, LOG_ARCHIVE]) await move(on, id, ROOT);
  await on.organizations.deleteOrganizationalUnit({ OrganizationalUnitId: security.id });
  const { arn, details } = await landingZone(on);
  expect(details?.driftStatus?.status).toBe('DRIFTED');
  // Before 4.0 drift goes to an SNS topic, in other letters.
  expect(told(on, 'ORGANIZATIONAL_UNIT_DELETED')).toMatchObject([{ OrganizationalUnitId: security.id }]);
  await on.call('ResetLandingZone', { landingZoneIdentifier: arn });
  const anew = await topUnit(on, 'Security');
  expect(anew.id).not.toBe(security.id);
  expect((await guardrails(on, anew.id)).flat()).toHaveLength(16);
  const { Parents } = await on.organizations.listParents({ ChildId: LOG_ARCHIVE });
  expect(Parents?.[0]?.Id).toBe(anew.id);
});

test('a failed operation leaves a FAILED landing zone, which a reset recovers', async () => {
  const on = tower();
  const { arn } = await landingZone(on);
  const message = "the assumed role, AWSServiceRoleForSSO, doesn't have permission";
  on.simulator.faults.add({ operation: 'controltower:ResetLandingZone', outcome: { message } });
  const { operationIdentifier } = await on.call('ResetLandingZone', { landingZoneIdentifier: arn });
  const { operationDetails } = await on.call('GetLandingZoneOperation', {
    operationIdentifier: operationIdentifier ?? '',
  });
  expect(operationDetails).toMatchObject({ status: 'FAILED', statusMessage: message });
  expect((await landingZone(on)).details?.status).toBe('FAILED');
  await on.call('ResetLandingZone', { landingZoneIdentifier: arn });
  expect((await landingZone(on)).details?.status).toBe('ACTIVE');
});

test('decommissioned and set up again: only once, only the latest version, and its Region is home', async () => {
  const on = tower();
  const manifest = await manifestOf(on);
  const create = { version: '4.0', manifest };
  expect(await on.refusal('CreateLandingZone', create)).toMatch(/^ConflictException/);
  const sandbox = await topUnit(on, 'Sandbox');
  await withoutLandingZone(on);
  expect((await on.call('ListLandingZones', {})).landingZones).toEqual([]);
  expect(await guardrails(on, sandbox.id)).toEqual([]);
  expect(await on.refusal('ListEnabledControls', { targetIdentifier: sandbox.arn })).toBe(
    'ResourceNotFoundException: AWS Control Tower cannot complete the operation, because you must create a landing zone first.',
  );
  expect(await on.refusal('CreateLandingZone', { version: '3.3', manifest: {} })).toMatch(/^ValidationException/);
  const { arn } = await on.call('CreateLandingZone', { ...create, tags: { owner: 'platform' } }, 'us-east-1');
  expect(arn).toMatch(/^arn:aws:controltower:us-east-1:/);
  const { landingZone: made } = await on.call('GetLandingZone', { landingZoneIdentifier: arn ?? '' }, 'us-east-1');
  expect(made).toMatchObject({ status: 'ACTIVE', version: '4.0' });
  expect((await guardrails(on, (await topUnit(on, 'Security')).id)).flat()).toHaveLength(11);
  expect((await guardrails(on, sandbox.id)).flat()).toEqual([]);
  expect(told(on, 'SetupLandingZone')).toMatchObject([
    { serviceEventDetails: { setupLandingZoneStatus: { state: 'SUCCEEDED', rootOrganizationalId: ROOT } } },
  ]);
});

test('services that are trusted already stand in the way of a new landing zone', async () => {
  const on = tower();
  const manifest = await manifestOf(on);
  await on.call('DeleteLandingZone', { landingZoneIdentifier: (await landingZone(on)).arn });
  expect(await on.refusal('CreateLandingZone', { version: '4.0', manifest })).toMatch(
    /services enabled: sso\.amazonaws\.com/,
  );
});

test('without integrations a landing zone governs by controls alone', async () => {
  const on = tower();
  await withoutLandingZone(on);
  await on.call('CreateLandingZone', { version: '4.0' });
  const unit = await addUnit(on, 'Workloads');
  expect((await on.call('ListEnabledBaselines', {})).enabledBaselines).toEqual([]);
  const wanted = {
    baselineIdentifier: `arn:aws:controltower:${HOME}::baseline/17BSJV3IGJ2QSGA2`,
    baselineVersion: '5.0',
    targetIdentifier: unit.arn,
  };
  expect(await on.refusal('EnableBaseline', wanted)).toMatch(/needs the Config integration/);
});
