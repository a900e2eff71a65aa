import { configPutByHand, readable } from '../../support/config-by-hand.js';
import type { Stop } from './journeys.js';

const HOUSE = `organizationalUnits: { Sandbox: { existing: true } }
accounts: { payments-dev: { id: "300000000002", existing: true } }
`;
const RULE = (fields: string, more = ''): string =>
  `${HOUSE}configRules: { tls: { ${fields}, targets: [Sandbox/**], regions: [ap-northeast-1] } }\n${more}`;
const MANAGED = (fields = '', more = ''): string => RULE(`managed: S3_BUCKET_SSL_REQUESTS_ONLY${fields}`, more);
const HERE = 'config-rule:tls@ap-northeast-1';
const UPDATED = [`update ${HERE}`];

/** One field at a time, given, changed and taken away. */
const FIELDS: readonly Stop[] = [
  { title: 'laid', manifest: MANAGED(), plan: ['adopt account:payments-dev', `create ${HERE}`] },
  { title: 'described', manifest: MANAGED(', description: TLS'), plan: UPDATED },
  { title: 'described otherwise', manifest: MANAGED(', description: TLS everywhere'), plan: UPDATED },
  { title: 'no longer described', manifest: MANAGED(), plan: UPDATED },
  { title: 'with parameters', manifest: MANAGED(', parameters: { days: 90 }'), plan: UPDATED },
  { title: 'another value', manifest: MANAGED(', parameters: { days: 30 }'), plan: UPDATED },
  { title: 'the same value as text', manifest: MANAGED(', parameters: { days: "30" }'), plan: [] },
  { title: 'every hour, no parameters', manifest: MANAGED(', frequency: One_Hour'), plan: UPDATED },
  { title: 'twice a day', manifest: MANAGED(', frequency: Twelve_Hours'), plan: UPDATED },
  {
    title: 'types, in any order',
    manifest: MANAGED(', resourceTypes: ["AWS::S3::Bucket", "AWS::EC2::VPC"]'),
    plan: UPDATED,
  },
  { title: 'the same types', manifest: MANAGED(', resourceTypes: ["AWS::EC2::VPC", "AWS::S3::Bucket"]'), plan: [] },
  { title: 'one resource', manifest: MANAGED(', resourceTypes: ["AWS::S3::Bucket"], resourceId: logs'), plan: UPDATED },
  { title: 'tagged ones', manifest: MANAGED(', tag: { key: data, value: card }'), plan: UPDATED },
  { title: 'whatever the tag says', manifest: MANAGED(', tag: { key: data }'), plan: UPDATED },
  { title: 'out of one account', manifest: MANAGED(', exclude: ["account:payments-dev"]'), plan: UPDATED },
  { title: 'and in again', manifest: MANAGED(), plan: UPDATED },
];

const LAMBDA = (name: string, triggers: string): string =>
  RULE(
    `lambda: "arn:aws:lambda:ap-northeast-1:\${account.payments-dev.id}:function:${name}", triggers: [${triggers}]`,
  ).replaceAll('${account.payments-dev.id}', '300000000002');
const GUARD = (file: string, triggers = 'ConfigurationItemChangeNotification', debug = ''): string =>
  RULE(`policy: { file: rules/${file}.guard${debug} }, triggers: [${triggers}]`);

const SOURCES: readonly Stop[] = [
  {
    title: 'judged by a function',
    manifest: LAMBDA('judge', 'ScheduledNotification'),
    plan: ['adopt account:payments-dev', `create ${HERE}`],
  },
  {
    title: 'by changes as well',
    manifest: LAMBDA('judge', 'ScheduledNotification, ConfigurationItemChangeNotification'),
    plan: UPDATED,
  },
  {
    title: 'by another function',
    manifest: LAMBDA('judge-2', 'ConfigurationItemChangeNotification, ScheduledNotification'),
    plan: UPDATED,
  },
  { title: 'in Guard: laid anew', manifest: GUARD('versioning'), plan: [`replace ${HERE}`] },
  {
    title: 'logged in one account',
    manifest: GUARD('versioning', undefined, ', debugIn: ["account:payments-dev"]'),
    plan: UPDATED,
  },
  {
    title: 'for large items too',
    manifest: GUARD('versioning', 'ConfigurationItemChangeNotification, OversizedConfigurationItemChangeNotification'),
    plan: UPDATED,
  },
  { title: 'one of AWS: laid anew', manifest: MANAGED(), plan: [`replace ${HERE}`] },
  { title: 'another one of AWS', manifest: RULE('managed: S3_BUCKET_VERSIONING_ENABLED'), plan: UPDATED },
];

