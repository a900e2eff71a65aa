import { describe, expect, test } from '@jest/globals';
import { conformancePackQuota } from '../../src/guards/conformance-pack-quota.js';
import { delegatedAdministratorRefused } from '../../src/guards/delegated-administrator-refused.js';
import { delegatedAdministratorReplaced } from '../../src/guards/delegated-administrator-replaced.js';
import type { GuardInput } from '../../src/guards/guard.js';
import type { Address, Change, JsonObject } from '../../src/model.js';
import { Organization } from '../../src/organization.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { LANDING_ZONE, planOf, type Sketch, SMALL } from '../support/picture.js';

const ACCOUNTS: Sketch = { ...SMALL, accounts: { security: 'root', audit: 'root', tools: 'root' } };

const base = { needs: [], after: [], reads: [], why: 'declared' } as const;

function handOver(service: string, from: readonly string[], to: readonly string[]): Change {
  const spec = (names: readonly string[]): JsonObject => ({
    service,
    accounts: names.map((name) => `account:${name}`),
  });
  const common = {
    ...base,
    address: `delegated-administrator:${service}`,
    kind: 'delegated-administrator',
  } as const;
  if (from.length === 0) return { ...common, action: 'create', to: spec(to) };
  if (to.length === 0) return { ...common, action: 'remove', from: spec(from) };
  return { ...common, action: 'update', from: spec(from), to: spec(to), fields: [] };
}

function inputOf(changes: readonly Change[], more: Partial<GuardInput> = {}): GuardInput {
  return { ...planOf(ACCOUNTS, ACCOUNTS), changes, ...more };
}

const IAM = 'iam.amazonaws.com';
const RULES = 'config-multiaccountsetup.amazonaws.com';

describe('delegated-administrator-refused', () => {
  const found = (change: Change, more: Partial<GuardInput> = {}) =>
    sayings(delegatedAdministratorRefused, inputOf([change], more));

  test('a member account passes', () => {
    expect(found(handOver(IAM, [], ['security']))).toEqual([]);
  });

  test('the management account', () => {
    expect(found(handOver(IAM, [], ['management']))).toEqual([
      `error delegated-administrator:${IAM}: account:management is the management account, which is no delegated administrator of ${IAM}: it may do everything anyway`,
    ]);
  });

  test('an account that is suspended or closing', () => {
    const { after } = inputOf([]);
    const nodes = [...after.organization.nodes.values()].map((node) =>
      node.name === 'account:security' ? { ...node, state: 'PENDING_CLOSURE' } : node,
    );
    const closing = { ...after, organization: new Organization(after.organization.id, nodes) };
    expect(found(handOver(IAM, [], ['security']), { after: closing })).toEqual([
      `error delegated-administrator:${IAM}: account:security is PENDING_CLOSURE, and AWS registers no such account for ${IAM}`,
    ]);
  });

  test('more than the service takes: an error where the number is known, a warning where it is not', () => {
    const four = ['security', 'audit', 'tools', 'more'];
    expect(found(handOver(RULES, [], four))[0]).toMatch(/^error .*4 administrators for AWS Config .*takes 3$/);
    expect(found(handOver('sso.amazonaws.com', [], ['security', 'audit']))[0]).toMatch(/^warning .*takes 1 as far/);
    expect(found(handOver(IAM, [], four))).toEqual([]);
  });

  const moving: Change = {
    ...base,
    address: 'config-rule:tls@us-east-1',
    kind: 'config-rule',
    action: 'replace',
    from: { name: 'tls', region: 'us-east-1', administrator: 'account:security' },
    to: { name: 'tls', region: 'us-east-1', administrator: 'account:audit' },
    fields: [],
  };

  test('what the old one laid cannot be taken over in the same plan, and no allowance helps', () => {
    const input = inputOf([handOver(RULES, ['security'], ['audit']), moving]);
    expect(sayings(delegatedAdministratorRefused, input)).toEqual([
      `error delegated-administrator:${RULES}: account:security laid config-rule:tls@us-east-1, and only that account can take them away: not in the plan that deregisters it from ${RULES}`,
    ]);
    expect(leftAfterAllowing(delegatedAdministratorRefused, input)).toHaveLength(1);
  });

  test('with both registered, or taken away altogether, it can', () => {
    expect(sayings(delegatedAdministratorRefused, inputOf([handOver(RULES, [], ['audit']), moving]))).toEqual([]);
    const { to: _, fields: __, ...rest } = moving as Extract<Change, { action: 'replace' }>;
    const removal: Change = { ...rest, action: 'remove' };
    expect(sayings(delegatedAdministratorRefused, inputOf([handOver(RULES, ['security'], []), removal]))).toEqual([]);
  });
});

