import { describe, expect, it } from '@jest/globals';
import { directoryGroupAssigned } from '../../src/guards/directory-group-assigned.js';
import type { Guard, GuardInput } from '../../src/guards/guard.js';
import { permissionSetQuota } from '../../src/guards/permission-set-quota.js';
import { permissionSetSize } from '../../src/guards/permission-set-size.js';
import { assignmentAddress } from '../../src/kinds/permission-assignment/spec.js';
import type { Address, Change, JsonObject, NodeName } from '../../src/model.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { planOf, SMALL } from '../support/picture.js';

type Specs = Readonly<Record<Address, { readonly kind: string; readonly spec: JsonObject }>>;

const BASE = { needs: [], after: [], reads: [], why: 'declared' } as const;

function plan(changes: readonly Change[], after: Specs = {}, before: Specs = {}): GuardInput {
  const input = planOf(SMALL, SMALL, { changes });
  const joined = (specs: Specs) =>
    new Map([...input.before.specs, ...Object.entries(specs)]) as typeof input.before.specs;
  const made = Object.fromEntries(
    changes.flatMap((change) => ('to' in change ? [[change.address, { kind: change.kind, spec: change.to }]] : [])),
  );
  return {
    ...input,
    before: { ...input.before, specs: joined(before) },
    after: { ...input.after, specs: joined({ ...made, ...after }) },
  };
}

function set(fields: Readonly<Record<string, unknown>>): JsonObject {
  return {
    name: 'Developer',
    session: 'PT1H',
    managed: [],
    customer: [],
    authority: 'exclusive',
    ...fields,
  } as JsonObject;
}

function creation(to: JsonObject): Change {
  return { ...BASE, address: `permission-set:${String(to['name'])}`, kind: 'permission-set', action: 'create', to };
}

function grants(rows: readonly (readonly [group: string, set: string, account: NodeName])[]): Specs {
  return Object.fromEntries(
    rows.map(([name, permissionSet, account]) => {
      const spec = { principal: { type: 'group' as const, name }, permissionSet, account };
      return [assignmentAddress(spec), { kind: 'permission-assignment', spec }];
    }),
  );
}

const many = (number: number, what: string) => Array.from({ length: number }, (_, index) => `${what}${index}`);
const document = (length: number, filler: string) => ({
  Version: '2012-10-17',
  Statement: [{ Sid: filler.repeat(length), Effect: 'Allow', Action: '*', Resource: '*' }],
});

describe('permission-set-size', () => {
  it('counts bytes with and without white space, and lets nothing pass', () => {
    expect(sayings(permissionSetSize, plan([creation(set({ inline: document(9_000, 'x') }))]))).toEqual([]);
    const dense = plan([creation(set({ inline: document(10_240, 'x') }))]);
    expect(sayings(permissionSetSize, dense)).toEqual([
      'error permission-set:Developer: the inline policy has 10,334 bytes without white space, 94 more than the 10,240 that AWS allows',
    ]);
    expect(leftAfterAllowing(permissionSetSize, dense).some((text) => text.includes('inline policy has'))).toBe(true);
    const wide = plan([creation(set({ inline: document(33_000, ' ') }))]);
    expect(sayings(permissionSetSize, wide)[0]).toContain('bytes, 326 more than the 32,768');
  });

  it('characters beyond ASCII are more than one byte, and ids are filled in', () => {
    expect(sayings(permissionSetSize, plan([creation(set({ inline: document(4_000, '日') }))]))).toHaveLength(1);
    const ids = many(1_000, 'x').map(() => '${account.payments.id}');
    const input = plan([creation(set({ inline: { Statement: ids } }))]);
    const counted = { ...input, expand: (text: string) => text.replaceAll('${account.payments.id}', '1') };
    expect(sayings(permissionSetSize, counted)).toEqual([]);
  });
});

describe('permission-set-quota', () => {
  it('warns of more policies than a role takes, when the plan adds them', () => {
    const eleven = set({ managed: many(6, 'a'), customer: many(5, 'b').map((name) => ({ name, path: '/' })) });
    const input = plan([creation(eleven)]);
    expect(sayings(permissionSetQuota, input)).toEqual([
      'warning permission-set:Developer: 11 policies become one role, which takes 10 unless the quota of IAM was raised in each account',
    ]);
    expect(leftAfterAllowing(permissionSetQuota, input)).toEqual([]);
    const known = { 'permission-set:Developer': { kind: 'permission-set', spec: eleven } } as Specs;
    expect(sayings(permissionSetQuota, plan([creation(eleven)], {}, known))).toEqual([]);
    expect(sayings(permissionSetQuota, plan([creation(set({ managed: many(10, 'a') }))]))).toEqual([]);
  });

  it('counts the sets of an account', () => {
    const rows = many(501, 'Set').map((name) => ['all', name, 'account:dev'] as const);
    expect(sayings(permissionSetQuota, plan([], grants(rows)))).toEqual([
      'error permission-set:*: there would be 501 permission sets in account:dev, 1 more than the 500 that AWS allows',
    ]);
    expect(sayings(permissionSetQuota, plan([], grants(rows), grants(rows)))).toEqual([]);
    expect(sayings(permissionSetQuota, plan([], grants(rows.slice(1))))).toEqual([]);
  });

  it('counts the groups that are assigned one set in one account', () => {
    const rows = many(101, 'group').map((name) => [name, 'Developer', 'account:dev'] as const);
    expect(sayings(permissionSetQuota, plan([], grants(rows)))).toEqual([
      'error permission-set:Developer: there would be 101 groups that are assigned Developer in account:dev, 1 more than the 100 that AWS allows',
    ]);
    expect(sayings(permissionSetQuota, plan([], grants(rows.slice(1))))).toEqual([]);
  });

  it('counts everybody’s sets where all were listed', () => {
    const input = { ...plan([creation(set({}))]), counts: { 'permission-sets': 3_500 } };
    expect(sayings(permissionSetQuota, input)).toEqual([
      'error permission-set:*: there would be 3,501 permission sets, 1 more than the 3,500 that AWS allows',
    ]);
  });
});

describe('directory-group-assigned', () => {
  const removal: Change = {
    ...BASE,
    address: 'group:platform',
    kind: 'directory-group',
    action: 'remove',
    from: { name: 'platform' },
  };

  it('says where a group that goes still lets people in', () => {
    const left = grants([
      ['platform', 'Developer', 'account:dev'],
      ['others', 'Developer', 'account:dev'],
    ]);
    const input = plan([removal], left);
    expect(sayings(directoryGroupAssigned, input)).toEqual([
      'error group:platform: the group platform still lets its members in: Developer in dev',
    ]);
    expect(leftAfterAllowing(directoryGroupAssigned, input)).toEqual([]);
    expect(sayings(directoryGroupAssigned, plan([removal], grants([['others', 'Developer', 'account:dev']])))).toEqual(
      [],
    );
    expect(sayings(directoryGroupAssigned, plan([], left))).toEqual([]);
  });
});

it.each<readonly [Guard]>([[permissionSetSize], [permissionSetQuota], [directoryGroupAssigned]])(
  'a plan about something else is none of their business',
  (guard) => {
    expect(sayings(guard, plan([]))).toEqual([]);
  },
);
