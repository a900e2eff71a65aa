import type { Bench } from '../../support/organization.js';

/**
 * For each kind a journey: a row of manifests, each of which changes one thing. The contract (contract.ts) is run
 * over every step of every journey on the unkind simulator. A new kind adds its journey here and nothing else.
 */
export interface Stop {
  readonly title: string;
  readonly manifest: string;
  /** What somebody else does before it: an audit, a bucket. */
  readonly prepare?: (bench: Bench) => Promise<void>;
  /** What the plan must say on the way here, in its order. */
  readonly plan: readonly string[];
}

const scp = (body: string): string => `{ Version: "2012-10-17", Statement: [${body}] }`;
const DENY = '{ Sid: DenyLeave, Effect: Deny, Action: ["organizations:LeaveOrganization"], Resource: "*" }';
const DENY_TOO = '{ Sid: DenyClose, Effect: Deny, Action: ["account:CloseAccount"], Resource: "*" }';

const CONTROLS = 'organizationalUnits: { Sandbox: { existing: true } }\ncontrols:\n';
const ROOT_USER = (exempt: string): string => {
  const arns = exempt.split(', ').map((name) => `"arn:aws:iam::*:role/${name}"`);
  return `  - { control: AWS-GR_RESTRICT_ROOT_USER, parameters: { ExemptAssumeRoot: true, ExemptedPrincipalArns: [${arns.join(', ')}] }, targets: [Sandbox/**] }\n`;
};
const LANDING_ZONE = (settings: string, allow = ''): string =>
  `organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline } }\nlandingZone: { ${settings} }\n${allow}`;
const NEW_ACCOUNT = (fields: string, unit = 'baseline: AWSControlTowerBaseline'): string =>
  `organizationalUnits: { Apps: { ${unit} } }\naccounts: { shop: { email: aws+shop@example.com, ou: Apps, ${fields} } }\n`;
const ACCOUNT_TRUST = 'trustedAccess: { account.amazonaws.com: on }\n';
const SOC = '{ name: SOC, title: Security, email: soc@example.com, phone: "+81 3 0000 0000" }';
/** Controls on Sandbox as before, one on a unit of its own, and accounts of Sandbox that move there. */
function movedIntoApps(accounts: readonly string[], controls?: string): string {
  const ids: Readonly<Record<string, string>> = { 'payments-prod': '300000000001', 'payments-dev': '300000000002' };
  return [
    'organizationalUnits: { Sandbox: { existing: true }, Apps: { baseline: AWSControlTowerBaseline } }',
    `controls: ${controls ?? '[{ control: AWS-GR_RESTRICTED_SSH, targets: [Sandbox, Apps] }, { control: CT.S3.PV.5, targets: [Sandbox] }]'}`,
    `accounts: { ${accounts.map((key) => `${key}: { id: "${ids[key]}", ou: Apps, adopt: true }`).join(', ')} }`,
    'guards: { allow: [{ code: loss-of-protection, at: "*", reason: test }] }',
  ].join('\n');
}
const SSH = (control: string): string => `  - { control: ${control}, targets: [Sandbox] }\n`;

const TEMPLATE = (size: string): string =>
  JSON.stringify({
    AWSTemplateFormatVersion: '2010-09-09',
    Parameters: { Days: { Type: 'Number', Default: '30' } },
    Resources: {
      Key: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name: '/towerctl/size', Value: size } },
    },
    Outputs: { Days: { Value: { Ref: 'Days' } } },
  });

/** What the journeys' manifests name beside themselves. */
export const FILES: Readonly<Record<string, string>> = {
  'templates/one.json': TEMPLATE('1'),
  'templates/two.json': TEMPLATE('2'),
};

