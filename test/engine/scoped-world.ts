import { CreateBucketCommand } from '@aws-sdk/client-s3';
import type { Aws } from '../../src/aws/session.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import { kind, type Seed } from '../../src/simulator/index.js';
import { organizationOf } from '../../src/simulator/services/organizations/for-services.js';
import { Bench, manifestOf } from '../support/organization.js';
import { AUDIT, putResult, s3Of } from '../support/root-audit.js';

/** Teams of twenty accounts below one unit, all enrolled, with a section of every kind that has something in each account. */
export const PER_TEAM = 20;
const HOME = 'ap-northeast-1';
/** Not governed: a rule there makes towerctl look for recorders itself. */
const ELSEWHERE = 'eu-west-1';
const POLICY_READ = 'ReadOnlyAccess';
const CONTROLS = ['AWS-GR_ENCRYPTED_VOLUMES', 'AWS-GR_RESTRICTED_SSH', 'AWS-GR_RDS_STORAGE_ENCRYPTED'];
/** Follows its units by itself; and one whose accounts are picked by a tag. */
const SETS = ['followed', 'picked'];
const REGIONS = [HOME, 'us-east-1'];

export interface TeamAccount {
  readonly id: string;
  readonly name: string;
  readonly team: string;
}

export const accountsOf = (size: number): TeamAccount[] =>
  Array.from({ length: size }, (_, index) => ({
    id: String(300_000_000_001 + index),
    name: `account-${index}`,
    team: `Team-${Math.floor(index / PER_TEAM)}`,
  }));

const teamsOf = (size: number): string[] => [...new Set(accountsOf(size).map(({ team }) => team))];
const owned = (key: string): Readonly<Record<string, string>> => ({ 'towerctl:manifest': 'test', 'towerctl:key': key });

const template = (name: string): string =>
  JSON.stringify({
    Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: name } } },
  });

/** As it is after an apply of almost everything. */
export function seedOf(size: number): Seed {
  const all = accountsOf(size);
  const ids = all.map(({ id }) => id);
  const teams = teamsOf(size);
  const units = teams.map((name) => ({
    name,
    tags: owned(name),
    accounts: all
      .filter(({ team }) => team === name)
      .map(({ id, name: key }) => ({
        id,
        name: key,
        email: `${key}@example.com`,
        tags: { ...owned(key), stage: 'prod' },
      })),
  }));
  const set = (name: string) => [name, { managed: [POLICY_READ], session: 'PT8H', tags: owned(name) }] as const;
  return JSON.parse(
    JSON.stringify({
      format: 1,
      managementAccount: { id: '123456789012', name: 'Management', email: 'management@example.com' },
      organization: { id: 'o-exampleorg1', rootId: 'r-ex01', featureSet: 'ALL' },
      policyTypes: ['scp'],
      trustedAccess: [
        'account.amazonaws.com',
        'config.amazonaws.com',
        'config-multiaccountsetup.amazonaws.com',
        'controltower.amazonaws.com',
        'iam.amazonaws.com',
        'member.org.stacksets.cloudformation.amazonaws.com',
        'sso.amazonaws.com',
      ],
      root: {
        units: [
          {
            name: 'Security',
            accounts: [
              { id: '200000000001', name: 'Log Archive', email: 'log-archive@example.com' },
              { id: '200000000002', name: 'Audit', email: 'audit@example.com' },
            ],
          },
          { name: 'Workloads', tags: owned('Workloads'), units },
        ],
      },
      landingZone: {
        version: '4.0',
        registered: ['Workloads', ...teams.map((team) => `Workloads/${team}`)],
      },
      identityCenter: {
        users: [{ name: 'ann' }, { name: 'bob' }],
        groups: {
          auditors: { external: true },
          developers: { external: true },
          oncall: { external: true },
          platform: { members: ['ann'] },
        },
        permissionSets: Object.fromEntries([set('ReadOnly'), set('Developer'), set('Incident')]),
        assignments: [
          { group: 'auditors', permissionSet: 'ReadOnly', accounts: ids },
          { group: 'developers', permissionSet: 'Developer', accounts: ids },
          { group: 'oncall', permissionSet: 'Incident', accounts: ids },
          { group: 'platform', permissionSet: 'Developer', accounts: ids.slice(7, 8) },
        ],
      },
      stackSets: SETS.map((name) => ({
        name: `towerctl-${name}`,
        description: name,
        template: template(name),
        tags: owned(name),
        permissions: 'service-managed',
        managedExecution: true,
        autoDeploy: name === 'followed',
        instances: [
          { units: name === 'followed' ? ['Workloads'] : teams.map((team) => `Workloads/${team}`), regions: REGIONS },
        ],
      })),
    }),
  ) as Seed;
}

