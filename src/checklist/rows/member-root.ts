import type { NodeName } from '../../model.js';
import type { RootAccessFacts, RootCredentialFacts } from '../access-facts.js';
import { type Answer, type Aspect, askAll, grantAdvice, suspendedNote, unknownRow } from '../answers.js';
import { activeMembers, type Evidence, type OrganizationFacts, type Unread } from '../evidence.js';
import { type EvidenceLine, placeLabel, type RowResult, type Verdict } from '../verdict.js';
import { inOrganization, manifestLines, type RowDefinition } from './row.js';

export const memberRoot: RowDefinition = {
  id: '1A-2',
  title: 'Root users of member accounts are managed centrally and have no credentials',
  judged:
    "root access management's two features; account by account whether the root user has a password, access keys or signing certificates, by the account's own summary where it can be entered, else by the dated result of `towerctl root audit` while the manifest's maxAge (7 days) lets it be believed. An account that the audit was kept out of is unknown, never clean",
  assess: (evidence) => inOrganization(evidence, (organization) => assess(evidence, organization)),
};

type Feature = 'credentialsManagement' | 'sessions';

const FEATURES: Readonly<Record<Feature, string>> = {
  credentialsManagement: 'management of root credentials (RootCredentialsManagement)',
  sessions: 'privileged root tasks (RootSessions)',
};

function assess(evidence: Evidence, organization: OrganizationFacts): RowResult {
  if (!evidence.rootAccess.known) return unknownRow(evidence.rootAccess.unread);
  const facts = evidence.rootAccess.value;
  const aspect: Aspect = {
    holds: 'the root user has no credentials',
    fails: 'the root user has credentials',
    ask: (account) => ask(evidence, facts, account),
  };
  const asked = askAll([aspect], activeMembers(organization.tree), 'account');
  const { off, unread } = featuresOf(facts);
  const unseen = asked.count.of - asked.count.met - asked.failing.length;
  const permissions = [...new Set([...asked.missingPermissions, ...permissionsOf(unread, facts)])].sort();
  return {
    verdict: verdictWith(asked.verdict, { off, unread }),
    count: asked.count,
    evidence: [
      ...featureLines(facts),
      ...asked.evidence,
      ...auditNotes(facts, asked.failing),
      ...suspendedNote(organization),
    ],
    ...whatToDo(organization, { facts, off, failing: asked.failing, unseen, permissions }),
    missingPermissions: permissions,
  };
}

interface Switches {
  readonly off: readonly Feature[];
  readonly unread?: Unread | undefined;
}

function featuresOf({ features }: RootAccessFacts): Switches {
  if (!features.known) return { off: [], unread: features.unread };
  const all = Object.keys(FEATURES) as Feature[];
  return { off: all.filter((feature) => features.value?.[feature] !== true) };
}

/** A feature that is on, or an account without credentials, is a part of it. */
function verdictWith(verdict: Verdict, { off, unread }: Switches): Verdict {
  if (unread) return verdict === 'met' ? 'unknown' : verdict;
  if (off.length === 0) return verdict;
  return verdict === 'met' || verdict === 'partly' || off.length === 1 ? 'partly' : 'not met';
}

/** What was read this minute goes before what an audit has written down. */
function ask({ signIn }: Evidence, { audit }: RootAccessFacts, account: NodeName): Answer {
  const now = signIn.known ? signIn.value.get(account) : undefined;
  const audited = audit.known ? audit.value.accounts.get(account) : undefined;
  const summary = now?.known === true ? stateOf(now.value.root) : undefined;
  if (summary?.is === 'clean') return { is: 'yes', by: [] };
  if (summary?.is === 'credentials') {
    return { is: 'no', detail: audited?.is === 'credentials' ? audited.words : summary.words };
  }
  if (!audit.known) return { is: 'unknown', unread: audit.unread };
  switch (audited?.is) {
    case 'clean':
      return { is: 'yes', by: [] };
    case 'credentials':
      return { is: 'no', detail: audited.words };
    case 'blocked':
    case 'unknown':
      return { is: 'unknown', unread: { reason: audited.reason } };
    case undefined:
      return { is: 'unknown', unread: { reason: 'the account was not audited: run `towerctl root audit`' } };
  }
}