describe('delegated-administrator-replaced', () => {
  const found = (change: Change, more: Partial<GuardInput> = {}) =>
    sayings(delegatedAdministratorReplaced, inputOf([change], more));

  test('one more is no loss', () => {
    expect(found(handOver(RULES, ['security'], ['security', 'audit']))).toEqual([]);
  });

  test('who goes, who comes and what is lost, until it is allowed', () => {
    const change = handOver(IAM, ['security'], ['audit']);
    expect(found(change)).toEqual([
      `error delegated-administrator:${IAM}: account:security would no longer administer root access management (${IAM}), account:audit would; the account that leaves can no longer audit, unlock or delete what root users of members have`,
    ]);
    expect(leftAfterAllowing(delegatedAdministratorReplaced, inputOf([change]))).toEqual([]);
    expect(found(handOver('ssm.amazonaws.com', ['tools'], []))).toEqual([
      'error delegated-administrator:ssm.amazonaws.com: account:tools would no longer administer ssm.amazonaws.com, nobody takes over',
    ]);
  });

  test('what it laid is named, and that the landing zone registered it', () => {
    const { before } = inputOf([]);
    const specs = new Map<Address, { kind: string; spec: JsonObject }>([
      ...before.specs,
      ['conformance-pack:pci@us-east-1', { kind: 'conformance-pack', spec: { administrator: 'account:audit' } }],
      ['conformance-pack:soc@us-east-1', { kind: 'conformance-pack', spec: { region: 'us-east-1' } }],
    ]);
    const settings = { config: { enabled: true, account: 'account:audit' } };
    const landingZone = { ...LANDING_ZONE, version: '4.0', settings };
    const change = handOver(RULES, ['audit'], []);
    const [said = ''] = found(change, { before: { ...before, specs }, landingZone });
    expect(said).toContain('it laid conformance-pack:pci@us-east-1;');
    expect(said).toContain('the landing zone registered it for its Config integration');
    expect(found(change, { landingZone: { ...landingZone, version: '3.3' } })[0]).not.toContain('landing zone');
  });
});

describe('conformance-pack-quota', () => {
  const packs = (number: number, more: Partial<GuardInput> = {}): GuardInput => {
    const input = inputOf([]);
    const specs = new Map<Address, { kind: string; spec: JsonObject }>(
      Array.from({ length: number }, (_, index) => [
        `conformance-pack:p${index}@us-east-1`,
        { kind: 'conformance-pack', spec: { name: `p${index}`, region: 'us-east-1' } },
      ]),
    );
    return { ...input, after: { ...input.after, specs }, ...more };
  };

  test('50 in a Region, or as many as the manifest says', () => {
    expect(sayings(conformancePackQuota, packs(50))).toEqual([]);
    expect(sayings(conformancePackQuota, packs(51))[0]).toContain(
      '51 organization conformance packs in us-east-1, 1 more',
    );
    const { settings } = packs(0);
    const raised = { ...settings, quotas: { conformancePacks: { perOrganization: 60 } } };
    expect(sayings(conformancePackQuota, packs(51, { settings: raised }))).toEqual([]);
    expect(leftAfterAllowing(conformancePackQuota, packs(51))).toEqual([]);
  });

  test('what was over it before is not this plan’s doing', () => {
    const input = packs(51);
    expect(sayings(conformancePackQuota, { ...input, before: input.after })).toEqual([]);
  });
});
