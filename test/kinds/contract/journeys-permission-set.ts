import { IdentityCenterByHand } from '../../support/strangers.js';
import type { Stop } from './journeys.js';

const SET = (...fields: readonly string[]): string =>
  `permissionSets: { Developer: { ${['managed: [PowerUserAccess]', ...fields].join(', ')} } }\n`;
const DEVELOPER = 'permission-set:Developer';
const INLINE = (action: string): string =>
  `inline: { document: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "${action}", Resource: "*" }] } }`;

/** One field at a time, each given, changed and taken away again where AWS takes it away. */
const FIELDS: readonly Stop[] = [
  { title: 'made', manifest: SET(), plan: [`create ${DEVELOPER}`] },
  { title: 'described', manifest: SET('description: Builds'), plan: [`update ${DEVELOPER}`] },
  { title: 'described otherwise', manifest: SET('description: Runs'), plan: [`update ${DEVELOPER}`] },
  { title: 'no longer described: AWS keeps it', manifest: SET(), plan: [] },
  { title: 'a longer session', manifest: SET('session: PT8H'), plan: [`update ${DEVELOPER}`] },
  { title: 'as long as AWS gives it', manifest: SET(), plan: [`update ${DEVELOPER}`] },
  { title: 'a first page', manifest: SET('relayState: "https://a.example"'), plan: [`update ${DEVELOPER}`] },
  { title: 'no first page', manifest: SET(), plan: [`update ${DEVELOPER}`] },
  {
    title: 'another policy of AWS',
    manifest: 'permissionSets: { Developer: { managed: [ReadOnlyAccess] } }\n',
    plan: [`update ${DEVELOPER}`],
  },
  {
    title: 'policies of one’s own',
    manifest: SET('customer: [Extras, { name: More, path: /x/ }]'),
    plan: [`update ${DEVELOPER}`],
  },
  {
    title: 'the same name below another path',
    manifest: SET('customer: [Extras, { name: More, path: /y/ }]'),
    plan: [`update ${DEVELOPER}`],
  },
  { title: 'none', manifest: SET(), plan: [`update ${DEVELOPER}`] },
  { title: 'a policy inside', manifest: SET(INLINE('s3:Get*')), plan: [`update ${DEVELOPER}`] },
  { title: 'another one', manifest: SET(INLINE('s3:*')), plan: [`update ${DEVELOPER}`] },
  { title: 'none inside', manifest: SET(), plan: [`update ${DEVELOPER}`] },
  {
    title: 'a boundary of AWS',
    manifest: SET('boundary: { managed: ViewOnlyAccess }').replace('ViewOnly', 'ReadOnly'),
    plan: [`update ${DEVELOPER}`],
  },
  { title: 'a boundary of one’s own', manifest: SET('boundary: { customer: Most }'), plan: [`update ${DEVELOPER}`] },
  { title: 'no boundary', manifest: SET(), plan: [`update ${DEVELOPER}`] },
  { title: 'tagged', manifest: SET('tags: { team: a }'), plan: [`update ${DEVELOPER}`] },
  { title: 'tagged otherwise', manifest: SET('tags: { team: b }'), plan: [`update ${DEVELOPER}`] },
  { title: 'the tag taken away', manifest: SET('tags: { team: null }'), plan: [`update ${DEVELOPER}`] },
  { title: 'others may assign it: nothing that AWS knows', manifest: SET('authority: declared'), plan: [] },
  { title: 'no longer declared', manifest: 'permissionSets: {}\n', plan: [`remove ${DEVELOPER}`] },
];

const FOUND: readonly Stop[] = [
  {
    title: 'a set that somebody has made, taken over and changed',
    prepare: (bench) => new IdentityCenterByHand(bench).makeSet('Developer', ['ReadOnlyAccess']),
    manifest: SET('session: PT4H', 'adopt: true'),
    plan: [`adopt ${DEVELOPER}`],
  },
  {
    title: 'a set that is as it should be',
    prepare: (bench) => new IdentityCenterByHand(bench).makeSet('Auditor', ['ReadOnlyAccess']),
    manifest:
      'permissionSets: { Auditor: { managed: [ReadOnlyAccess] }, Developer: { managed: [PowerUserAccess], session: PT4H } }\n',
    plan: ['adopt permission-set:Auditor'],
  },
];

const PROD = '300000000001';
const DEV = '300000000002';
const BUILDERS = (authority: string, targets = '"account:payments-dev", "account:payments-prod"'): string =>
  `organizationalUnits: { Sandbox: { existing: true } }
accounts: { payments-dev: { id: "${DEV}", adopt: true }, payments-prod: { id: "${PROD}", adopt: true } }
permissionSets: { Builder: { managed: [PowerUserAccess], authority: ${authority} } }
groups: { builders: {} }
assignments: [{ group: builders, permissionSet: Builder, targets: [${targets}] }]
`;
const BUILDER = 'permission-set:Builder';
const BUILDS = (account: string): string => `assignment:group/builders->Builder@account:${account}`;
const AUDITS = (account: string): string => `assignment:group/AWSSecurityAuditors->Builder@account:${account}`;

const BY_HAND: readonly Stop[] = [
  {
    title: 'in two accounts',
    manifest: BUILDERS('exclusive'),
    plan: [
      'adopt account:payments-dev',
      'adopt account:payments-prod',
      'create group:builders',
      `create ${BUILDER}`,
      `create ${BUILDS('payments-dev')}`,
      `create ${BUILDS('payments-prod')}`,
    ],
  },
  {
    title: 'changed and not provisioned anywhere',
    prepare: (bench) => new IdentityCenterByHand(bench).changeAndChangeBack('Builder'),
    manifest: BUILDERS('exclusive'),
    plan: [`repair ${BUILDER}`],
  },
  {
    title: 'provisioned in one of the two',
    prepare: async (bench) => {
      const byHand = new IdentityCenterByHand(bench);
      await byHand.changeAndChangeBack('Builder');
      await byHand.provision('Builder', DEV);
    },
    manifest: BUILDERS('exclusive'),
    plan: [`repair ${BUILDER}`],
  },
  {
    title: 'assigned to others too, beside us and where nobody is assigned',
    prepare: async (bench) => {
      const byHand = new IdentityCenterByHand(bench);
      await byHand.assign('AWSSecurityAuditors', 'Builder', PROD);
      await byHand.assign('AWSSecurityAuditors', 'Builder', '300000000004');
    },
    manifest: BUILDERS('exclusive', '"account:payments-dev", "account:payments-prod"'),
    plan: [`remove ${AUDITS('payments-prod')}`, `remove ${AUDITS('sandbox-alice')}`],
  },
  {
    title: 'where others may assign it, theirs stay and ours go',
    prepare: (bench) => new IdentityCenterByHand(bench).assign('AWSSecurityAuditors', 'Builder', PROD),
    manifest: BUILDERS('declared', '"account:payments-prod"'),
    plan: [],
  },
  {
    title: 'exclusive again: theirs go with what is no longer declared',
    manifest: BUILDERS('exclusive', '"account:payments-prod"'),
    plan: [`remove ${AUDITS('payments-prod')}`, `remove ${BUILDS('payments-dev')}`],
  },
];

/** Field by field, what somebody else made, and what somebody else changed and assigned. */
export const PERMISSION_SET_FIELD_JOURNEYS: Readonly<Record<string, readonly Stop[]>> = {
  'permission-set, field by field': FIELDS,
  'permission-set, found there': FOUND,
};

export const BY_HAND_JOURNEYS: Readonly<Record<string, readonly Stop[]>> = {
  'permission-set and permission-assignment, changed by hand': BY_HAND,
};
