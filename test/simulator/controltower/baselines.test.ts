import {
  accountArn,
  addUnit,
  BASELINE,
  enabledBaselines,
  guardrails,
  move,
  POLLS,
  registration,
  told,
  topUnit,
  tower,
} from './support.js';

test('the default seed has a registered Sandbox with a child for each active account', async () => {
  const on = tower();
  const all = await enabledBaselines(on);
  const sandbox = await topUnit(on, 'Sandbox');
  const unit = all.find((each) => each.targetIdentifier === sandbox.arn);
  expect(unit).toMatchObject({
    baselineIdentifier: BASELINE.controlTower,
    baselineVersion: '5.0',
    statusSummary: { status: 'SUCCEEDED' },
    driftStatusSummary: { types: { inheritance: { status: 'IN_SYNC' } } },
  });
  const children = all.filter((each) => each.parentIdentifier === unit?.arn);
  expect(children.map((each) => each.targetIdentifier?.slice(-12)).sort()).toEqual([
    ...['300000000001', '300000000002', '300000000003', '300000000004'],
  ]);
  const shown = await on.call('ListEnabledBaselines', {});
  expect(shown.enabledBaselines?.some((each) => each.parentIdentifier !== undefined)).toBe(false);
});

test('registering a unit: under change, then enrolled, with guardrails, a child and events', async () => {
  const on = tower(POLLS);
  const unit = await addUnit(on, 'Workloads');
  await move(on, '300000000005', unit.id);
  const { arn, operationIdentifier } = await on.call('EnableBaseline', await registration(on, unit.arn));
  const get = () => on.call('GetEnabledBaseline', { enabledBaselineIdentifier: arn ?? '' });
  expect((await get()).enabledBaselineDetails?.statusSummary).toEqual({
    status: 'UNDER_CHANGE',
    lastOperationIdentifier: operationIdentifier,
  });
  const poll = async () =>
    (await on.call('GetBaselineOperation', { operationIdentifier: operationIdentifier ?? '' })).baselineOperation;
  const running = await poll();
  expect(running).toMatchObject({ operationType: 'ENABLE_BASELINE', status: 'IN_PROGRESS' });
  expect(running?.endTime).toBeUndefined();
  expect(running?.statusMessage).toBeUndefined();
  await poll();
  expect(await poll()).toMatchObject({
    status: 'SUCCEEDED',
    statusMessage: 'AWS Control Tower completed the baseline operation successfully.',
  });
  expect((await get()).enabledBaselineDetails).toMatchObject({
    statusSummary: { status: 'SUCCEEDED' },
    parameters: [{ key: 'IdentityCenterEnabledBaselineArn' }],
  });
  const [sids] = await guardrails(on, unit.id);
  expect(sids).toHaveLength(8);
  const child = (await enabledBaselines(on)).find((each) => each.parentIdentifier === arn);
  expect(child?.targetIdentifier).toBe(accountArn('300000000005'));
  const own = child?.statusSummary?.lastOperationIdentifier ?? '';
  expect(own).not.toBe(operationIdentifier);
  expect((await on.call('GetBaselineOperation', { operationIdentifier: own })).baselineOperation?.status).toBe(
    'SUCCEEDED',
  );
  expect(told(on, 'RegisterOrganizationalUnit')).toHaveLength(1);
  expect(told(on, 'EnableBaseline')).toHaveLength(1);
});

test('EnableBaseline refuses what cannot be registered, each with its reason', async () => {
  const on = tower();
  const outer = await addUnit(on, 'Workloads');
  const inner = await addUnit(on, 'Prod', outer.id);
  const [security, sandbox] = [await topUnit(on, 'Security'), await topUnit(on, 'Sandbox')];
  const good = await registration(on, outer.arn);
  const refused = (more: Partial<typeof good>) => on.refusal('EnableBaseline', { ...good, ...more });
  expect(await refused({ targetIdentifier: security.arn })).toBe(
    "ValidationException: The baseline 'AWSControlTowerBaseline' cannot be enabled on the Security OU",
  );
  expect(await refused({ targetIdentifier: sandbox.arn })).toBe(
    'ValidationException: This baseline is already enabled on this target',
  );
  expect(await refused({ targetIdentifier: inner.arn })).toMatch(/^ValidationException: .*before its parent/);
  expect(await refused({ targetIdentifier: accountArn('300000000001') })).toMatch(/^ValidationException/);
  expect(await refused({ targetIdentifier: `${outer.arn.slice(0, -4)}zzzz` })).toMatch(/^ResourceNotFoundException/);
  expect(await refused({ baselineIdentifier: BASELINE.logArchive })).toMatch(/^ValidationException/);
  expect(await refused({ baselineIdentifier: BASELINE.controlTower.replace('17BS', '99BS') })).toMatch(
    /^ResourceNotFoundException/,
  );
  expect(await refused({ baselineVersion: '4.0' })).toMatch(/^ValidationException: .*use 5\.0/);
  expect(await refused({ parameters: [] })).toBe(
    'ValidationException: Parameter IdentityCenterEnabledBaselineArn is required.',
  );
  expect(await refused({ parameters: [{ key: 'Other', value: 'x' }] })).toMatch(/no parameter Other/);
  expect(await on.refusal('EnableBaseline', good)).toBe('none');
  const config = { ...good, baselineIdentifier: BASELINE.config, baselineVersion: '1.0', parameters: [] };
  expect(await on.refusal('EnableBaseline', config)).toMatch(/'AWSControlTowerBaseline' is enabled/);
  expect(await on.refusal('EnableBaseline', { ...config, targetIdentifier: inner.arn })).toBe('none');
  const backup = { ...config, baselineIdentifier: BASELINE.backup };
  expect(await on.refusal('EnableBaseline', backup)).toMatch(/Backup integration/);
});

