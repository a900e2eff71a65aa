import { accountClosure } from '../../src/guards/account-closure.js';
import { accountEmail } from '../../src/guards/account-email.js';
import { accountQuota } from '../../src/guards/account-quota.js';
import type { GuardInput } from '../../src/guards/guard.js';
import type { Change, JsonObject } from '../../src/model.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { planOf, type Sketch, SMALL } from '../support/picture.js';

const base = (name: string) => ({
  address: `account:${name}` as const,
  kind: 'account',
  needs: [],
  after: [],
  reads: [],
  why: 'declared' as const,
});
const make = (name: string, spec: JsonObject = {}): Change => ({
  ...base(name),
  action: 'create',
  to: { name, email: `${name}@example.com`, parent: 'unit:Sandbox', ...spec },
});
const close = (name: string): Change => ({ ...base(name), action: 'remove', from: { name } });
const many = (count: number): Sketch => ({
  ...SMALL,
  accounts: Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, 'unit:Sandbox' as const])),
});
const plan = (count: number, changes: readonly Change[], limit?: number): GuardInput =>
  planOf(many(count), many(count), {
    changes,
    ...(limit !== undefined && { quotas: { accounts: { perOrganization: limit } } }),
  });

describe('account-quota', () => {
  test('the management account counts; as many as the quota pass, one more does not', () => {
    expect(sayings(accountQuota, plan(8, [make('x')]))).toEqual([]);
    expect(sayings(accountQuota, plan(8, [make('x'), make('y')]))).toEqual([
      'error plan:accounts: the organization would have 11 accounts, 1 more than the 10 it may have',
    ]);
    expect(leftAfterAllowing(accountQuota, plan(8, [make('x'), make('y')]))).toEqual([]);
  });
  test('the manifest says what AWS granted', () => {
    expect(sayings(accountQuota, plan(30, [make('x')], 32))).toEqual([]);
    expect(sayings(accountQuota, plan(30, [make('x')], 31))).toEqual([
      'error plan:accounts: the organization would have 32 accounts, 1 more than the 31 it may have',
    ]);
    expect([...(accountQuota.quotas?.(plan(30, [make('x')], 40)) ?? [])]).toEqual([
      { subject: 'accounts', before: 31, after: 32, limit: 40 },
    ]);
  });
  test('past the default AWS has granted more, and only it knows how many', () => {
    expect(sayings(accountQuota, plan(30, [make('x')]))).toEqual([
      'warning plan:accounts: the organization would have 32 accounts instead of 31, and how many AWS granted it is not known',
    ]);
  });
  test('nothing is said where none is made', () => {
    expect(sayings(accountQuota, plan(30, [close('a1')]))).toEqual([]);
    expect([...(accountQuota.quotas?.(plan(30, [])) ?? [])]).toEqual([]);
  });
  test('offline nobody knows which accounts there are', () => {
    const offline: Sketch = { ...many(30), planned: ['root', 'account:management'] };
    expect(sayings(accountQuota, planOf(offline, offline, { changes: [make('x')] }))).toEqual([]);
  });
});

describe('account-email', () => {
  const there = (spec: JsonObject): GuardInput => {
    const input = planOf(SMALL, SMALL, { changes: [make('shop')] });
    const specs = new Map(input.before.specs).set('account:alice', { kind: 'account', spec });
    return { ...input, before: { ...input.before, specs } };
  };
  test('an email that an account has already, whatever its case', () => {
    expect(sayings(accountEmail, there({ name: 'alice', email: 'Shop@Example.com' }))).toEqual([
      'error account:shop: the email shop@example.com is that of account:alice: AWS would make no account',
    ]);
  });
  test('the name of an account that exists: its email is mistyped, most likely', () => {
    const twin = there({ name: 'shop', email: 'shoq@example.com' });
    expect(sayings(accountEmail, twin)).toEqual([
      'error account:shop: a second account "shop" would be made: account:alice has that name and the email shoq@example.com, not shop@example.com',
    ]);
    expect(leftAfterAllowing(accountEmail, twin)).toEqual([]);
  });
  test('others pass', () => {
    expect(sayings(accountEmail, there({ name: 'alice', email: 'alice@example.com' }))).toEqual([]);
  });
});

describe('account-closure', () => {
  test('each closure is named, and passes when allowed', () => {
    expect(sayings(accountClosure, plan(3, [close('a1')]))).toEqual([
      'error account:a1: the account "a1" would be closed, as `close: true` says: after 90 days nothing brings it back',
    ]);
    expect(leftAfterAllowing(accountClosure, plan(3, [close('a1')]))).toEqual([]);
  });
  test('more than AWS closes in 30 days are warned of', () => {
    const closing = Array.from({ length: 251 }, (_, index) => close(`a${index}`));
    expect(sayings(accountClosure, plan(300, closing)).filter((text) => text.startsWith('warning'))).toEqual([
      'warning plan:closures: the plan closes 251 accounts and 0 are closed or suspended already; AWS closes 250 in 30 days at most',
    ]);
    expect(sayings(accountClosure, plan(300, closing.slice(1))).filter((text) => text.startsWith('warning'))).toEqual(
      [],
    );
  });
});
