import { DELEGATED_SERVICES } from '../../facts/delegated-services.js';
import { unknownRow } from '../answers.js';
import type { DelegatedAdministrator, Evidence, OrganizationFacts } from '../evidence.js';
import { type EvidenceLine, placeLabel, type RowResult } from '../verdict.js';
import { securityAccount } from './administrator.js';
import { declarationsFor } from './declarations.js';
import { inOrganization, manifestLines, type RowDefinition } from './row.js';

interface Delegable {
  readonly title: string;
  /** Either serves: some services have one for each half of what they do. */
  readonly principals: readonly [string, ...string[]];
  /** The service's own call, where registering with Organizations alone does not reach it. */
  readonly own?: string;
}

/** Source: the services' guides on delegated administration; see also "AWS services that work with Organizations". */
const SERVICES: readonly Delegable[] = [
  {
    title: 'GuardDuty',
    principals: ['guardduty.amazonaws.com'],
    own: 'aws guardduty enable-organization-admin-account',
  },
  {
    title: 'Security Hub',
    principals: ['securityhub.amazonaws.com'],
    own: 'aws securityhub enable-organization-admin-account',
  },
  { title: 'AWS Config', principals: ['config.amazonaws.com', 'config-multiaccountsetup.amazonaws.com'] },
  {
    title: 'CloudTrail',
    principals: ['cloudtrail.amazonaws.com'],
    own: 'aws cloudtrail register-organization-delegated-admin',
  },
  { title: 'IAM root access', principals: ['iam.amazonaws.com'] },
  { title: 'IAM Identity Center', principals: ['sso.amazonaws.com'] },
  { title: 'CloudFormation StackSets', principals: ['member.org.stacksets.cloudformation.amazonaws.com'] },
  { title: 'IAM Access Analyzer', principals: ['access-analyzer.amazonaws.com'] },
  { title: 'Account Management', principals: ['account.amazonaws.com'] },
];

export const delegation: RowDefinition = {
  id: '3-2',
  title: 'What can be delegated is delegated',
  judged:
    'delegated administrators that Organizations knows of, service by service. GuardDuty and Security Hub keep a list of their own in each Region, which this version does not read',
  assess: (evidence) => inOrganization(evidence, (organization) => assess(evidence, organization)),
};

interface Judged {
  readonly service: Delegable;
  readonly by?: DelegatedAdministrator;
}

function assess(evidence: Evidence, organization: OrganizationFacts): RowResult {
  const { administrators } = evidence;
  if (!administrators.known) return unknownRow(administrators.unread);
  const judged = SERVICES.map((service): Judged => {
    const of = administrators.value.filter(({ services }) =>
      service.principals.some((name) => services.includes(name)),
    );
    const by = of.find(({ active }) => active) ?? of[0];
    return by === undefined ? { service } : { service, by };
  });
  const done = judged.filter(({ by }) => by?.active === true);
  const left = judged.filter(({ by }) => by?.active !== true);
  return {
    verdict: left.length === 0 ? 'met' : done.length === 0 ? 'not met' : 'partly',
    count: { met: done.length, of: SERVICES.length, noun: 'service' },
    evidence: [...done.map(doneLine), ...leftLines(left)],
    ...whatToDo(evidence, organization, left),
    missingPermissions: [],
  };
}

function isTrusted({ principals }: Delegable, trusted: ReadonlySet<string>): boolean {
  return principals.some((principal) => trusted.has(principal));
}

function doneLine({ service, by }: Judged): EvidenceLine {
  return {
    state: 'met',
    text: `${service.title} is delegated`,
    about: by === undefined ? [] : [placeLabel(by.account)],
  };
}

function leftLines(left: readonly Judged[]): EvidenceLine[] {
  const closed = left.flatMap(({ service, by }): EvidenceLine[] =>
    by === undefined
      ? []
      : [
          {
            state: 'not met',
            text: `${service.title} is delegated to an account that is not in use`,
            about: [placeLabel(by.account)],
          },
        ],
  );
  const none = left.filter(({ by }) => by === undefined).map(({ service }) => service.title);
  if (none.length === 0) return closed;
  return [...closed, { state: 'not met', text: 'only the management account can administer these', about: none }];
}

/** What Organizations alone can register is for the manifest; the others are registered through their own calls. */
function whatToDo(
  evidence: Evidence,
  organization: OrganizationFacts,
  left: readonly Judged[],
): Pick<RowResult, 'advice' | 'manifest'> {
  const own = left.filter(({ service }) => service.own !== undefined);
  const keys = left.flatMap(({ service }) => keyOf(service) ?? []);
  const account = securityAccount(evidence, organization);
  const advice = [
    ...(keys.length === 0 ? [] : [`Name a member account for each under delegatedAdministrators: ${keys.join(', ')}.`]),
    ...own.map(
      ({ service: { title, own: call } }) => `Delegate ${title} to a member account by its own call: ${call}.`,
    ),
  ];
  const { trustedServices } = evidence;
  const off = trustedServices.known ? own.filter(({ service }) => !isTrusted(service, trustedServices.value)) : [];
  const trustedAccess = Object.fromEntries(off.map(({ service }) => [service.principals[0], 'on']));
  const delegatedAdministrators = Object.fromEntries(account === undefined ? [] : keys.map((key) => [key, account]));
  const sections = {
    ...(account !== undefined && keys.length > 0 && declarationsFor(organization, [account])),
    ...(off.length > 0 && { trustedAccess }),
    ...(account !== undefined && keys.length > 0 && { delegatedAdministrators }),
  };
  return Object.keys(sections).length === 0 ? { advice } : { advice, manifest: manifestLines(sections) };
}

/** What a manifest calls it. */
function keyOf({ principals, own }: Delegable): string | undefined {
  if (own !== undefined) return undefined;
  return DELEGATED_SERVICES.find((service) => service.principals.includes(principals[0]))?.key;
}
