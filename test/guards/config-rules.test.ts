import { describe, expect, test } from '@jest/globals';
import { configRecorderMissing } from '../../src/guards/config-recorder-missing.js';
import { configRecorderUnread } from '../../src/guards/config-recorder-unread.js';
import { configRuleQuota } from '../../src/guards/config-rule-quota.js';
import type { GuardInput, Picture } from '../../src/guards/guard.js';
import type { Address, Change, JsonObject, Lacking, NodeName } from '../../src/model.js';
import { Organization, type OrganizationNode } from '../../src/organization.js';

const node = (
  name: NodeName,
  parent: NodeName | undefined,
  more: Partial<OrganizationNode> = {},
): OrganizationNode => ({
  name,
  ...(parent && { parent }),
  tags: {},
  declared: false,
  live: true,
  ...more,
});
const NODES = [
  node('root', undefined),
  node('unit:Apps', 'root'),
  node('account:pay', 'unit:Apps'),
  node('account:old', 'unit:Apps', { state: 'SUSPENDED' }),
  node('account:main', 'root', { management: true }),
];
const rule = (name: string, excluded: readonly string[] = []): JsonObject => ({
  name,
  region: 'us-east-1',
  source: { managed: 'X_Y' },
  excluded,
});
const base = { needs: [], after: [], reads: [], why: 'declared' as const };
const laid = (spec: JsonObject): Change => ({
  ...base,
  address: `config-rule:${String(spec['name'])}@us-east-1`,
  kind: 'config-rule',
  action: 'create',
  to: spec,
});
const lacking = (account: NodeName, state: Lacking['state'] = 'none', region = 'us-east-1'): Lacking => ({
  what: 'config-recorder',
  account,
  region,
  state,
});

type Known = readonly (readonly [Address, string, JsonObject])[];
function picture(specs: Known, nodes: readonly OrganizationNode[] = NODES): Picture {
  return {
    organization: new Organization('o-1', nodes),
    specs: new Map(specs.map(([address, kind, spec]) => [address, { kind, spec }])),
  };
}
function input(changes: readonly Change[], more: Partial<GuardInput> = {}): GuardInput {
  return {
    changes,
    before: picture([]),
    after: picture([]),
    settings: { maxRemovals: 10, protectedPrincipals: [], quotas: {}, allow: [] },
    expand: (text) => text,
    ...more,
  };
}
const said = (given: GuardInput): string[] => [...configRecorderMissing.check(given)].map(({ message }) => message);

describe('config-recorder-missing', () => {
  test('who is excluded, suspended, or lacks it in another Region is nobody’s trouble', () => {
    const where = [lacking('account:main'), lacking('account:old'), lacking('account:pay', 'none', 'eu-west-1')];
    expect(said(input([laid(rule('a', ['account:main']))], { lacking: where }))).toEqual([]);
    expect(said(input([laid(rule('a'))], { lacking: where }))).toEqual([
      'no configuration recorder runs in us-east-1 in 1 of 2 accounts, where it would fail: main',
    ]);
  });

  test.each(['notice', 'remove', 'wait'] as const)('%s lays nothing', (action) => {
    const spec = rule('a');
    const change = {
      ...base,
      address: 'config-rule:a@us-east-1',
      kind: 'config-rule',
      action,
      from: spec,
      to: spec,
    } as unknown as Change;
    expect(said(input([change], { lacking: [lacking('account:main')] }))).toEqual([]);
  });

  test('a conformance pack is laid the same way', () => {
    const pack: Change = {
      ...base,
      address: 'conformance-pack:p@us-east-1',
      kind: 'conformance-pack',
      action: 'create',
      to: rule('p'),
    };
    expect(said(input([pack], { lacking: [lacking('account:pay', 'stopped')] }))).toEqual([
      'no configuration recorder runs in us-east-1 in 1 of 2 accounts, where it would find nothing or fail: pay (stopped)',
    ]);
  });

  const BASELINE: Known = [
    [
      'baseline:AWSControlTowerBaseline@unit:Apps',
      'enabled-baseline',
      { baseline: 'AWSControlTowerBaseline', target: 'unit:Apps' },
    ],
  ];
  const registers: Change = {
    ...base,
    address: 'baseline:AWSControlTowerBaseline@unit:Apps',
    kind: 'enabled-baseline',
    action: 'create',
    to: { baseline: 'AWSControlTowerBaseline', target: 'unit:Apps' },
  };

  test('enrolment by this plan brings it, in governed Regions', () => {
    const given = { after: picture(BASELINE), lacking: [lacking('account:pay')] };
    const change = laid(rule('a', ['account:main']));
    expect(said(input([change], given))).toHaveLength(1);
    expect(said(input([change, registers], given))).toEqual([]);
    const landingZone = { state: 'there', governedRegions: ['eu-west-1'] } as unknown as NonNullable<
      GuardInput['landingZone']
    >;
    expect(said(input([change, registers], { ...given, landingZone }))).toHaveLength(1);
  });

  test('an account that this plan makes has none of its own', () => {
    const nodes = [...NODES, node('account:new', 'unit:Apps', { live: false, declared: true })];
    const makes: Change = {
      ...base,
      address: 'account:new',
      kind: 'account',
      action: 'create',
      to: { parent: 'unit:Apps' },
    };
    const changes = [makes, laid(rule('a', ['account:main', 'account:pay']))];
    expect(said(input(changes, { after: picture([], nodes) }))).toEqual([
      expect.stringMatching(/1 of 1 accounts.*: new \(new\)$/),
    ]);
    expect(said(input(changes, { after: picture(BASELINE, nodes) }))).toEqual([]);
  });

  test('a stack with a recorder brings it where it is laid', () => {
    const template = { Resources: { R: { Type: 'AWS::Config::ConfigurationRecorder' } } };
    const stack = (instances: JsonObject, body: JsonObject = template): Change => ({
      ...base,
      address: 'stack-baseline:config',
      kind: 'stack-baseline',
      action: 'create',
      to: { stackSet: 's', template: body, instances },
    });
    const change = laid(rule('a', ['account:main']));
    const given = { lacking: [lacking('account:pay')] };
    expect(said(input([change, stack({ 'account:pay': ['us-east-1'] })], given))).toEqual([]);
    expect(said(input([change, stack({ 'account:pay': ['eu-west-1'] })], given))).toHaveLength(1);
    expect(said(input([change, stack({ 'account:pay': ['us-east-1'] }, { Resources: {} })], given))).toHaveLength(1);
    const own: Change = {
      ...base,
      address: 'management-stack:config@us-east-1',
      kind: 'management-stack',
      action: 'create',
      to: { stack: 's', region: 'us-east-1', template },
    };
    expect(said(input([laid(rule('a', ['account:pay'])), own], { lacking: [lacking('account:main')] }))).toEqual([]);
  });
});

