import { readable } from '../../support/config-by-hand.js';
import type { Stop } from './journeys.js';

/** Rules in Guard that the journeys name. */
export const RULE_FILES: Readonly<Record<string, string>> = {
  'rules/versioning.guard':
    'rule versioned when resourceType == "AWS::S3::Bucket" {\n  configuration.versioning == true\n}\n',
  'rules/named.guard': 'rule named when resourceType == "AWS::S3::Bucket" {\n  tags["Name"] exists\n}\n',
};

const RULES = (...rules: readonly string[]): string =>
  `organizationalUnits: { Sandbox: { existing: true } }\naccounts: { payments-dev: { id: "300000000002", existing: true } }\nconfigRules:\n${rules.map((rule) => `  ${rule}\n`).join('')}`;

const TLS = (fields: string, targets = 'Sandbox/**'): string =>
  `tls: { managed: S3_BUCKET_SSL_REQUESTS_ONLY, targets: [${targets}], regions: [ap-northeast-1]${fields} }`;

const GUARD = (file: string, fields = ''): string =>
  `tls: { policy: { file: rules/${file}.guard }, triggers: [ConfigurationItemChangeNotification], resourceTypes: ["AWS::S3::Bucket"], targets: [Sandbox/**], regions: [ap-northeast-1]${fields} }`;

const HERE = 'config-rule:tls@ap-northeast-1';

export const RULE_JOURNEYS: Readonly<Record<string, readonly Stop[]>> = {
  'config-rule': [
    { title: 'laid', manifest: RULES(TLS('')), plan: ['adopt account:payments-dev', `create ${HERE}`] },
    {
      title: 'described, with parameters',
      manifest: RULES(TLS(', description: TLS everywhere, parameters: { maxAge: 90, kind: "x" }')),
      plan: [`update ${HERE}`],
    },
    {
      title: 'every twelve hours, for tagged buckets',
      manifest: RULES(
        TLS(', frequency: Twelve_Hours, resourceTypes: ["AWS::S3::Bucket"], tag: { key: data, value: card }'),
      ),
      plan: [`update ${HERE}`],
    },
    {
      title: 'out of one account',
      manifest: RULES(TLS(', exclude: ["account:payments-dev"]')),
      plan: [`update ${HERE}`],
    },
    {
      title: 'a second Region',
      manifest: RULES(
        TLS(', exclude: ["account:payments-dev"]').replace('[ap-northeast-1]', '[ap-northeast-1, us-east-1]'),
      ),
      plan: ['create config-rule:tls@us-east-1'],
    },
    {
      title: 'one Region again, and a rule in Guard of the same name',
      manifest: RULES(GUARD('versioning')),
      plan: [`replace ${HERE}`, 'remove config-rule:tls@us-east-1'],
    },
    { title: 'another text', manifest: RULES(GUARD('named')), plan: [`update ${HERE}`] },
    { title: 'taken away', manifest: 'configRules: {}\n', plan: [`remove ${HERE}`] },
  ],
};

const PACK = (days: number): string =>
  `Parameters:
  MaxAge: { Type: String, Default: "${days}" }
  Bucket: { Type: String, Default: "" }
Conditions:
  HasBucket: !Not [!Equals [!Ref Bucket, ""]]
Resources:
  Tls:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: s3-tls
      Source: { Owner: AWS, SourceIdentifier: S3_BUCKET_SSL_REQUESTS_ONLY }
  Keys:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: keys
      InputParameters: { maxAccessKeyAge: !Ref MaxAge }
      Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED }
`;

/** Templates of conformance packs that the journeys name. */
export const PACK_FILES: Readonly<Record<string, string>> = {
  'packs/ninety.yaml': PACK(90),
  'packs/thirty.yaml': PACK(30),
};

const ACCOUNTS = `organizationalUnits: { Sandbox: { existing: true } }
accounts:
  payments-prod: { id: "300000000001", existing: true }
  payments-dev: { id: "300000000002", existing: true }
`;

const PACKS = (fields: string, more = ''): string =>
  `${ACCOUNTS}conformancePacks:\n  pci: { targets: [Sandbox/**], ${fields} }\n${more}`;

