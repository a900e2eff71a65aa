import type { GuardInput } from '../../src/guards/guard.js';
import { managementAccountAccess } from '../../src/guards/management-account-access.js';
import { trustOutsideOrganization } from '../../src/guards/trust-outside-organization.js';
import type { JsonObject } from '../../src/model.js';
import { baseline, grant, plan, role, type Specs, set } from '../support/access.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';

describe('trust-outside-organization', () => {
  const trust = (after: Specs, before: Specs = {}): string[] => sayings(trustOutsideOrganization, plan(before, after));
  const VENDOR = { AWS: 'arn:aws:iam::999999999999:root' };
  test('an account of somebody else', () => {
    const after = baseline(['payments'], role(VENDOR));
    expect(trust(after)).toEqual([
      'error stack-baseline:b: the role Ops may be assumed from outside the organization, by account 999999999999, in payments',
    ]);
    expect(leftAfterAllowing(trustOutsideOrganization, plan({}, after))).toEqual([]);
  });
  test('everybody, unless a condition says the organization', () => {
    expect(trust(baseline(['payments'], role({ AWS: '*' })))[0]).toContain('by anyone');
    const ours = { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } };
    expect(trust(baseline(['payments'], role({ AWS: '*' }, {}, ours)))).toEqual([]);
    const others = { StringEquals: { 'aws:PrincipalOrgID': 'o-somebodyelse' } };
    expect(trust(baseline(['payments'], role({ AWS: '*' }, {}, others)))).toHaveLength(1);
  });
  test('accounts of the organization and services of AWS are inside', () => {
    expect(trust(baseline(['payments'], role({ AWS: ['111111111111', 'arn:aws:iam::222222222222:role/x'] })))).toEqual(
      [],
    );
    expect(trust(baseline(['payments'], role({ Service: 'backup.amazonaws.com' })))).toEqual([]);
  });
  test('an account that a parameter names is judged by whose it is', () => {
    const trusting = (id: string): Specs => {
      const [address, spec] = Object.entries(baseline(['payments'], role({ AWS: { Ref: 'Trusted' } })))[0] ?? [];
      if (address === undefined || spec === undefined) throw new Error('no baseline');
      const template = { Parameters: { Trusted: { Type: 'String' } }, ...(spec['template'] as JsonObject) };
      return { [address]: { ...spec, template, parameters: { Trusted: id } } };
    };
    expect(trust(trusting('222222222222'))).toEqual([]);
    expect(trust(trusting('999999999999'))[0]).toContain('by account 999999999999');
  });
  test('what was trusted before is said only where it comes to more accounts', () => {
    const old = baseline(['payments'], role(VENDOR));
    expect(trust(baseline(['payments'], role(VENDOR), { description: 'x' }), old)).toEqual([]);
    expect(trust(baseline(['payments', 'audit'], role(VENDOR)), old)[0]).toMatch(/in audit$/);
    const more = role({ AWS: ['arn:aws:iam::999999999999:root', 'arn:aws:iam::888888888888:root'] });
    expect(trust(baseline(['payments'], more), old)[0]).toContain('by account 888888888888, in payments');
  });
  test('a pipeline outside is one, its subjects named', () => {
    const federated = { Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com' };
    const subject = { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:bank/*' } };
    expect(trust(baseline(['payments'], role(federated, {}, subject)))[0]).toContain('for repo:bank/*');
  });
});

describe('management-account-access', () => {
  const both = { ...set('Audit'), ...grant('Audit', 'management'), ...grant('Audit', 'payments') };
  const warned = (after: Specs, counts?: GuardInput['counts'], before: Specs = {}): string[] =>
    sayings(managementAccountAccess, plan(before, after, counts ? { counts } : {}));
  const SSO = {
    'delegated-administrator:sso.amazonaws.com': { service: 'sso.amazonaws.com', accounts: ['account:audit'] },
  };
  test('where Identity Center has a delegated administrator, or gets one', () => {
    const message =
      'warning assignment:group/platform->Audit@account:management: Audit is assigned to the management account and to 1 other: the delegated administrator of Identity Center can no longer change or assign it anywhere';
    expect(warned(both, { 'identity-center-administrators': 1 })).toEqual([message]);
    expect(warned({ ...both, ...SSO })).toEqual([message]);
  });
  test('silent without one, where the plan takes it away, and for a set of its own', () => {
    expect(warned(both)).toEqual([]);
    expect(warned(both, { 'identity-center-administrators': 0 })).toEqual([]);
    expect(warned(both, { 'identity-center-administrators': 1 }, SSO)).toEqual([]);
    expect(warned({ ...set('Audit'), ...grant('Audit', 'management'), ...SSO })).toEqual([]);
  });
});
