import type {
  AggregatorFacts,
  AuditedRoot,
  IdentityCenterFacts,
  ManagementAccessFacts,
  RootAccessFacts,
  RootAuditFacts,
  SignInFacts,
} from '../../src/checklist/access-facts.js';
import { type Evidence, type Fact, known, unread } from '../../src/checklist/evidence.js';
import type { RowResult } from '../../src/checklist/verdict.js';
import type { NodeName } from '../../src/model.js';
import { evidence, lines, NO_SIGN_IN, row } from './samples.js';

const MEMBERS: readonly NodeName[] = [
  'account:log-archive',
  'account:audit',
  'account:payments-prod',
  'account:payments-dev',
];
const PROD: NodeName = 'account:payments-prod';
const DEV: NodeName = 'account:payments-dev';
const DENIED = (permission: string) =>
  unread<never>({ reason: `${permission} is denied`, missingPermission: permission });

/** Every account could be looked into: these are what was found where it is not nothing. */
function signIn(
  found: { readonly [Name in NodeName]?: Partial<SignInFacts> | 'closed' } = {},
): Pick<Evidence, 'signIn'> {
  const of = (name: NodeName): Fact<SignInFacts> => {
    const one = found[name];
    return one === 'closed' ? unread({ reason: 'closed' }) : known({ ...NO_SIGN_IN, ...one });
  };
  const names: readonly NodeName[] = ['account:management', ...MEMBERS];
  return { signIn: known(new Map(names.map((name) => [name, of(name)]))) };
}

describe('1A-2', () => {
  const ON = known({ credentialsManagement: true, sessions: true });
  const audit = (
    accounts: { readonly [Name in NodeName]?: AuditedRoot },
    more: Partial<RootAuditFacts> = {},
  ): Fact<RootAuditFacts> =>
    known({
      place: 's3://audits/root.json',
      accounts: new Map(
        MEMBERS.map((name): [NodeName, AuditedRoot] => [name, accounts[name] ?? { is: 'clean', how: 'audited' }]),
      ),
      kept: new Map(),
      dated: { oldest: '2026-11-22', newest: '2026-11-24', days: 2 },
      ...more,
    });
  const judged = (facts: Partial<RootAccessFacts>, more: Partial<Evidence> = {}): RowResult =>
    row('1A-2', evidence({ rootAccess: known({ features: ON, audit: audit({}), ...facts }), ...more }));

  test('met by a fresh audit, whose dates are said', () => {
    const result = judged({});
    expect(result).toMatchObject({ verdict: 'met', count: { met: 4, of: 4 }, advice: [] });
    expect(result.manifest).toBeUndefined();
    expect(lines(result)).toContain(
      'note: audited 2026-11-22 to 2026-11-24, at most 2 days ago (s3://audits/root.json)',
    );
  });

  test('credentials are named account by account, and what the manifest keeps is told apart', () => {
    const words = 'access key …4XYZ (last used 2026-10-01)';
    const result = judged({
      audit: audit({ [PROD]: { is: 'credentials', words } }, { kept: new Map([[PROD, 'kept: CHG-8841']]) }),
    });
    expect(result).toMatchObject({ verdict: 'partly', count: { met: 3, of: 4 } });
    expect(lines(result)).toEqual(
      expect.arrayContaining([
        `not met: the root user has credentials in 1 of 4 accounts: payments-prod (${words})`,
        'note: left out of the sweep by the manifest: payments-prod (kept: CHG-8841)',
      ]),
    );
    expect(result.advice).toEqual(['Mend what keeps the root credentials of the excepted accounts alive.']);
  });

  test.each<[string, AuditedRoot]>([
    ['blocked', { is: 'blocked', reason: 'the audit was blocked by the policy p-1' }],
    ['too old', { is: 'unknown', reason: 'its audit of 2026-10-01 is 54 days old (maxAge 7)' }],
  ])('an audit that is %s is unknown, never clean', (_, finding) => {
    const result = judged({ audit: audit({ [PROD]: finding }) });
    expect(result).toMatchObject({ verdict: 'unknown', count: { met: 3, of: 4 } });
    expect(result.advice.join(' ')).toContain('towerctl root audit');
  });

  test('without an audit: what the accounts themselves say, the others unknown', () => {
    const none: Partial<RootAccessFacts> = { audit: unread({ reason: 'never audited' }) };
    expect(judged(none)).toMatchObject({ verdict: 'unknown', count: { met: 0, of: 4 } });
    expect(judged(none).manifest).toContain('bucket: towerctl-root-audit-123456789012');
    expect(judged(none, signIn())).toMatchObject({ verdict: 'met', count: { met: 4, of: 4 } });
    const root = { ...NO_SIGN_IN.root, password: true };
    const some = judged(none, signIn({ [PROD]: { root }, [DEV]: 'closed' }));
    expect(some).toMatchObject({ verdict: 'partly', count: { met: 2, of: 4 } });
    expect(lines(some)).toContain(
      'not met: the root user has credentials in 1 of 4 accounts: payments-prod (password)',
    );
    // Older than the key of the summary: it does not tell.
    const silent = { ...NO_SIGN_IN.root, password: undefined };
    expect(judged(none, signIn({ [PROD]: { root: silent } })).verdict).toBe('unknown');
  });

  test('what came since the audit counts, and what has gone since does too', () => {
    const root = { ...NO_SIGN_IN.root, accessKeys: true };
    expect(judged({}, signIn({ [DEV]: { root } }))).toMatchObject({ verdict: 'partly', count: { met: 3, of: 4 } });
    const found = audit({ [DEV]: { is: 'credentials', words: 'password' } });
    expect(judged({ audit: found }, signIn()).verdict).toBe('met');
  });

  test.each([
    ['both off', known({ credentialsManagement: false, sessions: false }), 'partly'],
    ['sessions off', known({ credentialsManagement: true, sessions: false }), 'partly'],
    ['no trusted access', known(undefined), 'partly'],
    ['not readable', DENIED('iam:ListOrganizationsFeatures'), 'unknown'],
  ])('clean accounts and %s', (_, features, verdict) => {
    const result = judged({ features });
    expect(result.verdict).toBe(verdict);
    if (features.known) expect(result.manifest).toContain('credentialsManagement: true');
    else expect(result.missingPermissions).toEqual(['iam:ListOrganizationsFeatures']);
  });

  test('everything off and nothing known is not met', () => {
    expect(row('1A-2', evidence())).toMatchObject({ verdict: 'not met', count: { met: 0, of: 4 } });
  });
});

