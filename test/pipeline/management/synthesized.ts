import type { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { buildApp } from '../../../pipeline/app.js';
import { BUILD_ROLES, type ProjectName } from '../../../src/deployment/names.js';
import type { DeploymentSettings } from '../../../src/deployment/settings.js';
import { DEPLOYMENT, HOME, MANAGEMENT, sampleSettings, workFolder } from '../settings.js';

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: Readonly<Record<string, unknown>> | string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export type Resources = Readonly<Record<string, Resource>>;

export interface Finding {
  readonly rule: string;
  readonly path: string;
  readonly isAcknowledged: boolean;
}

export const AUDIT = '333333333333';
export const topicOf = (account: string): string =>
  `arn:aws:sns:${HOME}:${account}:aws-controltower-AggregateSecurityNotifications`;
export const organization = {
  id: 'o-abcde12345',
  managementAccountId: MANAGEMENT,
  homeRegion: HOME,
  identityCenterRegion: HOME,
};
export const folder = workFolder();

/** Everything that can be there: a deployment account, three Regions that forward, Slack, checks of pull requests. */
export const whole = synthesized(
  'whole',
  sampleSettings(
    folder,
    {
      drift: { heal: ['tags'] },
      notify: { emails: ['ops@example.com'], slack: { workspace: 'T0123456789', channel: 'C0123456789' } },
      lifecycle: { window: 90, driftTopic: topicOf(AUDIT) },
      pullRequests: {
        token: `arn:aws:secretsmanager:${HOME}:${DEPLOYMENT}:secret:towerctl-AbCdEf`,
        githubActions: { repository: 'acme/organization' },
      },
    },
    { organization: { ...organization, identityCenterRegion: 'us-west-2' } },
  ),
);
/** In the management account itself, whose home Region is that of Organizations' events too. */
export const together = synthesized(
  'together',
  sampleSettings(
    folder,
    { account: 'management', notify: { emails: ['ops@example.com'] }, lifecycle: { driftTopic: topicOf(MANAGEMENT) } },
    {
      account: MANAGEMENT,
      region: 'us-east-1',
      organization: { ...organization, homeRegion: 'us-east-1', identityCenterRegion: 'us-east-1' },
    },
  ),
);
export const withoutEvents = synthesized(
  'without-events',
  sampleSettings(folder, {
    lifecycle: 'off',
    drift: { schedule: 'off' },
    source: { bucket: 'acme-source', key: 'm.zip' },
  }),
);
export const all = { whole, together, withoutEvents };

export function synthesized(name: string, settings: DeploymentSettings) {
  const app = buildApp(settings, `${folder}/${name}`);
  const assembly = app.synth();
  const stacks = new Map<string, Resources>(
    assembly.stacks.map(({ id, template }): [string, Resources] => [id, template.Resources]),
  );
  return { settings, assembly, stacks, app, found: findings(app) };
}

/** What cdk-nag finds, acknowledged or not: each finding is seen when it is asked whether somebody has answered it. */
export function findings(app: App): readonly Finding[] {
  const pack = new AwsSolutionsChecks(app);
  const asked: unknown = Reflect.get(pack, 'isAcknowledged');
  if (typeof asked !== 'function') throw new Error('cdk-nag asks in another way: look at its NagPack');
  const found: Finding[] = [];
  Reflect.set(pack, 'isAcknowledged', (construct: IConstruct, rule: string): boolean => {
    const isAcknowledged = asked.call(pack, construct, rule) === true;
    found.push({ rule, path: construct.node.path, isAcknowledged });
    return isAcknowledged;
  });
  const open = pack.validateScope(app).violations.flatMap(({ violatingResources }) => violatingResources);
  expect(open).toHaveLength(found.filter(({ isAcknowledged }) => !isAcknowledged).length);
  return found;
}

export const stack = ({ stacks }: typeof whole, id: string): Resources => stacks.get(id) ?? {};
export const deployment = (one: typeof whole): Resources => stack(one, 'TowerctlDeployment');
export const management = (one: typeof whole): Resources => stack(one, 'TowerctlManagement');

export function ofType(resources: Resources, type: string): readonly Resource['Properties'][] {
  return Object.values(resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);
}

export function named(resources: Resources, type: string, property: string, name: string): Resource['Properties'] {
  const found = ofType(resources, type).filter((properties) => properties[property] === name);
  expect(found).toHaveLength(1);
  return found[0] ?? {};
}

/** Of a document that lies in a property of that name. */
export function statementsIn(properties: Resource['Properties'], property = 'PolicyDocument'): readonly Statement[] {
  const document = properties[property] as { readonly Statement: readonly Statement[] } | undefined;
  return document?.Statement ?? [];
}

export const trustOf = (one: typeof whole, role: string): readonly Statement[] =>
  statementsIn(named(management(one), 'AWS::IAM::Role', 'RoleName', role), 'AssumeRolePolicyDocument');

export const builds = (account: string, ...projects: ProjectName[]): string[] =>
  projects.map((project) => `arn:aws:iam::${account}:role/${BUILD_ROLES[project]}`);

export const principalArns = (statement: Statement | undefined): unknown =>
  statement?.Condition?.['ArnEquals']?.['aws:PrincipalArn'];

export function acknowledgements({ app }: typeof whole): readonly { rule: string; path: string; reason: string }[] {
  return app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
      .flatMap(({ data }) => Object.entries(data as Readonly<Record<string, string>>))
      .map(([id, reason]) => ({ rule: id.replace(/^annotation::/i, ''), path: node.path, reason })),
  );
}
