/**
 * What the deployment's parts are called. All names are fixed, so that stacks in different accounts find each other
 * without references across accounts, and so that policies and people can name them before they exist.
 */
export const STACKS = {
  deployment: 'TowerctlDeployment',
  management: 'TowerctlManagement',
  events: 'TowerctlEvents',
} as const;

/** Tag of every stack: the account that the pipeline runs in. */
export const ACCOUNT_TAG = 'towerctl:deployment-account';

/** A CDK toolkit of our own in each account and Region: one that others have made is left alone. */
export const TOOLKIT = { stack: 'TowerctlToolkit', qualifier: 'towerctl' } as const;

/** Roles of the management account: what a run does in the organization, it does as one of these. */
export const ORGANIZATION_ROLES = {
  plan: 'TowerctlPlan',
  apply: 'TowerctlApply',
  audit: 'TowerctlAudit',
  pullRequest: 'TowerctlPullRequest',
} as const;

/** CodeBuild projects. Each has a role of its own in the deployment account. */
export const PROJECTS = {
  check: 'towerctl-check',
  plan: 'towerctl-plan',
  apply: 'towerctl-apply',
  verify: 'towerctl-verify',
  drift: 'towerctl-drift',
  heal: 'towerctl-heal',
  pullRequest: 'towerctl-pull-request',
} as const;
export type ProjectName = keyof typeof PROJECTS;

/** Roles of the projects, in the deployment account. */
export const BUILD_ROLES: Readonly<Record<ProjectName, string>> = {
  check: 'TowerctlCheckBuild',
  plan: 'TowerctlPlanBuild',
  apply: 'TowerctlApplyBuild',
  verify: 'TowerctlVerifyBuild',
  drift: 'TowerctlDriftBuild',
  heal: 'TowerctlHealBuild',
  pullRequest: 'TowerctlPullRequestBuild',
};

/** What a workflow of GitHub Actions is in the deployment account; it may enter `TowerctlPullRequest`, as the build does. */
export const GITHUB_ROLE = 'TowerctlPullRequestGitHub';

/** `release`: what is merged. `lifecycle`: what events ask for. */
export const PIPELINES = { release: 'towerctl-release', lifecycle: 'towerctl-lifecycle' } as const;

export const EVENTS = {
  bus: 'towerctl',
  queue: 'towerctl-events',
  deadLetters: 'towerctl-events-dead-letters',
  function: 'towerctl-events',
  functionRole: 'TowerctlEventsFunction',
  /** Role of the management account by which EventBridge puts events on the bus. */
  forwardingRole: 'TowerctlEventsForwarding',
  /** In each Region of the management account that forwards: what could not be put on the bus. */
  undelivered: 'towerctl-events-undelivered',
} as const;

export const TOPIC = 'towerctl-notices';

export const runBucketName = (account: string, region: string): string => `towerctl-runs-${account}-${region}`;

/** Keys in the run bucket beside those of `src/runs` and `src/lease`. */
export const KEYS = {
  /** The source that was last applied and verified: lifecycle and drift runs work from it, not from what is only merged. */
  applied: 'manifest/applied.zip',
  /** The rules of approval of that source. */
  approval: 'manifest/approval.json',
  driftLatest: 'drift/latest.json',
  pendingEvents: 'events/pending/',
  startedRun: 'events/started.json',
  unknownEvents: 'events/unknown/',
  /** Events that people were told of. */
  notices: 'events/notices/',
  /** Of each run that took events and has not succeeded yet: one object. */
  takenEvents: 'events/taken/',
  pullRequests: 'pull-requests/',
} as const;

/** Sources on their way from one stage to the next. */
export const artifactBucketName = (account: string, region: string): string =>
  `towerctl-artifacts-${account}-${region}`;

/** Who asked for what in the other two. */
export const accessLogBucketName = (account: string, region: string): string =>
  `towerctl-access-logs-${account}-${region}`;
