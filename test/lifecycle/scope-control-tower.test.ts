import { LIFECYCLE } from '../../src/lifecycle/control-tower.js';
import { DRIFT } from '../../src/lifecycle/drift.js';
import type { JsonObject } from '../../src/model.js';
import {
  baseline,
  control,
  drift,
  driftMessage,
  guardrail,
  landingZone,
  lifecycle,
  managedAccount,
  notification,
  registration,
} from './control-tower-events.js';
import { accountArn, envelope, LAB, OTHER_UNIT, PAYMENTS, UNIT, unitArn } from './events.js';
import { ACCOUNT, IN_UNIT, judge, type Row, short } from './judging.js';

describe('lifecycle events of Control Tower', () => {
  const rows: readonly Row[] = [
    [
      'an account made',
      managedAccount('CreateManagedAccount'),
      `scope ${ACCOUNT} fresh ${PAYMENTS}`,
      `for ${PAYMENTS}`,
    ],
    ['an account not made', managedAccount('CreateManagedAccount', 'FAILED'), `failed ${ACCOUNT}`, 'failed to create'],
    ['a retried creation ends as an update', managedAccount('UpdateManagedAccount'), `scope ${ACCOUNT}`],
    ['a masked id', managedAccount('CreateManagedAccount', 'SUCCEEDED', 'XXXXXXXXXXXX'), 'full', 'cannot be told'],
    ['a failure before there was an account', managedAccount('CreateManagedAccount', 'FAILED', ''), 'failed'],
    ['the older name of a control', guardrail('EnableGuardrail', [UNIT]), `scope ${IN_UNIT}`],
    ['on several units', guardrail('DisableGuardrail', [UNIT, OTHER_UNIT]), `scope unit:${OTHER_UNIT} ${IN_UNIT}`],
    ['on no unit', guardrail('EnableGuardrail', []), 'full', 'cannot be told'],
    ['one unit that cannot be told', guardrail('EnableGuardrail', [UNIT, '****']), 'full', 'cannot be told'],
    ['a control that failed', guardrail('EnableGuardrail', [UNIT], 'FAILED'), `failed ${IN_UNIT}`],
    ...['EnableControl', 'DisableControl', 'UpdateEnabledControl', 'ResetEnabledControl'].map(
      (name): Row => [`${name}, told of each account`, control(name), `scope unit-of:${PAYMENTS}`],
    ),
    ['a control that failed in one account', control('EnableControl', LAB, 'FAILED'), `failed unit-of:${LAB}`],
    ['a landing zone', landingZone('SetupLandingZone'), 'full'],
    ['a landing zone of another version', landingZone('UpdateLandingZone'), 'full'],
    ['a landing zone that failed', landingZone('UpdateLandingZone', 'FAILED'), 'failed root'],
    ['a unit registered', registration('RegisterOrganizationalUnit'), `scope ${IN_UNIT}`],
    ['a unit let go', registration('DeregisterOrganizationalUnit'), `scope ${IN_UNIT}`],
    [
      'a unit that cannot be registered',
      registration('PrecheckOrganizationalUnit', 'FAILED', { failedPrechecks: ['SCP_CONFLICT'] }),
      `failed ${IN_UNIT}`,
      'cannot be registered: SCP_CONFLICT',
    ],
    ...['EnableBaseline', 'ResetEnabledBaseline', 'UpdateEnabledBaseline', 'DisableBaseline'].map(
      (name): Row => [`${name}, which has no state of its own`, baseline(name), `scope ${ACCOUNT}`],
    ),
    [
      'a disabled baseline, doubled',
      baseline('DisableBaseline', 'SUCCEEDED', accountArn(PAYMENTS), 'both'),
      `scope ${ACCOUNT}`,
    ],
    [
      'a disabled baseline under its other name alone',
      baseline('DisableBaseline', 'SUCCEEDED', accountArn(PAYMENTS), 'baselineDetails'),
      `scope ${ACCOUNT}`,
    ],
    ['a baseline of a unit', baseline('EnableBaseline', 'SUCCEEDED', unitArn(UNIT)), `scope ${IN_UNIT}`],
    ['a baseline that failed', baseline('EnableBaseline', 'FAILED'), `failed ${ACCOUNT}`, `failed for ${PAYMENTS}`],
    ['a baseline that goes on', baseline('EnableBaseline', 'UNDER_CHANGE'), 'ignore', 'its end comes'],
    ['a state that nobody knows', managedAccount('CreateManagedAccount', 'PARTIAL'), 'full', 'says PARTIAL'],
    ['a body that is not there', lifecycle('CreateManagedAccount', {}), 'full', 'says nothing'],
  ];
  test.each(rows)('%s', (_, event, expected, why = '') => {
    expect(short(judge(event))).toBe(expected);
    expect(judge(event).why).toContain(why);
  });

  test('every documented name has a rule', () => {
    const named = new Set(rows.map(([, event]) => (event['detail'] as JsonObject)['eventName']));
    expect([...LIFECYCLE.keys()].filter((name) => !named.has(name))).toEqual([]);
    expect(LIFECYCLE.size).toBe(17);
  });
});

