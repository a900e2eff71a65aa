import type { AccessEvidence, SignInFacts } from '../../src/checklist/access-facts.js';
import {
  type ControlTowerFacts,
  type EnabledBaseline,
  type EnabledControl,
  type Evidence,
  type Fact,
  known,
  type OrganizationFacts,
  type PolicyFacts,
  type PolicyInForce,
  unread,
} from '../../src/checklist/evidence.js';
import { ROWS } from '../../src/checklist/rows.js';
import type { RowResult } from '../../src/checklist/verdict.js';
import type { JsonObject, NodeName } from '../../src/model.js';
import { Organization, type OrganizationNode } from '../../src/organization.js';

export const ORGANIZATION = 'o-exampleorg1';

const node = (name: NodeName, parent?: NodeName, more: Partial<OrganizationNode> = {}): OrganizationNode => ({
  name,
  ...(parent && { parent }),
  tags: {},
  declared: false,
  live: true,
  ...more,
});

const IDS: Readonly<Record<string, string>> = {
  'account:management': '123456789012',
  'account:log-archive': '200000000001',
  'account:audit': '200000000002',
  'account:payments-prod': '300000000001',
  'account:payments-dev': '300000000002',
};

/** Security (two shared accounts), Workloads with Prod and NonProd (an account each), one suspended account in Prod. */
export const TREE: readonly OrganizationNode[] = [
  node('root'),
  node('account:management', 'root', { management: true }),
  node('unit:Security', 'root'),
  node('account:log-archive', 'unit:Security'),
  node('account:audit', 'unit:Security'),
  node('unit:Workloads', 'root'),
  node('unit:Workloads/Prod', 'unit:Workloads'),
  node('account:payments-prod', 'unit:Workloads/Prod'),
  node('account:old-project', 'unit:Workloads/Prod', { state: 'SUSPENDED' }),
  node('unit:Workloads/NonProd', 'unit:Workloads'),
  node('account:payments-dev', 'unit:Workloads/NonProd'),
];

export function organizationFacts(
  more: readonly OrganizationNode[] = [],
  facts: Partial<OrganizationFacts> = {},
): OrganizationFacts {
  return {
    id: ORGANIZATION,
    allFeatures: true,
    tree: new Organization(ORGANIZATION, [...TREE, ...more]),
    idOf: (name) => IDS[name],
    isDeclared: () => false,
    missingUnits: [],
    ...facts,
  };
}

export const strayAccount = node('account:legacy-crm', 'root');

/** `{ root: [['deny-leave', document]] }` */
export function policies(
  at: { readonly [Place in NodeName]?: readonly (readonly [string, JsonObject | 'denied'])[] },
  allowLists: readonly NodeName[] = [],
): PolicyFacts {
  const inForce = Object.entries(at).map(([place, entries]): [NodeName, PolicyInForce[]] => [
    place as NodeName,
    (entries ?? []).map(([name, document]) => ({
      name,
      target: place as NodeName,
      document:
        document === 'denied'
          ? unread({
              reason: 'organizations:DescribePolicy: AccessDeniedException',
              missingPermission: 'organizations:DescribePolicy',
            })
          : known(document),
    })),
  ]);
  return { enabled: true, at: new Map(inForce), allowLists: known(new Set(allowLists)) };
}

export function deny(Action: string | readonly string[], Condition?: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action, Resource: '*', ...(Condition && { Condition }), ...more }],
  };
}

export const denyAsRcp = (Action: readonly string[], Condition: JsonObject): JsonObject =>
  deny(Action, Condition, { Principal: '*' });

export const DENY_ROOT = deny('*', {
  ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:root' },
  Null: { 'aws:AssumedRoot': 'true' },
});
export const DENY_LEAVE = deny('organizations:LeaveOrganization');
export const DENY_CONFIG_OFF = deny(['config:Delete*', 'config:StopConfigurationRecorder'], {
  ArnNotLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/AWSControlTowerExecution' },
});
export const DENY_REGIONS: JsonObject = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      NotAction: ['iam:*', 'organizations:*', 'sts:*'],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': ['ap-northeast-1'] } },
    },
  ],
};

