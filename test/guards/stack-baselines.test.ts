import { describe, expect, it } from '@jest/globals';
import type { GuardInput } from '../../src/guards/guard.js';
import { recorderNeedsExecutionRole } from '../../src/guards/recorder-needs-execution-role.js';
import { stackSetQuota } from '../../src/guards/stack-set-quota.js';
import { stackSetReplaced } from '../../src/guards/stack-set-replaced.js';
import type { Address, Change, JsonObject } from '../../src/model.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { planOf, SMALL } from '../support/picture.js';

const RECORDER = { Resources: { R: { Type: 'AWS::Config::ConfigurationRecorder' } } };

function baseline(spec: Partial<Record<string, unknown>>): JsonObject {
  return {
    stackSet: 'towerctl-config',
    template: RECORDER,
    parameters: {},
    permissions: 'service-managed',
    capabilities: [],
    units: [],
    instances: {},
    ...spec,
  } as JsonObject;
}

/** A plan that creates these baselines where these units are registered. */
function plan(specs: readonly JsonObject[], registered: readonly string[] = []): GuardInput {
  const changes = specs.map(
    (to, index): Change => ({
      address: `stack-baseline:b${index}`,
      kind: 'stack-baseline',
      needs: [],
      after: [],
      reads: [],
      why: 'declared',
      action: 'create',
      to,
    }),
  );
  const input = planOf(SMALL, SMALL, { changes });
  const after = new Map(input.after.specs);
  for (const [index, spec] of specs.entries()) after.set(`stack-baseline:b${index}`, { kind: 'stack-baseline', spec });
  for (const target of registered) {
    const spec = { baseline: 'AWSControlTowerBaseline', target };
    after.set(`baseline:AWSControlTowerBaseline@${target}` as Address, { kind: 'enabled-baseline', spec });
  }
  return { ...input, after: { ...input.after, specs: after } };
}

const [account = ''] = planOf(SMALL, SMALL, { changes: [] }).after.organization.accounts('unit:Workloads').map(String);
const unit =
  planOf(SMALL, SMALL, { changes: [] }).after.organization.get(account as `account:${string}`)?.parent ?? 'root';
const instances = { [account]: ['us-east-1'] };

describe('recorder-needs-execution-role', () => {
  it('a recorder in an enrolled account is Control Tower’s own to make', () => {
    const input = plan([baseline({ instances })], [unit]);
    const name = account.replace('account:', '');
    expect(sayings(recorderNeedsExecutionRole, input)).toEqual([
      `error stack-baseline:b0: towerctl-config makes AWS::Config::ConfigurationRecorder, which Control Tower denies to service-managed StackSets in enrolled accounts: ${name}`,
    ]);
    expect(leftAfterAllowing(recorderNeedsExecutionRole, input)).toEqual([]);
    const usual = baseline({
      instances,
      permissions: 'self-managed',
      executionRole: 'AWSCloudFormationStackSetExecutionRole',
    });
    expect(sayings(recorderNeedsExecutionRole, plan([usual], [unit]))).toEqual([
      expect.stringContaining('which Control Tower denies to AWSCloudFormationStackSetExecutionRole'),
    ]);
  });

  it('passes with the exempt role, where no unit is registered, and without a recorder', () => {
    const exempt = baseline({ instances, permissions: 'self-managed', executionRole: 'AWSControlTowerExecution' });
    expect(sayings(recorderNeedsExecutionRole, plan([exempt], [unit]))).toEqual([]);
    expect(sayings(recorderNeedsExecutionRole, plan([baseline({ instances })]))).toEqual([]);
    const topic = baseline({ instances, template: { Resources: { T: { Type: 'AWS::SNS::Topic' } } } });
    expect(sayings(recorderNeedsExecutionRole, plan([topic], [unit]))).toEqual([]);
  });

  it('looks at every account below a registered unit', () => {
    expect(sayings(recorderNeedsExecutionRole, plan([baseline({ instances })], ['unit:Workloads']))).toHaveLength(1);
  });
});

describe('stack-set-quota', () => {
  const cells = (accounts: number): Record<string, string[]> =>
    Object.fromEntries(
      Array.from({ length: accounts }, (_, index) => [
        `account:a${index}`,
        Array.from({ length: 20 }, (__, region) => `r${region}`),
      ]),
    );

  it('counts accounts times Regions', () => {
    expect(sayings(stackSetQuota, plan([baseline({ instances: cells(5_001) })]))).toEqual([
      'error stack-baseline:b0: towerctl-config would have 100,020 instances in 5,001 accounts, 20 more than the 100,000 that CloudFormation allows',
    ]);
    expect(sayings(stackSetQuota, plan([baseline({ instances: cells(5_000) })]))).toEqual([]);
  });

  it('counts StackSets', () => {
    const many = Array.from({ length: 1_001 }, () => baseline({}));
    expect(sayings(stackSetQuota, plan(many))).toEqual([
      'error stack-baseline:*: there would be 1,001 StackSets, 1 more than the 1,000 that CloudFormation allows',
    ]);
    expect(sayings(stackSetQuota, plan(many.slice(1)))).toEqual([]);
  });

  it('counts those of everybody where they were listed', () => {
    const input = { ...plan([baseline({}), baseline({})]), counts: { 'stack-sets': 999 } };
    expect(sayings(stackSetQuota, input)).toEqual([
      'error stack-baseline:*: there would be 1,001 StackSets, 1 more than the 1,000 that CloudFormation allows',
    ]);
    expect(sayings(stackSetQuota, { ...input, counts: { 'stack-sets': 998 } })).toEqual([]);
  });
});

describe('stack-set-replaced', () => {
  const replacing = (from: Partial<Record<string, unknown>>, to: Partial<Record<string, unknown>>): GuardInput => {
    const change: Change = {
      address: 'stack-baseline:b',
      kind: 'stack-baseline',
      needs: [],
      after: [],
      reads: [],
      why: 'changed',
      action: 'replace',
      from: baseline({ instances, ...from }),
      to: baseline({ instances, ...to }),
      fields: [],
    };
    return planOf(SMALL, SMALL, { changes: [change] });
  };
  const name = account.replace('account:', '');

  it('says who is without what meanwhile, and lets an allowance pass', () => {
    const input = replacing({}, { permissions: 'self-managed' });
    expect(sayings(stackSetReplaced, input)).toEqual([
      `error stack-baseline:b: the StackSet towerctl-config would be removed and made anew, because its permissions change from service-managed to self-managed: until it is there again ${name} in us-east-1 are without AWS::Config::ConfigurationRecorder, and what those held is lost`,
    ]);
    expect(leftAfterAllowing(stackSetReplaced, input)).toEqual([]);
  });

  it('tells how to keep a set whose name alone changed', () => {
    const [finding] = [...stackSetReplaced.check(replacing({}, { stackSet: 'acme' }))];
    expect(finding?.message).toContain('its name changes from towerctl-config to acme');
    expect(finding?.hint).toContain('write name: towerctl-config to keep it');
  });

  it('says that stacks which stay would stand in the way', () => {
    const [finding] = [...stackSetReplaced.check(replacing({ retain: true }, { stackSet: 'acme' }))];
    expect(finding?.message).toContain('in no set any more, and new ones beside them would claim the same names');
  });

  it('has nothing against an update', () => {
    expect(sayings(stackSetReplaced, plan([baseline({ instances })]))).toEqual([]);
  });
});
