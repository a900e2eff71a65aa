import type { Stop } from './journeys.js';

const allow = (action: string): string =>
  `{ Version: "2012-10-17", Statement: [{ Sid: Own, Effect: Allow, Action: ["${action}"], Resource: "*" }] }`;

const SET = (fields: string, assigned = ''): string =>
  `organizationalUnits: { Sandbox: { existing: true } }\npermissionSets: { Developer: { ${fields} } }\n${assigned}`;
const ASSIGNED =
  'assignments: [{ group: AWSSecurityAuditors, permissionSet: Developer, targets: ["account:payments-dev", "account:payments-prod"] }]\n' +
  'accounts: { payments-dev: { id: "300000000002", adopt: true }, payments-prod: { id: "300000000001", adopt: true } }\n';
const GRANT = (account: string): string => `assignment:group/AWSSecurityAuditors->Developer@account:${account}`;
const DEVELOPER = 'permission-set:Developer';

/** Permission sets alone, and then where they are roles in accounts. */
export const PERMISSION_SET_JOURNEYS: Readonly<Record<string, readonly Stop[]>> = {
  'permission-set': [
    {
      title: 'made with rights of every kind',
      manifest: SET(
        `description: Builds, managed: [PowerUserAccess, IAMReadOnlyAccess], customer: [Extras], inline: { document: ${allow('s3:Get*')} }, boundary: { managed: PowerUserAccess }, tags: { team: a }`,
      ),
      plan: [`create ${DEVELOPER}`],
    },
    {
      title: 'longer sessions, another description, a page to begin with',
      manifest: SET(
        `description: Builds and runs, session: PT8H, relayState: "https://console.aws.amazon.com/ec2", managed: [PowerUserAccess, IAMReadOnlyAccess], customer: [Extras], inline: { document: ${allow('s3:Get*')} }, boundary: { managed: PowerUserAccess }, tags: { team: a }`,
      ),
      plan: [`update ${DEVELOPER}`],
    },
    {
      title: 'other policies',
      manifest: SET(
        `session: PT8H, managed: [PowerUserAccess, job-function/ViewOnlyAccess], customer: [{ name: More, path: /x/ }], inline: { document: ${allow('s3:*')} }, boundary: { customer: Most }, tags: { team: b, old: null }`,
      ),
      plan: [`update ${DEVELOPER}`],
    },
    {
      title: 'less',
      manifest: SET('session: PT8H, managed: [PowerUserAccess], tags: { team: null }'),
      plan: [`update ${DEVELOPER}`],
    },
  ],
  'permission-set, provisioned': [
    {
      title: 'assigned',
      manifest: SET('managed: [PowerUserAccess]', ASSIGNED),
      plan: [
        'adopt account:payments-dev',
        'adopt account:payments-prod',
        `create ${DEVELOPER}`,
        `create ${GRANT('payments-dev')}`,
        `create ${GRANT('payments-prod')}`,
      ],
    },
    {
      title: 'changed where it is',
      manifest: SET(
        `session: PT2H, managed: [ReadOnlyAccess], inline: { document: ${allow('s3:Get*')} }, authority: declared`,
        ASSIGNED,
      ),
      plan: [`update ${DEVELOPER}`],
    },
    {
      title: 'exclusive again, which AWS knows nothing of',
      manifest: SET(`session: PT2H, managed: [ReadOnlyAccess], inline: { document: ${allow('s3:Get*')} }`, ASSIGNED),
      plan: [],
    },
    {
      title: 'taken away, its assignments first',
      manifest: 'permissionSets: {}\nassignments: []\n',
      plan: [`remove ${GRANT('payments-dev')}`, `remove ${GRANT('payments-prod')}`, `remove ${DEVELOPER}`],
    },
  ],
};

/** The one user of the directory: who set the landing zone up. */
const USER = 'management@example.com';

export const DIRECTORY_GROUP_JOURNEYS: Readonly<Record<string, readonly Stop[]>> = {
  'directory-group': [
    {
      title: 'made with a member',
      manifest: `groups: { platform: { description: Runs it, members: ["${USER}"] }, readers: {} }\n`,
      plan: ['create group:platform', 'create group:readers'],
    },
    {
      title: 'another description, nobody in it',
      manifest: 'groups: { platform: { description: Runs the platform, members: [] } }\n',
      plan: ['update group:platform'],
    },
    {
      title: 'a member of the other and of Control Tower’s own',
      manifest: `groups: { readers: { members: ["${USER}"] }, AWSSecurityAuditors: { members: ["${USER}"] } }\n`,
      plan: ['update group:readers', 'update group:AWSSecurityAuditors'],
    },
    {
      title: 'membership left alone, one removed',
      manifest: 'groups: { readers: { state: off }, platform: {}, AWSSecurityAuditors: {} }\n',
      plan: ['remove group:readers'],
    },
  ],
};

const GRANTS = (...assignments: readonly string[]): string =>
  `organizationalUnits: { Sandbox: { existing: true } }
accounts: { payments-dev: { id: "300000000002", adopt: true }, payments-prod: { id: "300000000001", adopt: true } }
permissionSets: { Builder: { managed: [PowerUserAccess] }, AWSReadOnlyAccess: { existing: true } }
groups: { builders: {} }
assignments: [${assignments.join(', ')}]
`;
const BUILDERS = (targets: string, more = ''): string =>
  `{ group: builders, permissionSet: Builder, targets: [${targets}]${more} }`;
const READER = (more = ''): string =>
  `{ user: "${USER}", permissionSet: AWSReadOnlyAccess, targets: ["account:payments-dev"]${more} }`;
const READS = `assignment:user/${USER}->AWSReadOnlyAccess@account:payments-dev`;
const BUILDS = (account: string): string => `assignment:group/builders->Builder@account:${account}`;

/** Of a group that is made on the way, and of a user in a set that is Control Tower's. */
export const ASSIGNMENT_JOURNEYS: Readonly<Record<string, readonly Stop[]>> = {
  'permission-assignment': [
    {
      title: 'a group and a user are let in',
      manifest: GRANTS(BUILDERS('"account:payments-dev"'), READER()),
      plan: [
        'adopt account:payments-dev',
        'adopt account:payments-prod',
        'create group:builders',
        'create permission-set:Builder',
        `create ${BUILDS('payments-dev')}`,
        `create ${READS}`,
      ],
    },
    {
      title: 'into another account too, written twice',
      manifest: GRANTS(
        BUILDERS('"account:payments-dev", "account:payments-prod"'),
        BUILDERS('"account:payments-prod"'),
        READER(),
      ),
      plan: [`create ${BUILDS('payments-prod')}`],
    },
    {
      title: 'a line less takes nothing from a set of others',
      manifest: GRANTS(BUILDERS('"account:payments-dev", "account:payments-prod"')),
      plan: [],
    },
    {
      title: 'out of one account, and ruled out of the other set',
      manifest: GRANTS(BUILDERS('"account:payments-prod"'), READER(', state: off')),
      plan: [`remove ${READS}`, `remove ${BUILDS('payments-dev')}`],
    },
    {
      title: 'nobody',
      manifest: GRANTS(),
      plan: [`remove ${BUILDS('payments-prod')}`],
    },
  ],
};