const UNITS: readonly NodeName[] = ['unit:Workloads/Prod', 'unit:Workloads/NonProd'];
const ACCOUNTS: readonly NodeName[] = ['account:payments-prod', 'account:payments-dev'];

export const baseline = (target: NodeName, more: Partial<EnabledBaseline> = {}): EnabledBaseline => ({
  name: 'AWSControlTowerBaseline',
  target,
  status: 'SUCCEEDED',
  drifted: false,
  ...more,
});

export const control = (target: NodeName, more: Partial<EnabledControl> = {}): EnabledControl => ({
  name: 'AWS-GR_ENCRYPTED_VOLUMES',
  behavior: 'DETECTIVE',
  target,
  status: 'SUCCEEDED',
  drifted: false,
  ...more,
});

export function landingZone(more: Partial<ControlTowerFacts> = {}): ControlTowerFacts {
  return {
    homeRegion: 'ap-northeast-1',
    version: '4.0',
    status: 'ACTIVE',
    governedRegions: ['ap-northeast-1', 'us-east-1'],
    manifest: {
      centralizedLogging: { accountId: '200000000001', enabled: true },
      securityRoles: { accountId: '200000000002', enabled: true },
      config: { accountId: '200000000002', enabled: true },
    },
    baselines: known([...UNITS, ...ACCOUNTS].map((target) => baseline(target))),
    controls: known(['unit:Security' as NodeName, ...UNITS].map((target) => control(target))),
    ...more,
  };
}

/** The root user of an account without credentials, and no IAM user. */
export const NO_SIGN_IN: SignInFacts = {
  root: { password: false, accessKeys: false, signingCertificates: false, mfa: false },
  withPassword: [],
  notAsked: 0,
};

const CLOSED = 'the account cannot be entered by the role that reads';

/** Nothing switched on, no instance, nobody audited, no account entered but the management account. */
export function access(): AccessEvidence {
  const management: Fact<SignInFacts> = known({
    ...NO_SIGN_IN,
    root: { ...NO_SIGN_IN.root, password: true, mfa: true },
  });
  const members = Object.keys(IDS).filter((name) => name !== 'account:management') as NodeName[];
  const closed = members.map((name): [NodeName, Fact<SignInFacts>] => [name, unread({ reason: CLOSED })]);
  return {
    rootAccess: known({
      features: known({ credentialsManagement: false, sessions: false }),
      audit: unread({ reason: 'without a manifest it is not known where the result of the root audit lies' }),
    }),
    management,
    signIn: known(new Map([['account:management', management], ...closed])),
    aggregation: known({ places: [], governed: ['ap-northeast-1', 'us-east-1'] }),
    identityCenter: known({ regions: ['ap-northeast-1'] }),
  };
}

/** An organization with a landing zone and nothing else. */
export function evidence(more: Partial<Evidence> = {}): Evidence {
  return {
    organization: known(organizationFacts()),
    scp: known(policies({})),
    rcp: known(policies({})),
    ec2: known({ enabled: true, of: new Map() }),
    trustedServices: known(new Set(['controltower.amazonaws.com'])),
    administrators: known([]),
    controlTower: known(landingZone()),
    baselines: known({ declared: false, baselines: [] }),
    managementStacks: known(new Map()),
    ...access(),
    ...more,
  };
}

export function row(id: string, given: Evidence): RowResult {
  const found = ROWS.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`there is no row ${id}`);
  return found.assess(given);
}

/** `not met: the root user is not denied: payments-dev` */
export function lines({ evidence: found }: RowResult): string[] {
  return found.map(
    ({ state, text, about = [] }) => `${state}: ${text}${about.length === 0 ? '' : `: ${about.join(', ')}`}`,
  );
}
