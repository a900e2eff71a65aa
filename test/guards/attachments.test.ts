import { fullAccessDetach } from '../../src/guards/full-access-detach.js';
import { lastScp } from '../../src/guards/last-scp.js';
import { policyTypeOff } from '../../src/guards/policy-type-off.js';
import { rcpDefault } from '../../src/guards/rcp-default.js';
import { scpWithoutEffect } from '../../src/guards/scp-without-effect.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { deny, planOf, policy, type Sketch, SMALL } from '../support/picture.js';

const FULL = 'scp/FullAWSAccess@unit:Sandbox';
const bare = (attached: string[], more: Partial<Sketch> = {}): Sketch => ({
  ...SMALL,
  fullAccess: false,
  attached,
  ...more,
});

describe('last-scp', () => {
  test('the last one cannot be detached, not even by allowance', () => {
    const plan = planOf(bare([FULL]), bare([]));
    expect(sayings(lastScp, plan)).toEqual([
      `error policy-attachment:${FULL}: Sandbox would have no service control policy attached: AWS refuses to detach the last one`,
    ]);
    expect(leftAfterAllowing(lastScp, plan)).toEqual(sayings(lastScp, plan));
  });

  test('one of two can; so can all of a unit that goes, or of a type that is switched off', () => {
    expect(sayings(lastScp, planOf(bare([FULL, 'scp/x@unit:Sandbox']), bare(['scp/x@unit:Sandbox'])))).toEqual([]);
    const gone = bare([], { units: ['Workloads', 'Workloads/Prod'], accounts: {} });
    expect(sayings(lastScp, planOf(bare([FULL], { accounts: {} }), gone))).toEqual([]);
    expect(sayings(lastScp, planOf(bare([FULL]), bare([], { types: [] })))).toEqual([]);
    const rcp = 'rcp/x@unit:Sandbox';
    expect(sayings(lastScp, planOf(bare([rcp]), bare([])))).toEqual([]);
  });
});

describe('full-access-detach', () => {
  const with_ = (effect: 'Allow' | 'Deny', at: string): Sketch =>
    bare([`scp/only@${at}`], { policies: { 'scp/only': policy({ Effect: effect, Action: 's3:*', Resource: '*' }) } });
  const before = bare([FULL]);

  test('a replacement that allows something at the same place passes', () => {
    expect(sayings(fullAccessDetach, planOf(before, with_('Allow', 'unit:Sandbox')))).toEqual([]);
  });

  test.each([
    ['only denies there', with_('Deny', 'unit:Sandbox')],
    ['the replacement elsewhere', with_('Allow', 'root')],
    ['nothing', bare([])],
  ])('%s: everything would stop', (_name, after) => {
    expect(sayings(fullAccessDetach, planOf(before, after))[0]).toMatch(
      /^error policy-attachment:scp\/FullAWSAccess@unit:Sandbox: FullAWSAccess leaves Sandbox/,
    );
    expect(leftAfterAllowing(fullAccessDetach, planOf(before, after))).toEqual([]);
  });

  test('detaching another policy is not its matter', () => {
    expect(sayings(fullAccessDetach, planOf(with_('Deny', 'root'), bare([])))).toEqual([]);
  });
});

describe('rcp-default', () => {
  const attached = bare(['rcp/RCPFullAWSAccess@root', 'rcp/mine@root']);
  test('cannot be detached, not even by allowance; others can', () => {
    const plan = planOf(attached, bare(['rcp/mine@root']));
    expect(sayings(rcpDefault, plan)).toEqual([
      'error policy-attachment:rcp/RCPFullAWSAccess@root: RCPFullAWSAccess cannot be detached from the root: AWS refuses',
    ]);
    expect(leftAfterAllowing(rcpDefault, plan)).toHaveLength(1);
    expect(sayings(rcpDefault, planOf(attached, bare(['rcp/RCPFullAWSAccess@root'])))).toEqual([]);
    expect(sayings(rcpDefault, planOf(bare([FULL]), bare([])))).toEqual([]);
  });
});

describe('policy-type-off', () => {
  const tagged = (types: string[] | null): Sketch => ({
    ...SMALL,
    policies: { 'tag/t': { tags: {} } },
    attached: ['tag/t@root', 'tag/t@unit:Sandbox'],
    types,
  });
  test('an attachment of a type that is off, once', () => {
    expect(sayings(policyTypeOff, planOf(SMALL, tagged(['scp'])))).toEqual([
      'error policy-attachment:tag/t@root: the policy type tag policy is not enabled after this plan, so AWS refuses to attach policy:tag/t',
    ]);
  });
  test('a type that is on, or of which nothing is known, passes', () => {
    expect(sayings(policyTypeOff, planOf(SMALL, tagged(['scp', 'tag'])))).toEqual([]);
    expect(sayings(policyTypeOff, planOf({ ...SMALL, types: null }, tagged(null)))).toEqual([]);
  });
});

describe('scp-without-effect', () => {
  const at = (target: string, type = 'scp') =>
    planOf(SMALL, { ...SMALL, policies: { [`${type}/x`]: policy(deny('s3:*')) }, attached: [`${type}/x@${target}`] });
  test('warns of an SCP or RCP at the management account, and of nothing else', () => {
    expect(sayings(scpWithoutEffect, at('account:management'))).toEqual([
      'warning policy-attachment:scp/x@account:management: account management is the management account: an SCP attached to it has no effect',
    ]);
    expect(sayings(scpWithoutEffect, at('account:management', 'rcp'))).toHaveLength(1);
    expect(sayings(scpWithoutEffect, at('account:management', 'tag'))).toEqual([]);
    expect(sayings(scpWithoutEffect, at('account:alice'))).toEqual([]);
    expect(leftAfterAllowing(scpWithoutEffect, at('account:management'))).toEqual([]);
  });
});