const ADMINISTRATOR = 'delegatedAdministrators: { config: payments-dev }\n';
const ALLOWED =
  'guards: { allow: [{ code: delegated-administrator-replaced, at: "delegated-administrator:*", reason: test }] }\n';

const ADMINISTERED: readonly Stop[] = [
  {
    title: 'laid by a delegated administrator, who is registered first',
    prepare: readable,
    manifest: MANAGED(', administrator: payments-dev', ADMINISTRATOR),
    plan: [
      'create trusted-access:config-multiaccountsetup.amazonaws.com',
      'create delegated-administrator:config.amazonaws.com',
      'create delegated-administrator:config-multiaccountsetup.amazonaws.com',
      `create ${HERE}`,
    ],
  },
  {
    title: 'changed there',
    manifest: MANAGED(', administrator: payments-dev, description: TLS', ADMINISTRATOR),
    plan: UPDATED,
  },
  {
    title: 'laid by the management account: away and anew',
    manifest: MANAGED(', description: TLS', ADMINISTRATOR),
    plan: [`replace ${HERE}`],
  },
  {
    title: 'and back, and then away with the administrator',
    manifest: MANAGED(', administrator: payments-dev', ADMINISTRATOR),
    plan: [`replace ${HERE}`],
  },
  {
    title: 'taken away, the administrator after it',
    manifest: `${HOUSE}configRules: {}\ndelegatedAdministrators: { config: off }\n${ALLOWED}`,
    plan: [
      `remove ${HERE}`,
      'remove delegated-administrator:config.amazonaws.com',
      'remove delegated-administrator:config-multiaccountsetup.amazonaws.com',
    ],
  },
];

const FOUND: readonly Stop[] = [
  {
    title: 'a rule, a pack and an aggregator of somebody else, taken over and changed',
    prepare: configPutByHand,
    manifest: `${HOUSE}configRules: { tls: { managed: S3_BUCKET_SSL_REQUESTS_ONLY, parameters: { days: 90 }, adopt: true, targets: [Sandbox/**], regions: [ap-northeast-1] } }
conformancePacks: { pci: { file: packs/ninety.yaml, adopt: true, targets: [Sandbox/**], regions: [ap-northeast-1] } }
configAggregators: { everything: { regions: [us-east-1], tags: { owner: audit }, adopt: true } }
`,
    plan: [
      'adopt account:payments-dev',
      `adopt ${HERE}`,
      'adopt conformance-pack:pci@ap-northeast-1',
      'adopt config-aggregator:everything',
    ],
  },
  {
    title: 'ours from then on',
    manifest: `${HOUSE}configRules: {}\nconformancePacks: {}\nconfigAggregators: {}\n`,
    plan: ['remove config-aggregator:everything', 'remove conformance-pack:pci@ap-northeast-1', `remove ${HERE}`],
  },
];

const PACK = (file: string, fields = ''): string =>
  `${HOUSE}conformancePacks: { pci: { file: packs/${file}.yaml${fields}, targets: [Sandbox/**], regions: [ap-northeast-1] } }\n`;
const PACK_UPDATED = ['update conformance-pack:pci@ap-northeast-1'];

const PACK_FIELDS: readonly Stop[] = [
  {
    title: 'laid',
    manifest: PACK('ninety'),
    plan: ['adopt account:payments-dev', 'create conformance-pack:pci@ap-northeast-1'],
  },
  { title: 'another template', manifest: PACK('thirty'), plan: PACK_UPDATED },
  { title: 'a value', manifest: PACK('thirty', ', parameters: { MaxAge: 45 }'), plan: PACK_UPDATED },
  { title: 'another value', manifest: PACK('thirty', ', parameters: { MaxAge: 60 }'), plan: PACK_UPDATED },
  { title: 'its default', manifest: PACK('thirty'), plan: PACK_UPDATED },
  {
    title: 'a bucket for the templates',
    manifest: PACK('thirty', ', deliveryBucket: awsconfigconforms-bank'),
    plan: PACK_UPDATED,
  },
  { title: 'AWS’s own bucket', manifest: PACK('thirty'), plan: PACK_UPDATED },
  { title: 'out of one account', manifest: PACK('thirty', ', exclude: ["account:payments-dev"]'), plan: PACK_UPDATED },
  { title: 'and in again', manifest: PACK('thirty'), plan: PACK_UPDATED },
];

export const CONFIG_FIELD_JOURNEYS: Readonly<Record<string, readonly Stop[]>> = {
  'config-rule, field by field': FIELDS,
  'config-rule, by each source': SOURCES,
  'config-rule, by a delegated administrator': ADMINISTERED,
  'conformance-pack, field by field': PACK_FIELDS,
  'config-rule, conformance-pack and config-aggregator, found there': FOUND,
};