describe('1A-3', () => {
  const judged = (root: Partial<SignInFacts['root']>): RowResult =>
    row('1A-3', evidence({ management: known({ ...NO_SIGN_IN, root: { ...NO_SIGN_IN.root, ...root } }) }));
  test.each([
    [{ mfa: true, password: true }, 'met'],
    [{ mfa: false }, 'partly'],
    [{ mfa: true, accessKeys: true }, 'partly'],
    [{ mfa: false, accessKeys: true, signingCertificates: true }, 'not met'],
    [{ mfa: undefined }, 'unknown'],
    [{ mfa: undefined, accessKeys: true }, 'partly'],
  ])('%j is %s', (root, verdict) => {
    const result = judged(root);
    expect(result.verdict).toBe(verdict);
    expect(result.advice.length > 0).toBe(verdict !== 'met');
  });
  test('denied is unknown', () => {
    const result = row('1A-3', evidence({ management: DENIED('iam:GetAccountSummary') }));
    expect(result).toMatchObject({ verdict: 'unknown', missingPermissions: ['iam:GetAccountSummary'] });
  });
});

describe('1C-2', () => {
  const ALL: readonly NodeName[] = ['account:management', ...MEMBERS];
  const NONE = { failed: [], outdated: [] };
  const gathering = (more: Partial<AggregatorFacts> = {}): AggregatorFacts => ({
    name: 'organization',
    followsOrganization: true,
    sources: known({ of: new Map(ALL.map((name) => [name, NONE])) }),
    ...more,
  });
  const judged = (...aggregators: readonly AggregatorFacts[]): RowResult =>
    row('1C-2', evidence({ aggregation: known({ ...PLACE(known(aggregators)), governed: GOVERNED }) }));
  const GOVERNED = ['ap-northeast-1', 'us-east-1'];
  const PLACE = (aggregators: Fact<readonly AggregatorFacts[]>) => ({
    places: [{ account: 'account:audit' as NodeName, region: 'ap-northeast-1', aggregators }],
  });

  test('met by all Regions, and by all governed ones', () => {
    expect(judged(gathering())).toMatchObject({ verdict: 'met', count: { met: 5, of: 5 }, advice: [] });
    expect(judged(gathering({ regions: GOVERNED })).verdict).toBe('met');
    expect(lines(judged(gathering()))[0]).toContain('by organization of audit in ap-northeast-1');
  });

  test.each<[string, Partial<AggregatorFacts>, string]>([
    ['a Region too few', { regions: ['us-east-1'] }, 'it does not gather from ap-northeast-1'],
    ['a list of accounts', { followsOrganization: false }, 'it names accounts, and follows no organization'],
  ])('%s does not do', (_, more, why) => {
    const result = judged(gathering(more));
    expect(result.verdict).toBe('not met');
    expect(lines(result)).toContain(`note: other aggregators: organization of audit in ap-northeast-1 (${why})`);
    expect(result.manifest).toContain('configAggregators:');
  });

  test('failed, late and not yet gathered sources are said', () => {
    const failed = { failed: [{ region: 'us-east-1', why: 'NotAuthorized' }], outdated: [] };
    const of = new Map(ALL.map((name) => [name, name === PROD ? failed : { failed: [], outdated: ['us-east-1'] }]));
    of.delete(DEV);
    const result = judged(gathering({ sources: known({ of }) }));
    expect(result).toMatchObject({ verdict: 'partly', count: { met: 3, of: 5 } });
    const said = lines(result).join('\n');
    expect(said).toContain('does not gather in 1 of 5 accounts (NotAuthorized): payments-prod (us-east-1)');
    expect(said).toContain(
      'does not gather in 1 of 5 accounts (nothing has been gathered from there yet): payments-dev',
    );
    expect(said).toContain('note: gathered, and not the newest: management (us-east-1)');
  });

  test('the organization itself cannot be read', () => {
    const sources = known({ failed: 'OrganizationAccessDeniedException', of: new Map() });
    expect(judged(gathering({ sources }))).toMatchObject({ verdict: 'not met', count: { met: 0, of: 5 } });
  });

  test('an administrator that cannot be looked into may have one: unknown, and never so where one was found', () => {
    const closed = PLACE(unread({ reason: 'the account cannot be entered' }));
    const result = row('1C-2', evidence({ aggregation: known({ ...closed, governed: GOVERNED }) }));
    expect(result.verdict).toBe('unknown');
    expect(result.advice.join(' ')).toContain('towerctl-read');
    const both = { places: [...closed.places, ...PLACE(known([gathering()])).places], governed: GOVERNED };
    expect(row('1C-2', evidence({ aggregation: known(both) })).verdict).toBe('met');
  });
});