const ADMINISTRATOR = 'delegatedAdministrators: { config: payments-dev }\n';
const TOKYO = 'conformance-pack:pci@ap-northeast-1';

export const PACK_JOURNEYS: Readonly<Record<string, readonly Stop[]>> = {
  'conformance-pack': [
    {
      title: 'laid in two Regions',
      manifest: PACKS('file: packs/ninety.yaml, regions: [ap-northeast-1, us-east-1]'),
      plan: [
        'adopt account:payments-prod',
        'adopt account:payments-dev',
        `create ${TOKYO}`,
        'create conformance-pack:pci@us-east-1',
      ],
    },
    {
      title: 'another template, with a parameter that names an account',
      manifest: PACKS(
        'file: packs/thirty.yaml, regions: [ap-northeast-1], parameters: { MaxAge: 45, Bucket: "logs-${account.payments-dev.id}" }',
      ),
      plan: [`update ${TOKYO}`, 'remove conformance-pack:pci@us-east-1'],
    },
    {
      title: 'out of one account',
      manifest: PACKS('file: packs/thirty.yaml, regions: [ap-northeast-1], exclude: [account:payments-prod]'),
      plan: [`update ${TOKYO}`],
    },
    {
      title: 'laid by a delegated administrator: away and anew',
      prepare: readable,
      manifest: PACKS(
        'file: packs/thirty.yaml, regions: [ap-northeast-1], administrator: account:payments-dev',
        ADMINISTRATOR,
      ),
      plan: [
        'create delegated-administrator:config.amazonaws.com',
        'create delegated-administrator:config-multiaccountsetup.amazonaws.com',
        `replace ${TOKYO}`,
      ],
    },
    {
      title: 'taken away, and the administrator after it',
      manifest: `${ACCOUNTS}conformancePacks: {}\ndelegatedAdministrators: { config: off }\nguards: { allow: [{ code: delegated-administrator-replaced, at: "delegated-administrator:*", reason: test }] }\n`,
      plan: [
        `remove ${TOKYO}`,
        'remove delegated-administrator:config.amazonaws.com',
        'remove delegated-administrator:config-multiaccountsetup.amazonaws.com',
      ],
    },
  ],
};

const AGGREGATORS = (fields: string, more = ''): string =>
  `${ACCOUNTS}configAggregators: { organization: { ${fields} } }\n${more}`;
const AGGREGATOR = 'config-aggregator:organization';

export const AGGREGATOR_JOURNEYS: Readonly<Record<string, readonly Stop[]>> = {
  'config-aggregator': [
    {
      title: 'made in the management account, for every Region',
      manifest: AGGREGATORS(''),
      plan: ['adopt account:payments-prod', 'adopt account:payments-dev', `create ${AGGREGATOR}`],
    },
    {
      title: 'two Regions only, and tags',
      manifest: AGGREGATORS('regions: [us-east-1, ap-northeast-1], tags: { owner: audit, data: none }'),
      plan: [`update ${AGGREGATOR}`],
    },
    {
      title: 'one tag changed, one taken away',
      manifest: AGGREGATORS('regions: [us-east-1, ap-northeast-1], tags: { owner: security, data: null }'),
      plan: [`update ${AGGREGATOR}`],
    },
    {
      title: 'moved to a delegated administrator',
      prepare: readable,
      manifest: AGGREGATORS('account: account:payments-dev, regions: [us-east-1, ap-northeast-1]', ADMINISTRATOR),
      plan: [
        'create trusted-access:config-multiaccountsetup.amazonaws.com',
        'create delegated-administrator:config.amazonaws.com',
        'create delegated-administrator:config-multiaccountsetup.amazonaws.com',
        `replace ${AGGREGATOR}`,
      ],
    },
    {
      title: 'looked at in another Region',
      manifest: AGGREGATORS('account: payments-dev, region: us-east-1', ADMINISTRATOR),
      plan: [`replace ${AGGREGATOR}`],
    },
    {
      title: 'removed',
      manifest: `${ACCOUNTS}configAggregators: {}\n${ADMINISTRATOR}`,
      plan: [`remove ${AGGREGATOR}`],
    },
  ],
};
