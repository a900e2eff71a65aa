import { describe, expect, test } from '@jest/globals';
import { unkind } from '../../../../src/simulator/index.js';
import { raw } from '../../controlcatalog/support.js';
import { HOME, told, topUnit, tower } from '../support.js';
import { begin, enable, enabledControls, finished, globalArn, regionalArn } from './support.js';

const DAY = 86_400_000;

describe('ListEnabledControls', () => {
  test('the whole organization without a target; filters hold together', async () => {
    const on = tower();
    const sandbox = await topUnit(on, 'Sandbox');
    await enable(on, 'CT.EC2.PV.5', sandbox.arn);
    await enable(on, 'CT.S3.PV.5', sandbox.arn);
    expect(await enabledControls(on)).toHaveLength(9 + 12 + 2);
    const statuses = ['SUCCEEDED' as const];
    const checked = { filter: { statuses, driftStatuses: ['IN_SYNC' as const] } };
    expect((await enabledControls(on, checked)).map((each) => each.controlIdentifier)).toEqual([
      globalArn('CT.S3.PV.5'),
    ]);
  });

  test('the filter takes either form of an identifier', async () => {
    const on = tower();
    const sandbox = await topUnit(on, 'Sandbox');
    const arn = await enable(on, 'CT.EC2.PV.5', sandbox.arn);
    for (const identifier of [globalArn('CT.EC2.PV.5'), regionalArn('CT.EC2.PV.5')]) {
      const found = await enabledControls(on, { filter: { controlIdentifiers: [identifier] } });
      expect(found.map((each) => each.arn)).toEqual([arn]);
    }
  });

  test('with small and empty pages each is told once', async () => {
    const on = tower({ ...unkind, rates: { speed: 'off' } });
    const found = await enabledControls(on);
    expect(found).toHaveLength(21);
    expect(new Set(found.map(({ arn }) => arn)).size).toBe(21);
  });

  test.each([
    { maxResults: 0 },
    { maxResults: 201 },
    { filter: { statuses: ['SUCCEEDED', 'FAILED'] } },
    { filter: { statuses: [] } },
    { filter: { driftStatuses: ['drifted'] } },
    { filter: { controlIdentifiers: ['CT.EC2.PV.5'] } },
  ])('%j is against the model', async (input) => {
    const on = tower();
    const answer = await raw(on.simulator, '/list-enabled-controls', input, { service: 'controltower', region: HOME });
    expect(answer).toMatchObject({ status: 400, body: { __type: 'ValidationException' } });
    expect(Object.keys(answer.body).sort()).toEqual(['__type', 'message']);
  });

  test('on the wire a mandatory control has no last operation, and times are ISO 8601', async () => {
    const on = tower();
    const options = { service: 'controltower', region: HOME };
    const { body } = await raw(on.simulator, '/list-enabled-controls', { maxResults: 1 }, options);
    expect(body['enabledControls']).toEqual([expect.objectContaining({ statusSummary: { status: 'SUCCEEDED' } })]);
    const { arn } = await topUnit(on, 'Sandbox');
    const { operation } = await begin(on, 'CT.EC2.PV.5', arn);
    const answer = await raw(on.simulator, '/get-control-operation', { operationIdentifier: operation }, options);
    expect(answer.body['controlOperation']).toMatchObject({
      startTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/),
    });
  });
});