type Instance = NonNullable<IdentityCenterFacts['instance']>;
const NOBODY: ManagementAccessFacts = { grants: [], persons: 0 };
const center = (more: Partial<Instance> = {}): Pick<Evidence, 'identityCenter'> => ({
  identityCenter: known({
    regions: ['ap-northeast-1'],
    instance: { region: 'ap-northeast-1', status: 'ACTIVE', used: known(true), management: known(NOBODY), ...more },
  }),
});

describe('2-1', () => {
  const judged = (instance: Partial<Instance>, found: Parameters<typeof signIn>[0] = {}): RowResult =>
    row('2-1', evidence({ ...center(instance), ...signIn(found) }));

  test('met: an active instance that somebody uses, and no IAM user with a password', () => {
    expect(judged({})).toMatchObject({ verdict: 'met', count: { met: 5, of: 5 }, advice: [] });
  });

  test('IAM users with passwords are named, accounts that could not be entered are not counted as met', () => {
    const result = judged({}, { [PROD]: { withPassword: ['anna', 'ben'], notAsked: 3 }, [DEV]: 'closed' });
    expect(result).toMatchObject({ verdict: 'partly', count: { met: 3, of: 5 } });
    expect(lines(result)).toContain(
      'not met: IAM users sign in with a password in 1 of 5 accounts: payments-prod (anna, ben, 3 more not asked about)',
    );
    expect(result.manifest).toContain('template: towerctl-read');
    expect(judged({}, { [PROD]: { notAsked: 3 } }).verdict).toBe('unknown');
  });

  test('assignments that are not as declared count against their account', () => {
    const assignments = known({
      declared: 9,
      gaps: new Map([[PROD, ['group a lacks X', 'group b lacks X', 'group c lacks X', 'user d lacks X']]]),
      unread: new Map<NodeName, string>([[DEV, 'throttled']]),
      problems: ['the directory has no group "z"'],
    });
    const result = judged({ assignments });
    expect(result).toMatchObject({ verdict: 'partly', count: { met: 3, of: 5 } });
    const said = lines(result).join('\n');
    expect(said).toContain('payments-prod (group a lacks X; group b lacks X; group c lacks X; and 1 more)');
    expect(said).toContain('(throttled): payments-dev');
    expect(said).toContain('note: the manifest cannot be followed: the directory has no group "z"');
    expect(result.advice.join(' ')).toContain('Apply the manifest');
  });

  test('no instance, one that is not ready and one that nobody uses: not met', () => {
    const none = row('2-1', evidence({ ...signIn() }));
    expect(none).toMatchObject({ verdict: 'not met', count: { met: 0, of: 5 } });
    expect(lines(none).join()).toContain('SAML');
    expect(judged({ status: 'CREATE_IN_PROGRESS' }).verdict).toBe('not met');
    const empty = judged({ used: known(false) });
    expect(empty.verdict).toBe('not met');
    expect(empty.manifest).toContain('permissionSets:');
  });

  test('what may not be read makes it unknown, unless every account fails anyhow', () => {
    const unseen = { identityCenter: DENIED('sso:ListInstances') };
    const result = row('2-1', evidence({ ...unseen, ...signIn() }));
    expect(result).toMatchObject({ verdict: 'unknown', missingPermissions: ['sso:ListInstances'] });
    const everywhere = Object.fromEntries(
      ['account:management', ...MEMBERS].map((name) => [name, { withPassword: ['x'] }]),
    );
    expect(row('2-1', evidence({ ...unseen, ...signIn(everywhere) })).verdict).toBe('not met');
  });
});

