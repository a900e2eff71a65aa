import type { GuardInput } from '../../src/guards/guard.js';
import { rootAccessOff } from '../../src/guards/root-access-off.js';
import { rootKeyInUse } from '../../src/guards/root-key-in-use.js';
import { rootRecovery } from '../../src/guards/root-recovery.js';
import type { RootCredentialsSpec } from '../../src/kinds/root-credentials/spec.js';
import type { Address, Change, JsonObject } from '../../src/model.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { planOf } from '../support/picture.js';

function removal(kind: string, address: Address, from: JsonObject): Change {
  return { address, kind, action: 'remove', why: 'declared', needs: [], after: [], reads: [], from };
}

function sweep(spec: Partial<RootCredentialsSpec>): Change {
  const whole: RootCredentialsSpec = {
    account: 'account:shop',
    password: false,
    accessKeys: [],
    signingCertificates: 0,
    mfaDevices: 0,
    auditedOn: '2026-06-01',
    result: { bucket: 'b', key: 'k', maxAge: 7 },
    ...spec,
  };
  return removal('root-credentials', 'root-credentials:shop', whole);
}

function plan(change: Change, on: readonly string[] = []): GuardInput {
  const input = planOf({}, {}, { changes: [change] });
  const specs = new Map(input.after.specs);
  for (const feature of on) specs.set(`root-access:${feature}`, { kind: 'root-access', spec: { feature } });
  return { ...input, after: { ...input.after, specs } };
}

describe('root-key-in-use', () => {
  const key = (lastUsed?: string, active = true): GuardInput =>
    plan(sweep({ accessKeys: [{ id: '…1234', active, ...(lastUsed !== undefined && { lastUsed }) }] }));

  test.each([
    ['the day of the audit', key('2026-06-01'), 1],
    ['90 days before', key('2026-03-03'), 1],
    ['91 days before', key('2026-03-02'), 0],
    ['never', key(), 0],
    ['inactive', key('2026-06-01', false), 0],
  ])('%s', (_, input, count) => {
    expect(sayings(rootKeyInUse, input)).toHaveLength(count);
    expect(leftAfterAllowing(rootKeyInUse, input)).toEqual([]);
  });

  test('says which key', () => {
    expect(sayings(rootKeyInUse, key('2026-05-30'))).toEqual([
      'error root-credentials:shop: access key …1234 of the root user of account:shop was last used on 2026-05-30, less than 90 days before the audit',
    ]);
  });
});

describe('root-recovery', () => {
  test('a password goes and nobody could let it be recovered', () => {
    expect(sayings(rootRecovery, plan(sweep({ password: true }), ['credentials-management']))).toEqual([
      'error root-credentials:shop: the root password of account:shop goes, and RootSessions is not on: nobody could let it be recovered',
    ]);
    expect(leftAfterAllowing(rootRecovery, plan(sweep({ password: true })))).toEqual([]);
  });

  test('sessions are on after the plan, or no password goes', () => {
    expect(sayings(rootRecovery, plan(sweep({ password: true }), ['sessions']))).toEqual([]);
    expect(sayings(rootRecovery, plan(sweep({ mfaDevices: 1, signingCertificates: 1 })))).toEqual([]);
  });
});

describe('root-access-off', () => {
  test.each([
    ['credentials-management', 'RootCredentialsManagement is switched off: who reads the root email'],
    ['sessions', 'RootSessions is switched off: members whose root passwords were deleted'],
  ])('%s', (feature, why) => {
    const input = plan(removal('root-access', `root-access:${feature}`, { feature }));
    expect(sayings(rootAccessOff, input)).toEqual([expect.stringContaining(`error root-access:${feature}: ${why}`)]);
    expect(leftAfterAllowing(rootAccessOff, input)).toEqual([]);
  });

  test('switching on is no matter', () => {
    const { from: _, ...rest } = { ...removal('root-access', 'root-access:sessions', {}), from: {} };
    const create: Change = { ...rest, action: 'create', to: { feature: 'sessions' } };
    expect(sayings(rootAccessOff, plan(create))).toEqual([]);
  });
});