export function manifestFor(size: number, changed: Readonly<Record<string, unknown>> = {}): Promise<Manifest> {
  const teams = teamsOf(size);
  const baseline = 'AWSControlTowerBaseline';
  const text = JSON.stringify({
    version: 1,
    name: 'test',
    organization: { id: 'o-exampleorg1', homeRegion: HOME },
    organizationalUnits: {
      Workloads: { baseline, children: Object.fromEntries(teams.map((team) => [team, { baseline }])) },
    },
    selectors: { prod: { targets: ['Workloads/**'], tags: { stage: 'prod' } } },
    accounts: Object.fromEntries(
      accountsOf(size).map(({ id, name, team }) => [
        name,
        { id, ou: `Workloads/${team}`, alternateContacts: { security: null } },
      ]),
    ),
    controls: CONTROLS.map((control) => ({ control, targets: ['Workloads/**'] })),
    permissionSets: Object.fromEntries(
      ['ReadOnly', 'Developer', 'Incident'].map((name) => [
        name,
        { managed: [POLICY_READ], session: 'PT8H', ...(name === 'Incident' && { authority: 'declared' }) },
      ]),
    ),
    assignments: [
      { group: 'auditors', permissionSet: 'ReadOnly', targets: ['Workloads/**'] },
      { group: 'developers', permissionSet: 'Developer', targets: ['Workloads/**'] },
      { group: 'oncall', permissionSet: 'Incident', targets: ['Workloads/**'] },
      { group: 'platform', permissionSet: 'Developer', targets: ['account:account-7'] },
    ],
    groups: { platform: { members: ['ann'] } },
    stackBaselines: Object.fromEntries(
      SETS.map((name) => [
        name,
        {
          template: `${name}.json`,
          regions: REGIONS,
          targets: [name === 'followed' ? 'Workloads/**' : 'selector:prod'],
          managedExecution: true,
        },
      ]),
    ),
    configRules: { tls: { managed: 'S3_BUCKET_SSL_REQUESTS_ONLY', targets: ['root'], regions: [ELSEWHERE] } },
    rootAccess: {
      credentialsManagement: true,
      sessions: true,
      audit: { bucket: AUDIT.bucket },
      sweep: { targets: ['Workloads/**'] },
    },
    ...changed,
  });
  const files = SETS.map((name) => [`${name}.json`, template(name)] as const);
  return manifestOf(text, Object.fromEntries(files), '');
}

/** Sections of which the seed is as they want it. */
const SEEDED = Object.fromEntries(
  ['accounts', 'permissionSets', 'assignments', 'groups', 'stackBaselines', 'configRules'].map((key) => [
    key,
    undefined,
  ]),
);

/** Converged but for the rule of AWS Config, which every plan would lay; with an audit of everybody's root users. */
export async function worldOf(size: number): Promise<Bench> {
  const bench = new Bench({ ...kind, seed: seedOf(size) });
  await s3Of(bench).send(
    new CreateBucketCommand({ Bucket: AUDIT.bucket, CreateBucketConfiguration: { LocationConstraint: HOME } }),
  );
  await audit(bench, size, []);
  await bench.converge(await manifestFor(size, SEEDED));
  return bench;
}

/** Puts the result of an audit that found a password in some accounts. */
async function audit(bench: Bench, size: number, found: readonly string[]): Promise<void> {
  const at = new Date(bench.clock.now()).toISOString();
  const credentials = {
    state: 'credentials',
    at,
    password: true,
    accessKeys: [],
    signingCertificates: 0,
    mfaDevices: 0,
  };
  const accounts = Object.fromEntries(
    accountsOf(size).map(({ id }) => [id, found.includes(id) ? credentials : { state: 'clean', at }]),
  );
  await putResult(bench, JSON.stringify({ format: 1, organizationId: 'o-exampleorg1', at, accounts }));
}

/** What somebody else did in these accounts, by number: the same in each. */
/** What somebody else did in these accounts, by number: the same in each. */
export async function disturb(bench: Bench, size: number, numbers: readonly number[]): Promise<void> {
  const aws = bench.session().inHomeRegion(HOME);
  const ids = accountsOf(size).flatMap(({ id }, index) => (numbers.includes(index) ? [id] : []));
  for (const id of ids) {
    // A grant that is missing, one too many in a set that is exclusive, and a stranger's where others may assign.
    await grant(aws, id, 'auditors', 'ReadOnly', 'taken away');
    await grant(aws, id, 'oncall', 'Developer');
    await grant(aws, id, 'developers', 'Incident');
    const soc = { name: 'SOC', title: 'Security', email: 'soc@example.com', phone: '+81 3 0000 0000' };
    await aws.account.putAlternateContact('SECURITY', soc, id);
  }
  const rootId = organizationOf(bench.simulator.world)?.rootId ?? '';
  await aws.cloudFormation.deleteStackInstances({
    name: 'towerctl-picked',
    targets: { unitIds: [rootId], accounts: ids, filter: 'INTERSECTION' },
    regions: ['us-east-1'],
    clientToken: 'by-hand',
    retain: false,
  });
  await audit(bench, size, ids);
}

/** A grant that somebody else gives, or takes away. `aws`: in the home Region. */
export async function grant(
  aws: Aws,
  accountId: string,
  group: string,
  set: string,
  how: 'given' | 'taken away' = 'given',
): Promise<void> {
  const center = aws.identityCenter();
  const found = (await center.permissionSets()).find(({ name }) => name === set);
  const principalId = await aws.identityStore().groupId((await center.instance())?.identityStoreId ?? '', group);
  if (found === undefined || principalId === undefined) throw new Error(`no ${group} or no ${set}`);
  const row = { accountId, setArn: found.arn, type: 'group', principalId } as const;
  await (how === 'given' ? center.createAssignment(row) : center.deleteAssignment(row));
}
