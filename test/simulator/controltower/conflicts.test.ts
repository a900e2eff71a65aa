import { addUnit, enabledBaselines, landingZone, POLLS, registration, topUnit, tower } from './support.js';

const BUSY =
  'ConflictException: AWS Control Tower cannot perform the requested baseline operation because another operation is in progress.';

test('one operation of a unit at a time in the whole organization', async () => {
  const on = tower(POLLS);
  const [a, b] = [await addUnit(on, 'A'), await addUnit(on, 'B')];
  const [first, second] = [await registration(on, a.arn), await registration(on, b.arn)];
  await on.call('EnableBaseline', first);
  expect(await on.refusal('EnableBaseline', second)).toBe(BUSY);
  // Being refused counts as asking: who only retries gets there.
  expect(await on.refusal('EnableBaseline', second)).toBe(BUSY);
  expect(await on.refusal('EnableBaseline', second)).toBe('none');
});

test('nothing goes beside an operation of the landing zone', async () => {
  const on = tower({ pace: { kind: 'time', ms: 60_000 } });
  const { arn, details } = await landingZone(on);
  const unit = await addUnit(on, 'A');
  const wanted = await registration(on, unit.arn);
  const { operationIdentifier } = await on.call('ResetLandingZone', { landingZoneIdentifier: arn });
  expect((await landingZone(on)).details?.status).toBe('PROCESSING');
  const again =
    'ConflictException: AWS Control Tower cannot begin landing zone setup while another execution is in progress.';
  expect(await on.refusal('ResetLandingZone', { landingZoneIdentifier: arn })).toBe(again);
  const update = { landingZoneIdentifier: arn, version: '4.0', manifest: details?.manifest };
  expect(await on.refusal('UpdateLandingZone', update)).toBe(again);
  expect(await on.refusal('EnableBaseline', wanted)).toBe(BUSY);
  const control = {
    controlIdentifier: 'arn:aws:controlcatalog:::control/5kvme4m5d2b4d7if2fs5yg2ui',
    targetIdentifier: (await topUnit(on, 'Sandbox')).arn,
  };
  expect(await on.refusal('EnableControl', control)).toMatch(/^ConflictException/);
  on.clock.advance(60_000);
  const { operationDetails } = await on.call('GetLandingZoneOperation', {
    operationIdentifier: operationIdentifier ?? '',
  });
  expect(operationDetails).toMatchObject({ status: 'SUCCEEDED', operationType: 'RESET' });
  expect(await on.refusal('EnableControl', control)).toBe('none');
  // A control operation stands in the way of units and of the landing zone in its turn.
  expect(await on.refusal('EnableBaseline', wanted)).toBe(BUSY);
  expect(await on.refusal('ResetLandingZone', { landingZoneIdentifier: arn })).toBe(again);
});

test('observed durations: a unit of four accounts takes longer than an empty one', async () => {
  const on = tower({ pace: { kind: 'time', ms: 1 }, durations: 'observed' });
  const unit = await addUnit(on, 'Empty');
  const enabled = await on.call('EnableBaseline', await registration(on, unit.arn));
  const state = async (operationIdentifier: string | undefined) =>
    (await on.call('GetBaselineOperation', { operationIdentifier: operationIdentifier ?? '' })).baselineOperation;
  on.clock.advance(129_000);
  expect((await state(enabled.operationIdentifier))?.status).toBe('IN_PROGRESS');
  on.clock.advance(60_000);
  const ended = await state(enabled.operationIdentifier);
  expect(ended?.status).toBe('SUCCEEDED');
  expect(Number(ended?.endTime) - Number(ended?.startTime)).toBe(130_000);
  const sandbox = (await enabledBaselines(on, (await topUnit(on, 'Sandbox')).arn))[0];
  const reset = await on.call('ResetEnabledBaseline', { enabledBaselineIdentifier: sandbox?.arn ?? '' });
  on.clock.advance(200_000);
  expect((await state(reset.operationIdentifier))?.status).toBe('IN_PROGRESS');
  on.clock.advance(200_000);
  expect((await state(reset.operationIdentifier))?.status).toBe('SUCCEEDED');
});
