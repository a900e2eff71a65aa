import { DEPLOYMENT, HOME, MANAGEMENT } from '../settings.js';
import {
  management,
  named,
  ofType,
  type Resource,
  stack,
  statementsIn,
  together,
  whole,
  withoutEvents,
} from './synthesized.js';

describe('forwarding', () => {
  const regions = [HOME, 'us-east-1', 'us-west-2'];
  const rules = (id: string): readonly Resource['Properties'][] => ofType(stack(whole, id), 'AWS::Events::Rule');

  it('stands in each Region once, and only where something happens', () => {
    const ids = (one: typeof whole): string[] => [...one.stacks.keys()].filter((id) => id.startsWith('TowerctlEvents'));
    expect(ids(whole).sort()).toEqual(regions.map((region) => `TowerctlEvents-${region}`));
    expect(ids(together)).toEqual(['TowerctlEvents-us-east-1']);
    expect(ids(withoutEvents)).toEqual([]);
    const environments = whole.assembly.stacks.map(({ id, environment }) => [
      id,
      `${environment.account}/${environment.region}`,
    ]);
    expect(Object.fromEntries(environments)).toEqual({
      TowerctlDeployment: `${DEPLOYMENT}/${HOME}`,
      TowerctlManagement: `${MANAGEMENT}/${HOME}`,
      ...Object.fromEntries(regions.map((region) => [`TowerctlEvents-${region}`, `${MANAGEMENT}/${region}`])),
    });
  });

  it.each([
    [HOME, ['control-tower', 'control-tower-calls']],
    ['us-east-1', ['organizations', 'organizations-calls', 'root-access']],
    ['us-west-2', ['identity-center']],
  ])('goes from %s to the bus of the deployment account in one hop', (region, names) => {
    const found = rules(`TowerctlEvents-${region}`);
    expect(found.map((rule) => rule['Name'])).toEqual(
      [...names, 'forwarding-alarms'].map((name) => `towerctl-${name}`),
    );
    for (const rule of found) {
      expect(rule).toMatchObject({
        State: 'ENABLED',
        Targets: [
          {
            Arn: `arn:aws:events:${HOME}:${DEPLOYMENT}:event-bus/towerctl`,
            RoleArn: `arn:aws:iam::${MANAGEMENT}:role/TowerctlEventsForwarding`,
            DeadLetterConfig: { Arn: expect.anything() },
          },
        ],
      });
      // The default bus, by which AWS tells its own events; and a pattern that EventBridge takes.
      expect(rule['EventBusName']).toBeUndefined();
      expect(JSON.stringify(rule['EventPattern']).length).toBeLessThan(4_096);
    }
  });

  it('leaves out what our own roles call', () => {
    const calls = regions
      .flatMap((region) => rules(`TowerctlEvents-${region}`))
      .filter((rule) => JSON.stringify(rule['EventPattern']).includes('AWS API Call'));
    expect(calls.length).toBe(4);
    for (const rule of calls) {
      expect(JSON.stringify(rule['EventPattern'])).toContain(
        '"anything-but":["TowerctlPlan","TowerctlApply","TowerctlAudit","TowerctlPullRequest"]',
      );
    }
  });

  it('has a role that may put events on that bus and nothing else, for those rules alone', () => {
    const role = named(management(whole), 'AWS::IAM::Role', 'RoleName', 'TowerctlEventsForwarding');
    const [trust, ...others] = statementsIn(role, 'AssumeRolePolicyDocument');
    expect(others).toEqual([]);
    expect(trust).toMatchObject({ Principal: { Service: 'events.amazonaws.com' } });
    expect(trust?.Condition?.['StringEquals']).toEqual({ 'aws:SourceAccount': MANAGEMENT });
    const expected = regions.flatMap((region) =>
      rules(`TowerctlEvents-${region}`).map(
        (rule) => `arn:aws:events:${region}:${MANAGEMENT}:rule/${String(rule['Name'])}`,
      ),
    );
    const trusted = trust?.Condition?.['ArnEquals']?.['aws:SourceArn'] as readonly string[];
    expect([...trusted].sort()).toEqual(expected.sort());
    const [policy, ...more] = role['Policies'] as readonly Resource['Properties'][];
    expect(more).toEqual([]);
    expect(statementsIn(policy ?? {})).toEqual([
      {
        Effect: 'Allow',
        Action: ['events:PutEvents'],
        Resource: [`arn:aws:events:${HOME}:${DEPLOYMENT}:event-bus/towerctl`],
      },
    ]);
  });

  it('keeps what could not be forwarded, and tells of it in the same Region', () => {
    const resources = stack(whole, 'TowerctlEvents-us-east-1');
    const queue = named(resources, 'AWS::SQS::Queue', 'QueueName', 'towerctl-events-undelivered');
    expect(queue).toMatchObject({ KmsMasterKeyId: expect.anything(), MessageRetentionPeriod: 1_209_600 });
    const [policy] = ofType(resources, 'AWS::SQS::QueuePolicy');
    const sending = statementsIn(policy ?? {}).filter(({ Effect }) => Effect === 'Allow');
    expect(sending).toHaveLength(1);
    expect(sending[0]).toMatchObject({ Action: 'sqs:SendMessage', Principal: { Service: 'events.amazonaws.com' } });
    expect(sending[0]?.Condition?.['ArnEquals']?.['aws:SourceArn']).toContain(
      `arn:aws:events:us-east-1:${MANAGEMENT}:rule/towerctl-organizations`,
    );
    expect(ofType(resources, 'AWS::CloudWatch::Alarm')).toMatchObject([
      { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0, AlarmActions: [expect.anything()] },
    ]);
    expect(ofType(resources, 'AWS::SNS::Subscription')).toMatchObject([
      { Protocol: 'email', Endpoint: 'ops@example.com' },
    ]);
  });

  it('is deployed after the bus and the role that it names', () => {
    const last = whole.assembly.stacks.find(({ id }) => id === 'TowerctlEvents-us-west-2');
    const before = last?.dependencies.map(({ id }) => id) ?? [];
    expect(before).toEqual(expect.arrayContaining(['TowerctlDeployment', 'TowerctlManagement']));
  });
});
