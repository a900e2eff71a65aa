import {
  accountArn,
  addUnit,
  enabledBaselines,
  move,
  PAYMENTS,
  ROOT,
  registration,
  type Tower,
  told,
  topUnit,
  tower,
} from './support.js';

const drift = async (on: Tower, target: string) =>
  (await enabledBaselines(on, target)).map((each) => each.driftStatusSummary?.types?.inheritance?.status);

const AUTO = { landingZone: { version: '4.0', autoEnroll: true } } as never;

test('without automatic enrolment a moved account drifts, and a reset of both units heals it', async () => {
  const on = tower();
  const sandbox = await topUnit(on, 'Sandbox');
  const unit = await addUnit(on, 'Workloads');
  const { arn } = await on.call('EnableBaseline', await registration(on, unit.arn));
  await move(on, PAYMENTS, unit.id);
  expect(await drift(on, sandbox.arn)).toEqual(['DRIFTED']);
  expect(await drift(on, unit.arn)).toEqual(['DRIFTED']);
  expect(await drift(on, accountArn(PAYMENTS))).toEqual(['DRIFTED']);
  expect(told(on, 'ACCOUNT_MOVED_BETWEEN_OUS')).toMatchObject([
    { accountId: PAYMENTS, sourceId: sandbox.id, destinationId: unit.id, organizationId: 'o-exampleorg1' },
  ]);
  await on.call('ResetEnabledBaseline', { enabledBaselineIdentifier: arn ?? '' });
  expect(await drift(on, unit.arn)).toEqual(['IN_SYNC']);
  expect(await drift(on, sandbox.arn)).toEqual(['IN_SYNC']);
  const [child] = await enabledBaselines(on, accountArn(PAYMENTS));
  expect(child).toMatchObject({ parentIdentifier: arn, statusSummary: { status: 'SUCCEEDED' } });
});

test('an account that was never enrolled makes its unit drift', async () => {
  const on = tower();
  const sandbox = await topUnit(on, 'Sandbox');
  await move(on, '300000000005', sandbox.id);
  expect(await drift(on, sandbox.arn)).toEqual(['DRIFTED']);
  const filtered = await on.call('ListEnabledBaselines', { filter: { inheritanceDriftStatuses: ['DRIFTED'] } });
  expect(filtered.enabledBaselines?.map((each) => each.targetIdentifier)).toEqual([sandbox.arn]);
});

test('moved out of every registered unit: left behind by the reset, and disabled by itself', async () => {
  const on = tower();
  const sandbox = await topUnit(on, 'Sandbox');
  const [row] = await enabledBaselines(on, sandbox.arn);
  await move(on, PAYMENTS, ROOT);
  await on.call('ResetEnabledBaseline', { enabledBaselineIdentifier: row?.arn ?? '' });
  expect(await drift(on, sandbox.arn)).toEqual(['IN_SYNC']);
  const [child] = await enabledBaselines(on, accountArn(PAYMENTS));
  expect(child?.parentIdentifier).toBeUndefined();
  expect(child?.driftStatusSummary?.types?.inheritance?.status).toBe('DRIFTED');
  expect(await on.refusal('DisableBaseline', { enabledBaselineIdentifier: child?.arn ?? '' })).toBe('none');
  expect(await enabledBaselines(on, accountArn(PAYMENTS))).toEqual([]);
});

test('moved and moved back: nothing has happened', async () => {
  const on = tower();
  const sandbox = await topUnit(on, 'Sandbox');
  await move(on, PAYMENTS, ROOT);
  await move(on, PAYMENTS, sandbox.id);
  expect(await drift(on, sandbox.arn)).toEqual(['IN_SYNC']);
  expect(await drift(on, accountArn(PAYMENTS))).toEqual(['IN_SYNC']);
});