test('a nested unit gets no mandatory controls and no policy of its own', async () => {
  const on = tower();
  const outer = await addUnit(on, 'Workloads');
  const inner = await addUnit(on, 'Prod', outer.id);
  await on.call('EnableBaseline', await registration(on, outer.arn));
  await on.call('EnableBaseline', await registration(on, inner.arn));
  expect(await guardrails(on, outer.id)).toHaveLength(1);
  expect(await guardrails(on, inner.id)).toEqual([]);
});

test('a failed pre-check leaves a FAILED registration without children, and tells which account', async () => {
  const on = tower();
  const unit = await addUnit(on, 'Workloads');
  await move(on, '300000000005', unit.id);
  on.simulator.faults.add({
    operation: 'controltower:EnableBaseline',
    outcome: { precheck: 'FAILED_TO_ASSUME_ROLE', accounts: ['300000000005'] },
  });
  const { arn, operationIdentifier } = await on.call('EnableBaseline', await registration(on, unit.arn));
  const { baselineOperation } = await on.call('GetBaselineOperation', {
    operationIdentifier: operationIdentifier ?? '',
  });
  expect(baselineOperation?.status).toBe('FAILED');
  expect(baselineOperation?.statusMessage).toMatch(/^AWS Control Tower failed to register an organizational unit/);
  const rows = await enabledBaselines(on, unit.arn);
  expect(rows).toMatchObject([{ arn, statusSummary: { status: 'FAILED' } }]);
  expect(told(on, 'PrecheckOrganizationalUnit')).toMatchObject([
    {
      serviceEventDetails: {
        precheckOrganizationalUnitStatus: {
          state: 'FAILED',
          organizationalUnit: { organizationalUnitName: 'Workloads', failedPrechecks: [] },
          accounts: [{ accountId: '300000000005', failedPrechecks: ['FAILED_TO_ASSUME_ROLE'] }],
        },
      },
    },
  ]);
  expect(await on.refusal('ResetEnabledBaseline', { enabledBaselineIdentifier: arn ?? '' })).toBe('none');
  expect((await enabledBaselines(on, unit.arn))[0]?.statusSummary?.status).toBe('SUCCEEDED');
});