/** The root user is denied in Apps: row 1A-4 is met there, and 1D-1 is not. */
const HELD_ACCOUNT = (unit: string, ...rows: readonly string[]): string =>
  [
    'organizationalUnits: { Apps: { children: { Prod: {} } } }',
    `accounts: { shop: { email: aws+shop@example.com, ou: ${unit}, quarantine: { policy: quarantine, readyWhen: [${rows.join(', ')}] } } }`,
    'policies:',
    `  quarantine: { type: scp, targets: [], document: ${scp('{ Effect: Deny, Action: "*", Resource: "*", Condition: { ArnNotLike: { "aws:PrincipalArn": ["arn:*:iam::*:role/AWSControlTowerExecution", "arn:*:iam::*:role/aws-controltower-*", "arn:*:iam::*:role/stacksets-exec-*"] }, "Null": { "aws:AssumedRoot": "true" } } }')} }`,
    `  deny-root: { type: scp, targets: [Apps], document: ${scp('{ Effect: Deny, Action: "*", Resource: "*", Condition: { ArnLike: { "aws:PrincipalArn": "arn:*:iam::*:root" }, "Null": { "aws:AssumedRoot": "true" } } }')} }`,
  ].join('\n');

const ACCOUNTS =
  'accounts: { dev: { id: "300000000002", adopt: true } }\norganizationalUnits: { Sandbox: { existing: true } }\n';
const BASELINES = (text: string): string => `${ACCOUNTS}stackBaselines:\n${text}`;
const DEFAULTS = (more: string): string => BASELINES(`  defaults: { regions: [ap-northeast-1, us-east-1], ${more} }\n`);