describe('drift', () => {
  const PLACE = { accountId: PAYMENTS, sourceId: UNIT, destinationId: OTHER_UNIT };
  const rows: readonly Row[] = [
    ['an account moved', drift('ACCOUNT_MOVED_BETWEEN_OUS', PLACE), `scope ${ACCOUNT}`],
    ['an account gone', drift('ACCOUNT_REMOVED_FROM_ORGANIZATION', PLACE), `notify ${ACCOUNT}`],
    [
      'a policy edited',
      drift('SCP_UPDATED', { policyId: 'p-1', policyName: 'aws-guardrails-x' }),
      'notify',
      'aws-guardrails-x',
    ],
    ['a policy detached', drift('SCP_DETACHED_FROM_OU', { organizationalUnitId: UNIT }), `notify ${IN_UNIT}`],
    ['a unit deleted', drift('ORGANIZATIONAL_UNIT_DELETED', { organizationalUnitId: UNIT }), 'full'],
    [
      'a control of Security Hub',
      drift('SECURITY_HUB_CONTROL_DISABLED', { ...PLACE, controlId: 'S3.1' }),
      `notify ${ACCOUNT}`,
      'S3.1',
    ],
    [
      'a control without effect',
      drift('CONTROL_INEFFECTIVE', { targetIdentifier: unitArn(UNIT) }),
      `notify ${IN_UNIT}`,
    ],
    ['trusted access', drift('TRUSTED_ACCESS_DISABLED'), 'full'],
    ['a type of tomorrow', drift('SOMETHING_NEW'), 'unknown', 'SOMETHING_NEW'],
    ['a type that is missing', envelope('aws.controltower', 'Drift Detected', {}), 'unknown'],
  ];
  test.each(rows)('%s', (_, event, expected, why = '') => {
    expect(short(judge(event))).toBe(expected);
    expect(judge(event).why).toContain(why);
  });

  test('every documented type has a rule', () => {
    const named = new Set(rows.map(([, event]) => (event['detail'] as JsonObject)['driftType']));
    expect([...DRIFT.keys()].filter((name) => !named.has(name))).toEqual([]);
  });

  test('landing zones up to 3.3 say the same on SNS, in an envelope or bare', () => {
    const message = driftMessage('ACCOUNT_MOVED_BETWEEN_OUS', { AccountId: PAYMENTS, SourceId: UNIT });
    expect(short(judge(message))).toBe(`scope ${ACCOUNT}`);
    expect(short(judge(notification(message)))).toBe(`scope ${ACCOUNT}`);
    const detached = driftMessage('SCP_DETACHED_FROM_OU', {
      OrganizationalUnitId: UNIT,
      PolicyName: 'aws-guardrails-y',
    });
    expect(judge(notification(detached))).toEqual({
      kind: 'notify',
      scope: [IN_UNIT],
      cause: 'changed',
      why: 'a policy of Control Tower was detached (aws-guardrails-y)',
    });
  });
});
