import { type Bench, HEADER, manifestOf } from '../support/organization.js';

export const HOME = 'ap-northeast-1';

const PACK = `Resources:
  Keys:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: keys
      Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED }
`;

/** One of each kind of this house. `over` takes the place of a section, under the same key. */
export interface Sections {
  readonly permissionSets?: string;
  readonly groups?: string;
  readonly assignments?: string;
  readonly configRules?: string;
  readonly conformancePacks?: string;
  readonly configAggregators?: string;
  readonly delegatedAdministrators?: string;
  readonly rootAccess?: string;
}

export const WHOLE: Sections = {
  permissionSets:
    '{ Developer: { managed: [PowerUserAccess], customer: [Extras], boundary: { managed: PowerUserAccess }, inline: { document: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:Get*", Resource: "*" }] } } }, Emergency: { managed: [ReadOnlyAccess], authority: declared } }',
  groups: '{ platform: { members: [mia] } }',
  assignments: `
  - { group: platform, permissionSet: Developer, targets: [account:payments-dev, account:payments-prod] }
  - { user: jo, permissionSet: Emergency, targets: [account:payments-dev] }`,
  configRules: `{ tls: { managed: S3_BUCKET_SSL_REQUESTS_ONLY, targets: [account:payments-dev], regions: [${HOME}] } }`,
  conformancePacks: `{ pci: { file: pci.yaml, targets: [account:payments-dev], regions: [${HOME}] } }`,
  configAggregators: `{ everything: { regions: [${HOME}] } }`,
  delegatedAdministrators: '{ identityCenter: account:payments-prod }',
  rootAccess: '{ credentialsManagement: true }',
};

export const NOTHING: Sections = {
  permissionSets: '{}',
  groups: '{}',
  assignments: '[]',
  configRules: '{}',
  conformancePacks: '{}',
  configAggregators: '{}',
  delegatedAdministrators: '{}',
  rootAccess: '{}',
};

/** Of another name: another team's manifest of the same organization. */
export const named = (name: string): string => HEADER.replace('name: test', `name: ${name}`);

const ACCOUNTS = `accounts:
  payments-dev: { id: "300000000002", existing: true }
  payments-prod: { id: "300000000001", existing: true }
`;

export function manifestWith(sections: Sections, name = 'test', more = ACCOUNTS) {
  const text = Object.entries(sections).map(([key, value]) => `${key}: ${value}\n`);
  return manifestOf(more + text.join(''), { 'pci.yaml': PACK }, named(name));
}

export const SEED = {
  identityCenter: {
    users: ['mia', 'jo'],
    customerPolicies: { 'payments-dev': ['/Extras'], 'payments-prod': ['/Extras'] },
  },
} as const;

export async function laid(bench: Bench): Promise<Bench> {
  await bench.converge(await manifestWith(WHOLE));
  return bench;
}