test('with automatic enrolment an account is enrolled after a while, without drift events', async () => {
  const on = tower({ seed: AUTO, pace: { kind: 'time', ms: 300_000 } });
  const sandbox = await topUnit(on, 'Sandbox');
  await move(on, '300000000005', sandbox.id);
  expect(await enabledBaselines(on, accountArn('300000000005'))).toEqual([]);
  expect(await drift(on, sandbox.arn)).toEqual(['DRIFTED']);
  const [row] = await enabledBaselines(on, sandbox.arn);
  // Its own unit waits for it; others do not.
  expect(await on.refusal('ResetEnabledBaseline', { enabledBaselineIdentifier: row?.arn ?? '' })).toMatch(
    /^ConflictException/,
  );
  const other = await addUnit(on, 'Workloads');
  expect(await on.refusal('EnableBaseline', await registration(on, other.arn))).toBe('none');
  on.clock.advance(300_000);
  const [child] = await enabledBaselines(on, accountArn('300000000005'));
  expect(child).toMatchObject({ parentIdentifier: row?.arn, statusSummary: { status: 'SUCCEEDED' } });
  const operationIdentifier = child?.statusSummary?.lastOperationIdentifier ?? '';
  expect((await on.call('GetBaselineOperation', { operationIdentifier })).baselineOperation?.status).toBe('SUCCEEDED');
  expect(await drift(on, sandbox.arn)).toEqual(['IN_SYNC']);
  expect(told(on, 'EnableBaseline')).toHaveLength(1);
  expect(told(on, 'ACCOUNT_MOVED_BETWEEN_OUS')).toEqual([]);
});

test('with automatic enrolment an account that leaves is unenrolled, one that changes units changes hands', async () => {
  const on = tower({ seed: AUTO });
  const unit = await addUnit(on, 'Workloads');
  const { arn } = await on.call('EnableBaseline', await registration(on, unit.arn));
  await move(on, PAYMENTS, unit.id);
  expect(await enabledBaselines(on, accountArn(PAYMENTS))).toMatchObject([{ parentIdentifier: arn }]);
  await move(on, PAYMENTS, ROOT);
  expect(await enabledBaselines(on, accountArn(PAYMENTS))).toEqual([]);
  expect(told(on, 'DisableBaseline')).toHaveLength(1);
  const [disabled] = told(on, 'DisableBaseline');
  expect(disabled?.['serviceEventDetails']).toMatchObject({
    disableBaselineStatus: { enabledBaselineDetails: {}, baselineDetails: {} },
  });
});

test('automatic enrolment is not retroactive', async () => {
  const on = tower();
  const sandbox = await topUnit(on, 'Sandbox');
  await move(on, '300000000005', sandbox.id);
  const { landingZones } = await on.call('ListLandingZones', {});
  const landingZoneIdentifier = landingZones?.[0]?.arn ?? '';
  const { landingZone } = await on.call('GetLandingZone', { landingZoneIdentifier });
  await on.call('UpdateLandingZone', {
    landingZoneIdentifier,
    version: '4.0',
    manifest: landingZone?.manifest,
    remediationTypes: ['INHERITANCE_DRIFT'],
  });
  expect(await drift(on, sandbox.arn)).toEqual(['DRIFTED']);
  await move(on, '300000000005', ROOT);
  await move(on, '300000000005', sandbox.id);
  expect(await drift(on, sandbox.arn)).toEqual(['IN_SYNC']);
});

test('a deleted unit takes its registration along, an account that is removed its own', async () => {
  const on = tower();
  const unit = await addUnit(on, 'Workloads');
  await on.call('EnableBaseline', await registration(on, unit.arn));
  await on.organizations.deleteOrganizationalUnit({ OrganizationalUnitId: unit.id });
  expect(await enabledBaselines(on, unit.arn)).toEqual([]);
  await on.organizations.removeAccountFromOrganization({ AccountId: PAYMENTS });
  expect((await enabledBaselines(on)).some((each) => each.targetIdentifier === accountArn(PAYMENTS))).toBe(false);
  expect(told(on, 'ACCOUNT_REMOVED_FROM_ORGANIZATION')).toMatchObject([{ accountId: PAYMENTS }]);
  expect(told(on, 'MoveAccount')).toEqual([]);
});
