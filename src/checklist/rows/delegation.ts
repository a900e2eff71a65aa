import { unknownRow } from '../answers.js';
import type { DelegatedAdministrator, Evidence } from '../evidence.js';
import { type EvidenceLine, placeLabel, type RowResult } from '../verdict.js';
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
  assess: (evidence) => inOrganization(evidence, () => assess(evidence)),
};

interface Judged {
  readonly service: Delegable;
  readonly by?: DelegatedAdministrator;
}

function assess({ administrators, trustedServices }: Evidence): RowResult {
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
  const off = trustedServices.known ? left.filter(({ service }) => !isTrusted(service, trustedServices.value)) : [];
  return {
    verdict: left.length === 0 ? 'met' : done.length === 0 ? 'not met' : 'partly',
    count: { met: done.length, of: SERVICES.length, noun: 'service' },
    evidence: [...done.map(doneLine), ...leftLines(left)],
    ...whatToDo(left, off),
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

/** This version has no section for delegation: the calls are said, and the manifest's lines for what they stand on. */
function whatToDo(left: readonly Judged[], off: readonly Judged[]): Pick<RowResult, 'advice' | 'manifest'> {
  const own = left.flatMap(({ service: { title, own: call } }) =>
    call === undefined ? [] : [`Delegate ${title} to a member account by its own call: ${call}.`],
  );
  const plain = left.flatMap(({ service }) => (service.own === undefined ? [service.principals[0]] : []));
  const register = 'aws organizations register-delegated-administrator --account-id ID --service-principal NAME';
  const calls = plain.length === 0 ? own : [...own, `Delegate the others by ${register}, for ${plain.join(', ')}.`];
  if (off.length === 0) return { advice: calls };
  const trustedAccess = Object.fromEntries(off.map(({ service }) => [service.principals[0], 'on']));
  return { advice: calls, manifest: manifestLines({ trustedAccess }) };
}