describe('3-3', () => {
  const users = (withPassword: readonly string[]): Pick<Evidence, 'management'> => ({
    management: known({ ...NO_SIGN_IN, withPassword }),
  });
  const group = (name: string, members: number) => ({
    type: 'group' as const,
    name,
    permissionSets: ['Admin'],
    members,
  });
  const judged = (management: ManagementAccessFacts, withPassword: readonly string[] = []): RowResult =>
    row('3-3', evidence({ ...center({ management: known(management) }), ...users(withPassword) }));

  test.each([
    [0, 0, 'met', 'nobody may enter'],
    [1, 0, 'met', '1 person may enter'],
    [4, 1, 'met', '5 people may enter'],
    [4, 2, 'not met', '6 people may enter'],
  ])('%i through Identity Center and %i IAM users: %s', (persons, withPassword, verdict, words) => {
    const grants = [group('admins', 3), group('readers', 2)];
    const names = Array.from({ length: withPassword }, (_, index) => `user-${index}`);
    const result = judged({ grants, persons }, names);
    expect(result.verdict).toBe(verdict);
    expect(result.evidence[0]?.text).toContain(words);
    expect(lines(result)).toContain(
      'note: through Identity Center: group admins, 3 members (Admin), group readers, 2 members (Admin)',
    );
  });

  test('without an instance IAM users alone are counted', () => {
    expect(row('3-3', evidence(users([])))).toMatchObject({ verdict: 'met' });
  });

  test('what is not seen makes few unknown, and many stay many', () => {
    const unseen = { management: DENIED('iam:ListUsers') };
    const few = center({ management: known({ grants: [], persons: 2 }) });
    const many = center({ management: known({ grants: [], persons: 9 }) });
    expect(row('3-3', evidence({ ...few, ...unseen }))).toMatchObject({
      verdict: 'unknown',
      missingPermissions: ['iam:ListUsers'],
    });
    expect(row('3-3', evidence({ ...many, ...unseen })).verdict).toBe('not met');
    expect(row('3-3', evidence({ identityCenter: DENIED('sso:ListInstances') })).verdict).toBe('unknown');
  });
});
