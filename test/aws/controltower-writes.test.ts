import { describe, expect, it } from '@jest/globals';
import { BASELINE, CONTROL, ENABLED, OPERATION, sessionOver, UNIT } from './session-over.js';

describe('writing', () => {
  it('makes one call each, and sends nothing that was not given', async () => {
    const { aws, sent } = sessionOver({ body: { operationIdentifier: OPERATION, arn: ENABLED } });
    const { controlTower } = aws;
    const parameters = [{ key: 'IdentityCenterEnabledBaselineArn', value: `${ENABLED}I` }];
    const tags = { 'towerctl:manifest': 'bank' };
    const enabled = { operationId: OPERATION, arn: ENABLED };
    const started = { operationId: OPERATION };
    const baseline = { baselineArn: BASELINE, version: '5.0', targetArn: UNIT, parameters, tags };
    expect(await controlTower.enableBaseline(baseline)).toEqual(enabled);
    expect(await controlTower.updateEnabledBaseline(ENABLED, { version: '5.0', parameters: [] })).toEqual(started);
    expect(await controlTower.resetEnabledBaseline(ENABLED)).toEqual(started);
    expect(await controlTower.disableBaseline(ENABLED)).toEqual(started);
    expect(await controlTower.enableControl({ controlIdentifier: 'c', targetArn: UNIT })).toEqual(enabled);
    expect(await controlTower.updateEnabledControl(CONTROL, [])).toEqual(started);
    expect(await controlTower.resetEnabledControl(CONTROL)).toEqual(started);
    expect(await controlTower.disableControl(CONTROL)).toEqual(started);
    expect(sent.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      [
        '/enable-baseline',
        { baselineIdentifier: BASELINE, baselineVersion: '5.0', targetIdentifier: UNIT, parameters, tags },
      ],
      ['/update-enabled-baseline', { enabledBaselineIdentifier: ENABLED, baselineVersion: '5.0' }],
      ['/reset-enabled-baseline', { enabledBaselineIdentifier: ENABLED }],
      ['/disable-baseline', { enabledBaselineIdentifier: ENABLED }],
      ['/enable-control', { controlIdentifier: 'c', targetIdentifier: UNIT }],
      ['/update-enabled-control', { enabledControlIdentifier: CONTROL, parameters: [] }],
      ['/reset-enabled-control', { enabledControlIdentifier: CONTROL }],
      ['/disable-control', { enabledControlIdentifier: CONTROL }],
    ]);
  });

  it.each([
    ['ConflictException', 409, 'cannot perform the requested baseline operation because another is in progress'],
    ['ServiceQuotaExceededException', 402, 'too many operations'],
  ])('waits for what Control Tower is busy with: %s', async (name, status, message) => {
    const busy = { status, headers: { 'x-amzn-ErrorType': name }, body: { message } };
    const { aws, sent, clock } = sessionOver(...Array.from({ length: 20 }, () => busy), {
      body: { operationIdentifier: OPERATION },
    });
    const startedAt = clock.now();
    expect(await aws.controlTower.resetEnabledBaseline(ENABLED)).toEqual({ operationId: OPERATION });
    expect(sent).toHaveLength(21);
    const seconds = (clock.now() - startedAt) / 1_000;
    expect(seconds).toBeGreaterThanOrEqual(20 * 15);
    expect(seconds).toBeLessThanOrEqual(20 * 60);
  });

  it('does not wait for what is enabled already', async () => {
    const { aws, sent } = sessionOver({
      status: 409,
      headers: { 'x-amzn-ErrorType': 'ConflictException' },
      body: { message: 'This baseline is already enabled on this target' },
    });
    await expect(aws.controlTower.resetEnabledBaseline(ENABLED)).rejects.toThrow('already enabled');
    expect(sent).toHaveLength(1);
  });

  it('waits as long as a throttled caller is told to', async () => {
    const { aws, clock } = sessionOver(
      {
        status: 429,
        headers: { 'x-amzn-ErrorType': 'ThrottlingException', 'Retry-After': '40' },
        body: { message: 'Rate exceeded' },
      },
      { body: { tags: { a: '1' } } },
    );
    const startedAt = clock.now();
    expect(await aws.controlTower.tags(CONTROL)).toEqual({ a: '1' });
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(40_000);
    expect(aws.calls()).toEqual([{ api: 'controltower:ListTagsForResource', calls: 2, throttled: 1 }]);
  });
});
