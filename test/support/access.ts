import type { GuardInput } from '../../src/guards/guard.js';
import type { Address, Change, JsonObject, LandingZone } from '../../src/model.js';
import { LANDING_ZONE, planOf, type Sketch } from './picture.js';

const SKETCH: Sketch = {
  units: ['Security', 'Workloads'],
  accounts: { 'log-archive': 'unit:Security', audit: 'unit:Security', payments: 'unit:Workloads' },
};
const ZONE: LandingZone = {
  ...LANDING_ZONE,
  settings: {
    centralizedLogging: { enabled: true, account: 'account:log-archive' },
    securityRoles: { enabled: true, account: 'account:audit' },
  },
};

export type Specs = Readonly<Record<Address, JsonObject>>;

const KIND: Readonly<Record<string, string>> = {
  'permission-set': 'permission-set',
  assignment: 'permission-assignment',
  'stack-baseline': 'stack-baseline',
  'management-stack': 'management-stack',
  'delegated-administrator': 'delegated-administrator',
};

function kindOf(address: Address): string {
  return KIND[address.slice(0, address.indexOf(':'))] ?? '';
}

/** From these things to those, on the same organization. */
export function plan(
  before: Specs,
  after: Specs,
  options: { counts?: GuardInput['counts']; zone?: LandingZone | null } = {},
): GuardInput {
  const changes: Change[] = Object.entries(after).flatMap(([key, to]): Change[] => {
    const address = key as Address;
    const base = { address, kind: kindOf(address), needs: [], after: [], reads: [], why: 'declared' as const };
    const from = before[address];
    if (from === undefined) return [{ ...base, action: 'create' as const, to }];
    if (JSON.stringify(from) === JSON.stringify(to)) return [];
    return [{ ...base, action: 'update' as const, from, to, fields: [] }];
  });
  const gone: Change[] = Object.entries(before)
    .filter(([address]) => !Object.hasOwn(after, address))
    .map(([key, from]) => {
      const address = key as Address;
      return {
        address,
        kind: kindOf(address),
        needs: [],
        after: [],
        reads: [],
        why: 'removed' as const,
        action: 'remove' as const,
        from,
      };
    });
  const zone = options.zone === undefined ? ZONE : options.zone;
  const input = planOf(SKETCH, SKETCH, {
    changes: [...changes, ...gone],
    ids: { payments: '111111111111', audit: '222222222222' },
    ...(zone && { landingZone: zone }),
  });
  const withSpecs = (picture: GuardInput['before'], specs: Specs): GuardInput['before'] => ({
    ...picture,
    specs: new Map([
      ...picture.specs,
      ...Object.entries(specs).map(
        ([address, spec]) => [address as Address, { kind: kindOf(address as Address), spec }] as const,
      ),
    ]),
  });
  return {
    ...input,
    before: withSpecs(input.before, before),
    after: withSpecs(input.after, after),
    ...(options.counts && { counts: options.counts }),
  };
}

export const set = (name: string, more: JsonObject = {}): Specs => ({
  [`permission-set:${name}`]: { name, session: 'PT1H', managed: [], customer: [], authority: 'exclusive', ...more },
});
export const grant = (permissionSet: string, account: string, name = 'platform', type = 'group'): Specs => ({
  [`assignment:${type}/${name}->${permissionSet}@account:${account}`]: {
    principal: { type, name },
    permissionSet,
    account: `account:${account}`,
  },
});

export function baseline(accounts: readonly string[], resources: JsonObject, more: JsonObject = {}): Specs {
  return {
    'stack-baseline:b': {
      stackSet: 'towerctl-b',
      template: { Resources: resources },
      parameters: {},
      permissions: 'service-managed',
      capabilities: [],
      units: [],
      instances: Object.fromEntries(accounts.map((account) => [`account:${account}`, ['us-east-1']])),
      ...more,
    },
  };
}

export const role = (trust: JsonObject, more: JsonObject = {}, condition?: JsonObject): JsonObject => ({
  R: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'Ops',
      AssumeRolePolicyDocument: {
        Statement: [
          { Effect: 'Allow', Principal: trust, Action: 'sts:AssumeRole', ...(condition && { Condition: condition }) },
        ],
      },
      ...more,
    },
  },
});
export const ADMIN_ARN = { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] };
