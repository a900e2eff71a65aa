import { administratorAccess } from '../../src/guards/administrator-access.js';
import type { JsonObject } from '../../src/model.js';
import { ADMIN_ARN, baseline, grant, plan, role, type Specs, set } from '../support/access.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { policy } from '../support/picture.js';

const ADMIN = set('Admin', { managed: ['AdministratorAccess'] });
const said = (after: Specs, before: Specs = {}): string[] => sayings(administratorAccess, plan(before, after));

describe('administrator-access, assignments', () => {
  test.each([
    ['management', 'the management account'],
    ['log-archive', 'the log archive account'],
    ['audit', 'the audit account'],
  ])('an administrator of %s is named, and needs an allowance at the assignment', (account, where) => {
    const after = { ...ADMIN, ...grant('Admin', account) };
    expect(said(after)).toEqual([
      `error assignment:group/platform->Admin@account:${account}: group platform would be an administrator of ${where} (account:${account}) through Admin: AdministratorAccess`,
    ]);
    expect(leftAfterAllowing(administratorAccess, plan({}, after))).toEqual([]);
  });
  test('elsewhere, and with lesser rights, nothing is said', () => {
    expect(said({ ...ADMIN, ...grant('Admin', 'payments') })).toEqual([]);
    expect(said({ ...set('Power', { managed: ['PowerUserAccess'] }), ...grant('Power', 'management') })).toEqual([]);
    expect(said({ ...set('Empty'), ...grant('Empty', 'management') })).toEqual([]);
  });
  test('what was so before the plan is not said again, unless the set becomes an administrator’s', () => {
    const there = grant('Admin', 'audit');
    expect(said({ ...ADMIN, ...there }, { ...ADMIN, ...there })).toEqual([]);
    expect(said({ ...ADMIN, ...there }, { ...set('Admin'), ...there })).toHaveLength(1);
    // An assignment more of a set that is one already.
    expect(said({ ...ADMIN, ...there, ...grant('Admin', 'audit', 'others') }, { ...ADMIN, ...there })).toHaveLength(1);
  });
  const inline = (...statements: readonly JsonObject[]): string[] =>
    said({ ...set('Own', { inline: policy(...statements) }), ...grant('Own', 'management') });
  test('an inline policy that allows everything, or to grant oneself everything', () => {
    const allow = (Action: string | readonly string[], more: JsonObject = {}): JsonObject => ({
      Effect: 'Allow',
      Action,
      Resource: '*',
      ...more,
    });
    expect(inline(allow('*'))[0]).toContain('its inline policy (* on *)');
    expect(inline(allow('iam:*'))[0]).toContain('iam:CreateRole with iam:AttachRolePolicy');
    expect(inline(allow(['iam:PutRolePolicy'], { Resource: 'arn:aws:iam::*:role/*' }))).toHaveLength(1);
    // Under a condition it is still there for whoever meets it.
    expect(inline(allow('*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }))).toHaveLength(1);
    // What may be given is limited, or there is nothing to give it to, or IAM is denied.
    expect(inline(allow('iam:*', { Condition: { StringEquals: { 'iam:PermissionsBoundary': 'arn:x' } } }))).toEqual([]);
    expect(inline(allow('iam:PutRolePolicy', { Resource: 'arn:aws:iam::*:role/app/*' }))).toEqual([]);
    expect(inline(allow('*'), { Effect: 'Deny', Action: 'iam:*', Resource: '*' })).toEqual([]);
    expect(inline(allow('s3:*'), { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' })).toEqual(
      [],
    );
    expect(inline({ Effect: 'Allow', NotAction: ['s3:*'], Resource: '*' })).toHaveLength(1);
  });
  test('a boundary of AWS bounds; one of a customer’s is named, since its text is not known', () => {
    const bounded = (boundary: JsonObject): string[] =>
      said({ ...set('B', { managed: ['AdministratorAccess'], boundary }), ...grant('B', 'management') });
    expect(bounded({ managed: 'PowerUserAccess' })).toEqual([]);
    expect(bounded({ managed: 'AdministratorAccess' })).toHaveLength(1);
    expect(bounded({ customer: { name: 'Limits', path: '/' } })[0]).toContain('(bounded by Limits, whose text lies');
  });
  test('Control Tower’s sets are known by name; a set that could not be read counts as the worst', () => {
    expect(said(grant('AWSReadOnlyAccess', 'audit'))).toEqual([]);
    expect(said(grant('AWSAdministratorAccess', 'audit'))[0]).toContain(
      'through AWSAdministratorAccess: AdministratorAccess',
    );
    expect(said(grant('Mystery', 'audit'))).toEqual([
      'error assignment:group/platform->Mystery@account:audit: group platform would enter the audit account (account:audit) through Mystery, whose rights could not be read',
    ]);
  });
  test('a customer managed policy counts where a template lays it', () => {
    const wanted = set('Extras', { customer: [{ name: 'Extras', path: '/' }] });
    const lays = (action: string): Specs =>
      baseline(['payments'], {
        P: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: {
            ManagedPolicyName: 'Extras',
            PolicyDocument: { Statement: { Effect: 'Allow', Action: action, Resource: '*' } },
          },
        },
      });
    expect(said({ ...wanted, ...lays('*'), ...grant('Extras', 'audit') })[0]).toContain(
      'the customer managed policy Extras',
    );
    expect(said({ ...wanted, ...lays('s3:*'), ...grant('Extras', 'audit') })).toEqual([]);
    expect(said({ ...wanted, ...grant('Extras', 'audit') })).toEqual([]);
  });
  test('a landing zone that could not be read is said', () => {
    const input = plan({}, { ...ADMIN, ...grant('Admin', 'audit') }, { zone: { state: 'unknown', reason: 'denied' } });
    expect(sayings(administratorAccess, input)).toEqual([
      'warning undefined: which accounts are the log archive and the audit account is not known, so nobody judged who is let in there: denied',
    ]);
  });
  test('without a landing zone the management account alone is known', () => {
    const input = plan({}, { ...ADMIN, ...grant('Admin', 'audit'), ...grant('Admin', 'management') }, { zone: null });
    expect(sayings(administratorAccess, input)).toHaveLength(1);
  });
});

describe('administrator-access, templates', () => {
  const PEOPLE = { AWS: 'arn:aws:iam::111111111111:root' };
  test('a role with such rights, laid in the log archive', () => {
    const after = baseline(['log-archive', 'payments'], role(PEOPLE, ADMIN_ARN));
    expect(said(after)).toEqual([
      'error stack-baseline:b: the role Ops, trusted by account payments, would be an administrator of the log archive account (account:log-archive): AdministratorAccess',
    ]);
    expect(leftAfterAllowing(administratorAccess, plan({}, after))).toEqual([]);
    expect(said(baseline(['payments'], role(PEOPLE, ADMIN_ARN)))).toEqual([]);
  });
  test('not where only services of AWS may assume it, nor where its boundary holds it', () => {
    expect(said(baseline(['audit'], role({ Service: 'backup.amazonaws.com' }, ADMIN_ARN)))).toEqual([]);
    expect(
      said(
        baseline(
          ['audit'],
          role(PEOPLE, { ...ADMIN_ARN, PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess' }),
        ),
      ),
    ).toEqual([]);
  });
  test('rights that come with a policy beside it, and through an inline one with functions', () => {
    const statement = {
      Effect: 'Allow',
      Action: ['iam:CreateRole', 'iam:AttachRolePolicy'],
      Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*' },
    };
    const beside: JsonObject = {
      ...role(PEOPLE),
      P: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'p', Roles: [{ Ref: 'R' }], PolicyDocument: { Statement: [statement] } },
      },
    };
    expect(said(baseline(['audit'], beside))[0]).toContain('iam:CreateRole with iam:AttachRolePolicy');
    const inline = {
      Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
    };
    expect(said(baseline(['audit'], role(PEOPLE, inline)))[0]).toContain('* on *');
  });
  test('the management account’s own stack', () => {
    const after: Specs = {
      'management-stack:b@us-east-1': {
        stack: 'towerctl-b',
        region: 'us-east-1',
        template: { Resources: role(PEOPLE, ADMIN_ARN) },
        parameters: {},
        capabilities: [],
      },
    };
    expect(said(after)[0]).toContain('the management account (account:management)');
  });
  test('what was laid there before is not said; an account more is', () => {
    const old = baseline(['audit'], role(PEOPLE, ADMIN_ARN));
    expect(said(baseline(['audit'], role(PEOPLE, ADMIN_ARN), { description: 'x' }), old)).toEqual([]);
    const wider = said(baseline(['audit', 'log-archive'], role(PEOPLE, ADMIN_ARN)), old);
    expect(wider).toHaveLength(1);
    expect(wider[0]).toContain('of the log archive account (account:log-archive): ');
  });
});