describe('operations on controls', () => {
  test('are listed newest first, those that are over too', async () => {
    const on = tower();
    const { arn: targetIdentifier } = await topUnit(on, 'Sandbox');
    await enable(on, 'CT.EC2.PV.5', targetIdentifier);
    on.clock.advance(1_000);
    await enable(on, 'CT.EC2.PV.6', targetIdentifier);
    on.clock.advance(1_000);
    await on.call('DisableControl', { controlIdentifier: globalArn('CT.EC2.PV.5'), targetIdentifier });
    const { controlOperations } = await on.call('ListControlOperations', {});
    expect(
      controlOperations?.map(({ operationType, controlIdentifier }) => [operationType, controlIdentifier]),
    ).toEqual([
      ['DISABLE_CONTROL', globalArn('CT.EC2.PV.5')],
      ['ENABLE_CONTROL', globalArn('CT.EC2.PV.6')],
      ['ENABLE_CONTROL', globalArn('CT.EC2.PV.5')],
    ]);
    const filter = {
      controlIdentifiers: [globalArn('CT.EC2.PV.5')],
      controlOperationTypes: ['ENABLE_CONTROL' as const],
    };
    expect((await on.call('ListControlOperations', { filter })).controlOperations).toHaveLength(1);
    expect(await on.refusal('ListControlOperations', { nextToken: '' })).toMatch(/^ValidationException/);
  });

  test('can be asked after for 90 days', async () => {
    const on = tower();
    const { arn } = await topUnit(on, 'Sandbox');
    const { operation: operationIdentifier } = await begin(on, 'CT.EC2.PV.5', arn);
    await finished(on, operationIdentifier);
    on.clock.advance(89 * DAY);
    expect(await on.refusal('GetControlOperation', { operationIdentifier })).toBe('none');
    on.clock.advance(2 * DAY);
    expect(await on.refusal('GetControlOperation', { operationIdentifier })).toMatch(/^ResourceNotFoundException/);
    expect((await on.call('ListControlOperations', {})).controlOperations).toEqual([]);
  });

  test('an identifier that is none of the form is a ValidationException', async () => {
    const on = tower();
    expect(await on.refusal('GetControlOperation', { operationIdentifier: 'x' })).toMatch(/^ValidationException/);
  });
});

describe('events', () => {
  test('one for each account, and the older one for the unit, with its own spelling', async () => {
    const on = tower();
    const { arn, id } = await topUnit(on, 'Sandbox');
    await enable(on, 'AWS-GR_ENCRYPTED_VOLUMES', arn);
    const events = told(on, 'EnableControl');
    expect(events).toHaveLength(4);
    expect(events[0]).toMatchObject({
      eventVersion: '1.11',
      eventSource: 'controltower.amazonaws.com',
      serviceEventDetails: {
        enableControlStatus: {
          controlIdentifier: globalArn('AWS-GR_ENCRYPTED_VOLUMES'),
          targetIdentifier: expect.stringContaining(':account/'),
          parentIdentifier: expect.stringContaining(':enabledcontrol/'),
          state: 'SUCCEEDED',
        },
      },
    });
    expect(told(on, 'EnableGuardrail')).toEqual([
      expect.objectContaining({
        serviceEventDetails: {
          enableGuardrailStatus: {
            organizationalUnits: [{ organizationalUnitName: 'Sandbox', organizationalUnitId: id }],
            guardrails: [{ guardrailId: 'AWS-GR_ENCRYPTED_VOLUMES', guardrailBehavior: 'DETECTIVE' }],
            state: 'SUCCEEDED',
            message: 'AWS Control Tower successfully enabled a guardrail on an organizational unit.',
            requestTimestamp: expect.any(String),
            completedTimestamp: expect.any(String),
          },
        },
      }),
    ]);
  });

  test('a failure is told with its reason; updates and resets have no older event', async () => {
    const on = tower();
    const { arn } = await topUnit(on, 'Sandbox');
    on.simulator.faults.add({ operation: 'controltower:EnableControl', outcome: { message: 'no permission' } });
    const enabled = await enable(on, 'CT.S3.PV.5', arn);
    expect(told(on, 'EnableControl')).toEqual([
      expect.objectContaining({
        serviceEventDetails: {
          enableControlStatus: expect.objectContaining({ state: 'FAILED', message: 'no permission' }),
        },
      }),
    ]);
    const guardrails = told(on, 'EnableGuardrail').length;
    await on.call('ResetEnabledControl', { enabledControlIdentifier: enabled });
    expect(told(on, 'ResetEnabledControl')).toHaveLength(1);
    expect(told(on, 'EnableGuardrail')).toHaveLength(guardrails);
  });
});
