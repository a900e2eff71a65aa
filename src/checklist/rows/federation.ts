import type { NodeName } from '../../model.js';
import type { IdentityCenterFacts } from '../access-facts.js';
import { type Answer, type Aspect, askAll, grantAdvice, suspendedNote, under } from '../answers.js';
import { activeAccounts, type Evidence, type Fact, type OrganizationFacts } from '../evidence.js';
import type { EvidenceLine, RowResult } from '../verdict.js';
import { type Entrance, entranceFor, entranceLines } from './entrance.js';
import { inOrganization, manifestLines, type RowDefinition } from './row.js';

export const federation: RowDefinition = {
  id: '2-1',
  title: 'People sign in by federation, with permission sets',
  judged:
    "the organization's instance of Identity Center is active and lets somebody in; in each account no IAM user has a password for the console, and the manifest's assignments are as declared, as a plan would compare them. SAML providers that an account has for itself are not read",
  assess: (evidence) => inOrganization(evidence, (organization) => assess(evidence, organization)),
};

function assess(evidence: Evidence, organization: OrganizationFacts): RowResult {
  const { identityCenter } = evidence;
  const center = centerOf(identityCenter);
  const asked = askAll(aspectsOf(evidence), activeAccounts(organization.tree), 'account');
  const [withUsers = [], notAsDeclared = []] = asked.failingOf;
  const permissions = [...new Set([...asked.missingPermissions, ...center.permissions])].sort();
  return {
    ...under(center.is, asked),
    evidence: [...center.lines, ...asked.evidence, ...assignmentNotes(identityCenter), ...suspendedNote(organization)],
    ...whatToDo(organization, center, {
      withUsers,
      notAsDeclared,
      permissions,
      entrance: entranceFor(evidence, organization),
    }),
    missingPermissions: permissions,
  };
}

function aspectsOf({ signIn, identityCenter }: Evidence): Aspect[] {
  const users: Aspect = {
    holds: 'no IAM user has a password',
    fails: 'IAM users sign in with a password',
    ask: (account): Answer => {
      const found = signIn.known ? signIn.value.get(account) : signIn;
      if (!found) return { is: 'unknown', unread: { reason: 'the account was not looked into' } };
      if (!found.known) return { is: 'unknown', unread: found.unread };
      const { withPassword, notAsked } = found.value;
      const more = notAsked === 0 ? [] : [`${notAsked} more not asked about`];
      if (withPassword.length > 0) return { is: 'no', detail: [...withPassword, ...more].join(', ') };
      return notAsked === 0 ? { is: 'yes', by: [] } : { is: 'unknown', unread: { reason: more.join() } };
    },
  };
  const assignments = identityCenter.known ? identityCenter.value.instance?.assignments : undefined;
  if (assignments === undefined) return [users];
  return [users, { holds: AS_DECLARED, fails: NOT_AS_DECLARED, ask: (account) => askAssigned(assignments, account) }];
}

const AS_DECLARED = 'assignments are as the manifest declares';
const NOT_AS_DECLARED = 'assignments are not as the manifest declares';

type Assignments = NonNullable<NonNullable<IdentityCenterFacts['instance']>['assignments']>;

function askAssigned(assignments: Assignments, account: NodeName): Answer {
  if (!assignments.known) return { is: 'unknown', unread: assignments.unread };
  const { gaps, unread } = assignments.value;
  const here = gaps.get(account) ?? [];
  if (here.length > 0) return { is: 'no', detail: firstOf(here) };
  const reason = unread.get(account) ?? unread.get('root');
  return reason === undefined ? { is: 'yes', by: [] } : { is: 'unknown', unread: { reason } };
}

const MOST_NAMED = 3;