test('partial enrolment: the unit has succeeded, one account has not', async () => {
  const on = tower();
  const unit = await addUnit(on, 'Workloads');
  for (const id of ['300000000004', '300000000005']) await move(on, id, unit.id);
  on.simulator.faults.add({
    operation: 'controltower:EnableBaseline',
    outcome: { message: 'Enrollment failed.', accounts: ['300000000005'] },
  });
  const { arn } = await on.call('EnableBaseline', await registration(on, unit.arn));
  const all = await enabledBaselines(on);
  expect(all.find((each) => each.arn === arn)?.statusSummary?.status).toBe('SUCCEEDED');
  const children = all.filter((each) => each.parentIdentifier === arn);
  expect(children.map((each) => each.statusSummary?.status).sort()).toEqual(['FAILED', 'SUCCEEDED']);
  await on.call('ResetEnabledBaseline', { enabledBaselineIdentifier: arn ?? '' });
  const healed = (await enabledBaselines(on)).filter((each) => each.parentIdentifier === arn);
  expect(healed.map((each) => each.statusSummary?.status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
});

test('an account that was made a moment ago fails the pre-check, and no longer does after some minutes', async () => {
  const on = tower(POLLS);
  const sandbox = await topUnit(on, 'Sandbox');
  const { CreateAccountStatus } = await on.organizations.createAccount({
    AccountName: 'new',
    Email: 'new@example.com',
  });
  let id: string | undefined;
  while (id === undefined) {
    const status = await on.organizations.describeCreateAccountStatus({
      CreateAccountRequestId: CreateAccountStatus?.Id ?? '',
    });
    id = status.CreateAccountStatus?.AccountId;
  }
  await move(on, id, sandbox.id);
  const row = (await enabledBaselines(on, sandbox.arn))[0];
  const reset = async () => {
    const { operationIdentifier } = await on.call('ResetEnabledBaseline', {
      enabledBaselineIdentifier: row?.arn ?? '',
    });
    for (;;) {
      const { baselineOperation } = await on.call('GetBaselineOperation', {
        operationIdentifier: operationIdentifier ?? '',
      });
      if (baselineOperation?.status !== 'IN_PROGRESS') return baselineOperation?.status;
    }
  };
  expect(await reset()).toBe('FAILED');
  on.clock.advance(3 * 60_000);
  expect(await reset()).toBe('SUCCEEDED');
});

test('disabling: refused for children, fails with what stands in its way, deletes what is disabled', async () => {
  const on = tower();
  const outer = await addUnit(on, 'Workloads');
  const inner = await addUnit(on, 'Prod', outer.id);
  const { arn } = await on.call('EnableBaseline', await registration(on, outer.arn));
  const nested = await on.call('EnableBaseline', await registration(on, inner.arn));
  const disable = async (enabledBaselineIdentifier = arn ?? '') => {
    const { operationIdentifier } = await on.call('DisableBaseline', { enabledBaselineIdentifier });
    const { baselineOperation } = await on.call('GetBaselineOperation', {
      operationIdentifier: operationIdentifier ?? '',
    });
    return `${baselineOperation?.status}: ${baselineOperation?.statusMessage}`;
  };
  expect(await disable()).toBe("FAILED: Can't perform DisableBaseline on a parent target with governed child OUs");
  expect(await disable(nested.arn)).toMatch(/^SUCCEEDED/);
  await move(on, '300000000005', outer.id);
  await on.call('ResetEnabledBaseline', { enabledBaselineIdentifier: arn ?? '' });
  expect(await disable()).toMatch(/^FAILED: .*member accounts/);
  const child = (await enabledBaselines(on)).find((each) => each.parentIdentifier === arn);
  for (const name of ['DisableBaseline', 'ResetEnabledBaseline'] as const) {
    expect(await on.refusal(name, { enabledBaselineIdentifier: child?.arn ?? '' })).toMatch(/^ValidationException/);
  }
  await move(on, '300000000005', 'r-ex01');
  expect(await disable()).toMatch(/^SUCCEEDED/);
  expect(await on.refusal('GetEnabledBaseline', { enabledBaselineIdentifier: arn ?? '' })).toMatch(
    /^ResourceNotFoundException/,
  );
  expect(await guardrails(on, outer.id)).toEqual([]);
  expect(told(on, 'DeregisterOrganizationalUnit').map((each) => JSON.stringify(each).includes('FAILED'))).toEqual([
    ...[true, false, true, false],
  ]);
  // The account keeps what it had, and only this can be disabled by itself.
  expect((await enabledBaselines(on)).find((each) => each.arn === child?.arn)).toMatchObject({
    driftStatusSummary: { types: { inheritance: { status: 'DRIFTED' } } },
  });
  expect(await disable(child?.arn)).toMatch(/^SUCCEEDED/);
});

test("the landing zone's own baselines have no version and no drift, and cannot be changed here", async () => {
  const on = tower();
  const own = (await enabledBaselines(on)).filter((each) => each.baselineVersion === undefined);
  expect(own).toHaveLength(4);
  for (const each of own) {
    expect(each.driftStatusSummary).toBeUndefined();
    expect(each.statusSummary).toEqual({ status: 'SUCCEEDED' });
    expect(await on.refusal('ResetEnabledBaseline', { enabledBaselineIdentifier: each.arn ?? '' })).toMatch(
      /^ValidationException/,
    );
  }
});

test('updates raise the version, the parent first, and never roll back', async () => {
  const seed = { landingZone: { version: '4.0', registered: [{ unit: 'Sandbox', version: '4.0' }] } };
  const on = tower({ seed: seed as never });
  const sandbox = await topUnit(on, 'Sandbox');
  const row = (await enabledBaselines(on, sandbox.arn))[0];
  const { parameters } = await registration(on, sandbox.arn);
  const update = (baselineVersion: string) => ({
    enabledBaselineIdentifier: row?.arn ?? '',
    baselineVersion,
    parameters,
  });
  expect(await on.refusal('UpdateEnabledBaseline', update('3.0'))).toMatch(/^ValidationException/);
  expect(await on.refusal('UpdateEnabledBaseline', update('4.0'))).toBe('none');
  expect(await on.refusal('UpdateEnabledBaseline', update('5.0'))).toBe('none');
  expect((await enabledBaselines(on, sandbox.arn))[0]?.baselineVersion).toBe('5.0');
  expect(await on.refusal('UpdateEnabledBaseline', update('4.0'))).toMatch(/^ValidationException/);
  const details = told(on, 'UpdateEnabledBaseline').at(-1)?.['serviceEventDetails'];
  expect(details).toMatchObject({
    updateEnabledBaselineStatus: {
      enabledBaselineDetails: {
        baselineVersion: '5.0',
        statusSummary: { status: 'SUCCEEDED' },
        parameters: [{ key: 'IdentityCenterEnabledBaselineArn', value: { untyped: {} } }],
      },
    },
  });
});