describe('config-rule-quota', () => {
  const many = (number: number, excluded: readonly string[] = []): Known =>
    Array.from(
      { length: number },
      (_, index) => [`config-rule:r${index}@us-east-1`, 'config-rule', rule(`r${index}`, excluded)] as const,
    );
  const warned = (after: Known, before: Known = []) =>
    [...configRuleQuota.check(input([], { before: picture(before), after: picture(after) }))].map(
      ({ message, severity }) => `${severity} ${message}`,
    );

  test('said when an account comes near the limit, and not again when nothing is added', () => {
    expect(warned(many(899))).toEqual([]);
    expect(warned(many(900))).toEqual([
      expect.stringMatching(/^warning 900 organization rules would be in one account in us-east-1, of 1,000/),
    ]);
    expect(warned(many(900), many(900))).toEqual([]);
  });

  test('rules that no account has together do not count together', () => {
    const half: Known = many(899, ['account:pay']);
    const other: Known = [['config-rule:x@us-east-1', 'config-rule', rule('x', ['account:main', 'account:old'])]];
    expect(warned([...half, ...other])).toEqual([]);
  });
});

describe('config-recorder-unread', () => {
  const unread = (account: NodeName, reason?: string): Lacking => ({
    ...lacking(account, 'unread'),
    ...(reason !== undefined && { reason }),
  });
  const found = (given: GuardInput): object[] => [...configRecorderUnread.check(given)];
  const two = [unread('account:pay', 'AccessDenied'), unread('account:main', 'AccessDenied')];

  test('is one warning for all that is laid, and no finding of config-recorder-missing', () => {
    const given = input([laid(rule('a', ['account:main'])), laid(rule('b'))], { lacking: two });
    expect(found(given)).toMatchObject([
      {
        address: 'config-rule:a@us-east-1',
        severity: 'warning',
        message: 'whether AWS Config records is not known in 2 of 2 accounts: account:main, account:pay (AccessDenied)',
      },
    ]);
    expect(said(given)).toEqual([]);
  });

  test('who is left out was not meant', () => {
    expect(found(input([laid(rule('a', ['account:main', 'account:pay']))], { lacking: two }))).toEqual([]);
  });

  test('where this plan itself brings a recorder nobody had to look', () => {
    const baseline = { baseline: 'AWSControlTowerBaseline', target: 'unit:Apps' };
    const registers: Change = {
      ...base,
      address: 'baseline:AWSControlTowerBaseline@unit:Apps',
      kind: 'enabled-baseline',
      action: 'create',
      to: baseline,
    };
    const after = picture([[registers.address, 'enabled-baseline', baseline]]);
    const change = laid(rule('a', ['account:main']));
    expect(found(input([change], { after, lacking: two }))).toHaveLength(1);
    expect(found(input([change, registers], { after, lacking: two }))).toEqual([]);
  });
});
