import { expect, it, describe as suite } from '@jest/globals';
import { describe } from '../../../src/kinds/permission-set/describe.js';
import type { PermissionSetSpec } from '../../../src/kinds/permission-set/spec.js';

const SET: PermissionSetSpec = { name: 'Dev', session: 'PT8H', managed: [], customer: [], authority: 'exclusive' };
const INLINE = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
const change = { address: 'permission-set:Dev', kind: 'permission-set', needs: [], after: [], reads: [] } as const;

suite('what a plan says of a permission set', () => {
  const made = (to: PermissionSetSpec) => describe({ ...change, action: 'create', why: 'declared', to });
  it('that is made: what it allows', () => {
    expect(made(SET)).toEqual(['no policies; sessions of PT8H']);
    expect(made({ ...SET, inline: INLINE })).toEqual(['an inline policy alone; sessions of PT8H', '+ Allow s3:*']);
    expect(
      made({ ...SET, managed: ['ReadOnlyAccess'], customer: [{ name: 'Extras', path: '/teams/' }], inline: INLINE })[0],
    ).toBe('ReadOnlyAccess, /teams/Extras (in each account); sessions of PT8H');
  });

  const changed = (from: PermissionSetSpec, to: PermissionSetSpec) =>
    describe({ ...change, action: 'update', why: 'changed', from, to, fields: [] });
  it('that changes: policies that come and go, and how far it reaches', () => {
    const from: PermissionSetSpec = {
      ...SET,
      managed: ['PowerUserAccess', 'ReadOnlyAccess'],
      provisionedIn: ['account:dev', 'account:prod'],
    };
    const to: PermissionSetSpec = {
      ...SET,
      managed: ['ReadOnlyAccess', 'SecurityAudit'],
      boundary: { managed: 'ReadOnlyAccess' },
    };
    expect(changed(from, to)).toEqual([
      '+ SecurityAudit',
      '- PowerUserAccess',
      '+ never more than ReadOnlyAccess',
      'provisioned anew in 2 accounts: dev, prod',
    ]);
    expect(changed({ ...to, boundary: { managed: 'PowerUserAccess' } }, to)).toEqual([
      '~ never more than ReadOnlyAccess, before: PowerUserAccess',
    ]);
  });

  it('of which only tags change: nothing reaches an account', () => {
    const from: PermissionSetSpec = { ...SET, provisionedIn: ['account:dev'], tags: { team: 'a' } };
    expect(changed(from, { ...SET, tags: { team: 'b' } })).toEqual([]);
  });
});