function firstOf(words: readonly string[]): string {
  const more = words.length - MOST_NAMED;
  return `${words.slice(0, MOST_NAMED).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

interface Center {
  readonly is: 'yes' | 'no' | 'unknown';
  /** No set stands anywhere: there is nothing to sign in with. */
  readonly isEmpty?: true;
  readonly lines: readonly EvidenceLine[];
  readonly advice: readonly string[];
  readonly permissions: readonly string[];
}

function centerOf(fact: Fact<IdentityCenterFacts>): Center {
  if (!fact.known) {
    const { reason, missingPermission } = fact.unread;
    const lines: EvidenceLine[] = [{ state: 'unknown', text: `Identity Center: ${reason}` }];
    return {
      is: 'unknown',
      lines,
      advice: [],
      permissions: missingPermission === undefined ? [] : [missingPermission],
    };
  }
  const { regions, instance } = fact.value;
  if (!instance) return withoutInstance(regions);
  const { region, status, used } = instance;
  if (status !== 'ACTIVE') {
    const text = `the instance of Identity Center in ${region} is ${status}`;
    return {
      is: 'no',
      lines: [{ state: 'not met', text }],
      advice: ['Wait until it is ACTIVE, and look again.'],
      permissions: [],
    };
  }
  const line: EvidenceLine = { state: 'met', text: `Identity Center is active in ${region}` };
  if (!used.known) {
    const { reason, missingPermission } = used.unread;
    const unread: EvidenceLine = { state: 'unknown', text: `whether anybody is assigned anything: ${reason}` };
    return {
      is: 'unknown',
      lines: [line, unread],
      advice: [],
      permissions: missingPermission === undefined ? [] : [missingPermission],
    };
  }
  if (used.value) return { is: 'yes', lines: [line], advice: [], permissions: [] };
  return {
    is: 'no',
    isEmpty: true,
    lines: [line, { state: 'not met', text: 'no permission set stands in any account: nobody signs in by it' }],
    advice: ['Declare permission sets, and assign them to groups; a first assignment is proposed here.'],
    permissions: [],
  };
}

function withoutInstance(regions: readonly string[]): Center {
  return {
    is: 'no',
    lines: [
      { state: 'not met', text: 'there is no instance of Identity Center for the organization', about: regions },
      {
        state: 'note',
        text: 'people who come by SAML providers of the accounts sign in by federation too: these are not read',
      },
    ],
    advice: [
      'Enable IAM Identity Center for the organization, in the console or with accessManagement of the landing zone; one that lives in another Region is named in the manifest: identityCenter: { region: ... }.',
    ],
    permissions: [],
  };
}

function assignmentNotes(fact: Fact<IdentityCenterFacts>): EvidenceLine[] {
  const assignments = fact.known ? fact.value.instance?.assignments : undefined;
  if (assignments?.known !== true || assignments.value.problems.length === 0) return [];
  return [{ state: 'note', text: 'the manifest cannot be followed', about: assignments.value.problems }];
}

interface ToDo {
  readonly withUsers: readonly NodeName[];
  readonly notAsDeclared: readonly NodeName[];
  readonly permissions: readonly string[];
  /** To the accounts that could not be looked into. */
  readonly entrance: Entrance;
}

function whatToDo(
  organization: OrganizationFacts,
  center: Center,
  { withUsers, notAsDeclared, permissions, entrance }: ToDo,
): Pick<RowResult, 'advice' | 'manifest'> {
  const advice = [
    ...center.advice,
    ...(notAsDeclared.length > 0
      ? ['Apply the manifest: it assigns what is missing and removes what is not declared.']
      : []),
    ...(withUsers.length > 0
      ? [
          'Give these people a permission set and delete the passwords of the IAM users; one for an emergency is kept in an account of its own.',
        ]
      : []),
    ...grantAdvice(permissions),
    ...entrance.advice,
  ];
  const manifest = center.isEmpty ? manifestLines(PROPOSED) : entranceLines(organization, entrance);
  return manifest === undefined ? { advice } : { advice, manifest };
}

/** Everybody of one group may look; who is in it is for the directory to say. */
const PROPOSED = {
  permissionSets: { ReadOnly: { managed: ['ReadOnlyAccess'] } },
  groups: { readers: {} },
  assignments: [{ group: 'readers', permissionSet: 'ReadOnly', targets: ['root'], exclude: ['management'] }],
};