/** Undefined where the summary does not say everything. An MFA device alone is nothing to sign in with. */
function stateOf(root: RootCredentialFacts): { is: 'clean' } | { is: 'credentials'; words: string } | undefined {
  const { password, accessKeys, signingCertificates } = root;
  const words = [
    ...(password === true ? ['password'] : []),
    ...(accessKeys === true ? ['access keys'] : []),
    ...(signingCertificates === true ? ['signing certificates'] : []),
  ];
  if (words.length > 0) return { is: 'credentials', words: words.join(', ') };
  return password === false && accessKeys === false && signingCertificates === false ? { is: 'clean' } : undefined;
}

function featureLines({ features }: RootAccessFacts): EvidenceLine[] {
  if (!features.known) return [{ state: 'unknown', text: `root access management: ${features.unread.reason}` }];
  const { value } = features;
  if (value === undefined) {
    return [
      {
        state: 'not met',
        text: 'trusted access of iam.amazonaws.com is off, and with it all of root access management',
      },
    ];
  }
  return (Object.keys(FEATURES) as Feature[]).map((feature) => ({
    state: value[feature] ? 'met' : 'not met',
    text: `${FEATURES[feature]} is ${value[feature] ? 'on' : 'off'}`,
  }));
}

function auditNotes({ audit }: RootAccessFacts, failing: readonly NodeName[]): EvidenceLine[] {
  if (!audit.known) return [];
  const { dated, kept, place } = audit.value;
  const held = failing.flatMap((account) => {
    const why = kept.get(account);
    return why === undefined ? [] : [`${placeLabel(account)} (${why})`];
  });
  const days = dated?.days === 1 ? '1 day' : `${dated?.days ?? 0} days`;
  const since = dated && (dated.oldest === dated.newest ? dated.oldest : `${dated.oldest} to ${dated.newest}`);
  return [
    ...(since === undefined
      ? []
      : [{ state: 'note' as const, text: `audited ${since}, at most ${days} ago (${place})` }]),
    ...(held.length === 0
      ? []
      : [{ state: 'note' as const, text: 'left out of the sweep by the manifest', about: held }]),
  ];
}

function permissionsOf(why: Unread | undefined, { audit }: RootAccessFacts): string[] {
  const found = [why, audit.known ? undefined : audit.unread];
  return found.flatMap((each) => each?.missingPermission ?? []);
}

interface ToDo {
  readonly facts: RootAccessFacts;
  readonly off: readonly Feature[];
  readonly failing: readonly NodeName[];
  /** Accounts that nothing is known of. */
  readonly unseen: number;
  readonly permissions: readonly string[];
}

function whatToDo(
  organization: OrganizationFacts,
  { facts, off, failing, unseen, permissions }: ToDo,
): Pick<RowResult, 'advice' | 'manifest'> {
  const kept = facts.audit.known ? facts.audit.value.kept : new Map<NodeName, string>();
  const swept = failing.filter((account) => !kept.has(account));
  const advice = [
    ...(off.length > 0
      ? ['Switch centralized root access on: accounts made from then on have no root credentials.']
      : []),
    ...(unseen > 0
      ? [
          'Look at the root user of every account: towerctl root audit, with the bucket for its result there beforehand.',
        ]
      : []),
    ...(swept.length > 0
      ? [
          'Delete what was found: sweep in the manifest plans it account by account, after an audit of at most maxAge days.',
        ]
      : []),
    ...(failing.length > swept.length ? ['Mend what keeps the root credentials of the excepted accounts alive.'] : []),
    ...grantAdvice(permissions),
  ];
  const isAudited = facts.audit.known;
  if (off.length === 0 && (isAudited || unseen === 0)) return { advice };
  return { advice, manifest: manifestLines({ rootAccess: lines(organization, isAudited) }) };
}

function lines({ tree, idOf }: OrganizationFacts, isAudited: boolean): object {
  const management = tree.accounts().find((account) => tree.get(account)?.management === true);
  const id = management === undefined ? undefined : idOf(management);
  return {
    credentialsManagement: true,
    sessions: true,
    ...(!isAudited && {
      audit: { bucket: `towerctl-root-audit-${id ?? 'management'}` },
      sweep: { targets: ['root'] },
    }),
  };
}