export const JOURNEYS: Readonly<Record<string, readonly Stop[]>> = {
  'organizational-unit': [
    {
      title: 'created, parents first',
      manifest: 'organizationalUnits: { Workloads: { children: { Prod: { tags: { env: prod } } } } }',
      plan: ['create unit:Workloads', 'create unit:Workloads/Prod'],
    },
    {
      title: 'a tag changed',
      manifest: 'organizationalUnits: { Workloads: { children: { Prod: { tags: { env: production } } } } }',
      plan: ['update unit:Workloads/Prod'],
    },
    {
      title: 'a tag removed',
      manifest: 'organizationalUnits: { Workloads: { children: { Prod: { tags: { env: null } } } } }',
      plan: ['update unit:Workloads/Prod'],
    },
    {
      title: 'the parent renamed, with all below it',
      manifest: 'organizationalUnits: { Apps: { was: Workloads, children: { Prod: {} } } }',
      plan: ['update unit:Apps'],
    },
    {
      title: 'a spent `was:` is silent, a unit is added',
      manifest: 'organizationalUnits: { Apps: { was: Workloads, children: { Prod: {}, Dev: {} } } }',
      plan: ['create unit:Apps/Dev'],
    },
    {
      title: 'moved below another parent: replaced',
      manifest:
        'organizationalUnits: { Apps: { children: { Prod: {} } }, Dev: { was: Apps/Dev } }\nguards: { allow: [{ code: unit-reparent, at: "unit:Dev", reason: test }] }',
      plan: ['replace unit:Dev', 'remove unit:Apps/Dev'],
    },
    {
      title: 'removed, children first',
      manifest: 'organizationalUnits: {}',
      plan: ['remove unit:Dev', 'remove unit:Apps/Prod', 'remove unit:Apps'],
    },
  ],
  account: [
    {
      title: 'adopted where it is',
      manifest:
        'accounts: { payments-dev: { id: "300000000002", ou: Sandbox } }\norganizationalUnits: { Sandbox: { existing: true }, Apps: {} }',
      plan: ['create unit:Apps', 'adopt account:payments-dev'],
    },
    {
      title: 'tagged',
      manifest:
        'accounts: { payments-dev: { id: "300000000002", ou: Sandbox, tags: { owner: pay } } }\norganizationalUnits: { Sandbox: { existing: true }, Apps: {} }',
      plan: ['update account:payments-dev'],
    },
    {
      title: 'moved',
      manifest:
        'accounts: { payments-dev: { id: "300000000002", ou: Apps, tags: { owner: pay } } }\norganizationalUnits: { Sandbox: { existing: true }, Apps: {} }\nguards: { allow: [{ code: loss-of-protection, at: "account:payments-dev", reason: test }] }',
      plan: ['update account:payments-dev'],
    },
    {
      title: 'a tag taken away',
      manifest:
        'accounts: { payments-dev: { id: "300000000002", ou: Apps, tags: { owner: null } } }\norganizationalUnits: { Sandbox: { existing: true }, Apps: {} }',
      plan: ['update account:payments-dev'],
    },
    {
      title: 'no longer declared: stays where it is',
      manifest: 'accounts: {}\norganizationalUnits: { Sandbox: { existing: true }, Apps: {} }',
      plan: [],
    },
  ],
  'account, made and closed': [
    {
      title: 'made, and moved into a unit that the same plan makes',
      manifest: NEW_ACCOUNT('tags: { owner: shop }', ''),
      plan: ['create unit:Apps', 'create account:shop'],
    },
    {
      title: 'registered with its unit',
      manifest: NEW_ACCOUNT('tags: { owner: shop }', 'baseline: AWSControlTowerBaseline'),
      plan: ['create baseline:AWSControlTowerBaseline@unit:Apps'],
    },
    {
      title: 'renamed, a contact and a Region, the trusted access for them first',
      manifest: `${NEW_ACCOUNT(`name: Shop, alternateContacts: { security: ${SOC} }, regions: [ap-east-1]`)}${ACCOUNT_TRUST}`,
      plan: ['create trusted-access:account.amazonaws.com', 'update account:shop'],
    },
    {
      title: 'the contact deleted',
      manifest: `${NEW_ACCOUNT('name: Shop, alternateContacts: { security: null }, regions: [ap-east-1]')}${ACCOUNT_TRUST}`,
      plan: ['update account:shop'],
    },
    {
      title: 'the Region switched off, an alias set',
      manifest: `${NEW_ACCOUNT('name: Shop, regions: ["-ap-east-1"], alias: bank-shop')}${ACCOUNT_TRUST}`,
      plan: ['update account:shop'],
    },
    {
      title: 'closed',
      manifest: `${NEW_ACCOUNT('close: true')}guards: { allow: [{ code: account-closure, at: "account:shop", reason: test }] }\n`,
      plan: ['remove account:shop'],
    },
    {
      title: 'no longer declared: nothing left to do',
      manifest: 'organizationalUnits: { Apps: {} }\naccounts: {}',
      plan: [],
    },
  ],
  'account from Account Factory': [
    {
      title: 'its unit registered first, then made and tagged',
      manifest: NEW_ACCOUNT('vend: account-factory, tags: { owner: shop }', 'baseline: AWSControlTowerBaseline'),
      plan: ['create unit:Apps', 'create baseline:AWSControlTowerBaseline@unit:Apps', 'create account:shop'],
    },
    {
      title: 'from then on like any other',
      manifest: NEW_ACCOUNT('vend: account-factory, tags: { owner: store }', 'baseline: AWSControlTowerBaseline'),
      plan: ['update account:shop'],
    },
  ],
  'account made under quarantine': [
    {
      title: 'put under the policy, then moved; held, since one of its rows is not met',
      manifest: HELD_ACCOUNT('Apps', '1A-4', '1D-1'),
      plan: [
        'create unit:Apps',
        'create unit:Apps/Prod',
        'create policy:scp/quarantine',
        'create policy:scp/deny-root',
        'create policy-attachment:scp/deny-root@unit:Apps',
        'create account:shop',
      ],
    },
    {
      title: 'moved while it is held',
      manifest: HELD_ACCOUNT('Apps/Prod', '1A-4', '1D-1'),
      plan: ['update account:shop'],
    },
    {
      title: 'let go, the policy first: the rows that are asked for now are met',
      manifest: HELD_ACCOUNT('Apps/Prod', '1A-4'),
      plan: ['remove policy-attachment:scp/quarantine@account:shop', 'update account:shop'],
    },
    { title: 'never held again', manifest: HELD_ACCOUNT('Apps/Prod', '1A-4', '1D-1'), plan: [] },
  ],
  'policy-type and trusted-access': [
    {
      title: 'enabled, trusted access first',
      manifest: 'policyTypes: { declarative-ec2: on, rcp: on }',
      plan: ['create trusted-access:ec2.amazonaws.com', 'create policy-type:declarative-ec2', 'create policy-type:rcp'],
    },
    { title: 'omission changes nothing', manifest: 'policyTypes: {}', plan: [] },
    {
      title: 'disabled when asked',
      manifest:
        'policyTypes: { declarative-ec2: off }\nguards: { allow: [{ code: policy-type-disable, at: "policy-type:declarative-ec2", reason: test }] }',
      plan: ['remove policy-type:declarative-ec2'],
    },
    {
      title: 'trusted access off',
      manifest: 'trustedAccess: { ec2.amazonaws.com: off }',
      plan: ['remove trusted-access:ec2.amazonaws.com'],
    },
  ],
  'organization-policy and policy-attachment': [
    {
      title: 'created and attached',
      manifest: `policies: { deny: { type: scp, document: ${scp(DENY)}, targets: [root] } }`,
      plan: ['create policy:scp/deny', 'create policy-attachment:scp/deny@root'],
    },
    {
      title: 'content changed',
      manifest: `policies: { deny: { type: scp, document: ${scp(`${DENY}, ${DENY_TOO}`)}, targets: [root] } }`,
      plan: ['update policy:scp/deny'],
    },
    {
      title: 'description changed',
      manifest: `policies: { deny: { type: scp, description: why, document: ${scp(`${DENY}, ${DENY_TOO}`)}, targets: [root] } }`,
      plan: ['update policy:scp/deny'],
    },
    {
      title: 'tagged',
      manifest: `policies: { deny: { type: scp, description: why, tags: { a: b }, document: ${scp(`${DENY}, ${DENY_TOO}`)}, targets: [root] } }`,
      plan: ['update policy:scp/deny'],
    },
    {
      title: 'renamed, attachments kept',
      manifest: `policies: { refuse: { was: deny, type: scp, description: why, tags: { a: b }, document: ${scp(`${DENY}, ${DENY_TOO}`)}, targets: [root] } }`,
      plan: ['update policy:scp/refuse'],
    },
    {
      title: 'attached elsewhere instead',
      manifest: `policies: { refuse: { type: scp, description: why, document: ${scp(`${DENY}, ${DENY_TOO}`)}, targets: ["account:300000000002"] } }\naccounts: { dev: { id: "300000000002" } }\nguards: { allow: [{ code: loss-of-protection, at: "*", reason: test }] }`,
      plan: [
        'adopt account:dev',
        'create policy-attachment:scp/refuse@account:dev',
        'remove policy-attachment:scp/refuse@root',
      ],
    },
    {
      title: 'another type, in the order of the manifest',
      manifest: `policies:\n  first: { type: tag, document: { tags: { a: { tag_key: { "@@assign": a } } } }, targets: [root] }\n  second: { type: tag, document: { tags: { b: { tag_key: { "@@assign": b } } } }, targets: [root] }\n  refuse: { type: scp, description: why, document: ${scp(`${DENY}, ${DENY_TOO}`)}, targets: [] }\nguards: { allow: [{ code: loss-of-protection, at: "*", reason: test }] }`,
      plan: [
        'create policy-type:tag',
        'create policy:tag/first',
        'create policy:tag/second',
        'create policy-attachment:tag/first@root',
        'create policy-attachment:tag/second@root',
        'remove policy-attachment:scp/refuse@account:payments-dev',
      ],
    },
    {
      title: 'removed',
      manifest:
        'policies: {}\nguards: { maxRemovals: 9, allow: [{ code: loss-of-protection, at: "*", reason: test }] }',
      plan: [
        'remove policy-attachment:tag/first@root',
        'remove policy-attachment:tag/second@root',
        'remove policy:scp/refuse',
        'remove policy:tag/first',
        'remove policy:tag/second',
      ],
    },
  ],
  'enabled-baseline': [
    {
      title: 'units registered, parents first',
      manifest:
        'organizationalUnits: { Apps: { baseline: AWSControlTowerBaseline, children: { Prod: { baseline: AWSControlTowerBaseline } } } }',
      plan: [
        'create unit:Apps',
        'create unit:Apps/Prod',
        'create baseline:AWSControlTowerBaseline@unit:Apps',
        'create baseline:AWSControlTowerBaseline@unit:Apps/Prod',
      ],
    },
    {
      title: 'what the landing zone registered is adopted',
      manifest:
        'organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline }, Apps: { baseline: AWSControlTowerBaseline, children: { Prod: { baseline: AWSControlTowerBaseline } } } }',
      plan: ['adopt baseline:AWSControlTowerBaseline@unit:Sandbox'],
    },
    {
      title: 'an account moves in: its unit is registered again after it',
      manifest:
        'organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline }, Apps: { baseline: AWSControlTowerBaseline, children: { Prod: { baseline: AWSControlTowerBaseline } } } }\naccounts: { payments-dev: { id: "300000000002", ou: Apps, adopt: true } }\nguards: { allow: [{ code: loss-of-protection, at: "*", reason: test }] }',
      plan: ['adopt account:payments-dev', 'repair baseline:AWSControlTowerBaseline@unit:Apps'],
    },
    {
      title: 'a unit is no longer registered, and no other',
      manifest:
        'organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline }, Apps: { baseline: AWSControlTowerBaseline, children: { Prod: { baseline: off } } } }\naccounts: { payments-dev: { id: "300000000002", ou: Apps } }',
      plan: ['remove baseline:AWSControlTowerBaseline@unit:Apps/Prod'],
    },
    {
      title: 'left out, it stays',
      manifest:
        'organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline }, Apps: { children: { Prod: {} } } }\naccounts: { payments-dev: { id: "300000000002", ou: Apps } }',
      plan: [],
    },
    {
      title: 'removed with its unit, once that is empty',
      manifest:
        'organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline } }\naccounts: { payments-dev: { id: "300000000002", ou: Sandbox } }\nguards: { allow: [{ code: loss-of-protection, at: "*", reason: test }] }',
      plan: [
        'update account:payments-dev',
        'repair baseline:AWSControlTowerBaseline@unit:Sandbox',
        'remove baseline:AWSControlTowerBaseline@unit:Apps',
        'remove unit:Apps/Prod',
        'remove unit:Apps',
      ],
    },
  ],
  'enabled-control': [
    {
      title: 'enabled: a preventive one with parameters, a detective one',
      manifest: `${CONTROLS}${ROOT_USER('break-glass')}${SSH('AWS-GR_RESTRICTED_SSH')}`,
      plan: [
        'create control:AWS-GR_RESTRICT_ROOT_USER@unit:Sandbox',
        'create control:AWS-GR_RESTRICTED_SSH@unit:Sandbox',
      ],
    },
    {
      title: 'parameters changed; the other form of an identifier changes nothing',
      manifest: `${CONTROLS}${ROOT_USER('break-glass, auditor')}${SSH('"arn:aws:controlcatalog:::control/6rilu41n0gb9w6mxrkyewoer4"')}`,
      plan: ['update control:AWS-GR_RESTRICT_ROOT_USER@unit:Sandbox'],
    },
    {
      title: 'parameters in another order are the same',
      manifest: `${CONTROLS}${ROOT_USER('auditor, break-glass')}${SSH('AWS-GR_RESTRICTED_SSH')}`,
      plan: [],
    },
    {
      title: 'one is not declared any more, a resource control policy is added by its alias',
      manifest: `${CONTROLS}${SSH('AWS-GR_RESTRICTED_SSH')}  - { control: CT.S3.PV.5, targets: [Sandbox] }\n`,
      plan: ['create control:CT.S3.PV.5@unit:Sandbox', 'remove control:AWS-GR_RESTRICT_ROOT_USER@unit:Sandbox'],
    },
    {
      title: 'another unit, registered, with a detective control',
      manifest: movedIntoApps(['payments-dev']),
      plan: [
        'create unit:Apps',
        'adopt account:payments-dev',
        'create baseline:AWSControlTowerBaseline@unit:Apps',
        'create control:AWS-GR_RESTRICTED_SSH@unit:Apps',
      ],
    },
    {
      title: 'an account moves in: its unit is registered again, and then what that leaves out is reset',
      manifest: movedIntoApps(['payments-dev', 'payments-prod']),
      plan: [
        'adopt account:payments-prod',
        'repair baseline:AWSControlTowerBaseline@unit:Apps',
        'repair control:AWS-GR_RESTRICTED_SSH@unit:Apps',
      ],
    },
    {
      title: 'all removed',
      manifest: movedIntoApps(['payments-dev', 'payments-prod'], '[]'),
      plan: [
        'remove control:AWS-GR_RESTRICTED_SSH@unit:Sandbox',
        'remove control:CT.S3.PV.5@unit:Sandbox',
        'remove control:AWS-GR_RESTRICTED_SSH@unit:Apps',
      ],
    },
  ],
  'landing-zone': [
    {
      title: 'as it is: nothing to do but to adopt the unit',
      manifest: LANDING_ZONE('version: "4.0", regions: [us-east-1, ap-northeast-1], accessManagement: true'),
      plan: ['adopt baseline:AWSControlTowerBaseline@unit:Sandbox'],
    },
    {
      title: 'automatic enrolment and retention: units are not concerned',
      manifest: LANDING_ZONE('autoEnroll: true, centralizedLogging: { retention: { logs: 400 } }'),
      plan: ['update landing-zone:main'],
    },
    {
      title: 'one more Region: its units are registered again after it',
      manifest: LANDING_ZONE('regions: [us-east-1, ap-northeast-1, ap-northeast-3]'),
      plan: ['update landing-zone:main', 'update baseline:AWSControlTowerBaseline@unit:Sandbox'],
    },
    {
      title: 'Identity Center no more: the unit is told so',
      manifest: LANDING_ZONE(
        'accessManagement: false',
        'guards: { allow: [{ code: landing-zone-weakened, at: "landing-zone:main", reason: test }] }',
      ),
      plan: ['update landing-zone:main', 'update baseline:AWSControlTowerBaseline@unit:Sandbox'],
    },
    {
      title: 'left out, everything stays',
      manifest: 'organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline } }',
      plan: [],
    },
  ],
  'stack-baseline': [
    {
      title: 'a whole unit: left to automatic deployment',
      manifest: DEFAULTS('template: templates/one.json, targets: [Sandbox/**]'),
      plan: ['adopt account:dev', 'create stack-baseline:defaults'],
    },
    {
      title: 'a parameter changed',
      manifest: DEFAULTS('template: templates/one.json, targets: [Sandbox/**], parameters: { Days: 90 }'),
      plan: ['update stack-baseline:defaults'],
    },
    {
      title: 'another template, one Region less',
      manifest: BASELINES(
        '  defaults: { regions: [us-east-1], template: templates/two.json, targets: [Sandbox/**], parameters: { Days: 90 } }\n',
      ),
      plan: ['update stack-baseline:defaults'],
    },
    {
      title: 'one account picked out: automatic deployment ends',
      manifest: BASELINES(
        '  defaults: { regions: [us-east-1], template: templates/two.json, targets: [account:dev], parameters: { Days: 90 } }\n',
      ),
      plan: ['update stack-baseline:defaults'],
    },
    {
      title: 'values of its own',
      manifest: BASELINES(
        '  defaults: { regions: [us-east-1], template: templates/two.json, targets: [account:dev], parameters: { Days: 90 }, overrides: [{ targets: [account:dev], parameters: { Days: 7 } }] }\n',
      ),
      plan: ['update stack-baseline:defaults'],
    },
    {
      title: 'no longer declared: instances first',
      manifest: BASELINES('  {}\n'),
      plan: ['remove stack-baseline:defaults'],
    },
  ],
  'management-stack': [
    {
      title: 'beside a set that cannot reach it',
      manifest: DEFAULTS('template: templates/one.json, targets: [account:dev], management: true'),
      plan: [
        'adopt account:dev',
        'create management-stack:defaults@ap-northeast-1',
        'create management-stack:defaults@us-east-1',
        'create stack-baseline:defaults',
      ],
    },
    {
      title: 'another template, one Region less',
      manifest: BASELINES(
        '  defaults: { regions: [us-east-1], template: templates/two.json, targets: [account:dev], management: true }\n',
      ),
      plan: [
        'update management-stack:defaults@us-east-1',
        'update stack-baseline:defaults',
        'remove management-stack:defaults@ap-northeast-1',
      ],
    },
    {
      title: 'the management account left out again, the set stays',
      manifest: BASELINES(
        '  defaults: { regions: [us-east-1], template: templates/two.json, targets: [account:dev] }\n',
      ),
      plan: ['remove management-stack:defaults@us-east-1'],
    },
    { title: 'all removed', manifest: BASELINES('  {}\n'), plan: ['remove stack-baseline:defaults'] },
  ],
};
