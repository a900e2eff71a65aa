import type { Address, NodeName } from '../model.js';
import { assignmentsOf, type PicturedAssignment, type Rights, rightsOf } from './assignments.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { sensitiveAccounts } from './sensitive-accounts.js';
import { administratorOf, isForServices, type Laid, laidIn } from './template-roles.js';

export const administratorAccess: Guard = {
  code: 'administrator-access',
  title: 'Administrator rights on the management, log archive or audit account',
  reason:
    'Whoever administers the management account can undo every guardrail, since service control policies do not bind it; whoever administers the log archive can take away the record of what was done, and the audit account reaches into all others. So nobody should hold such rights there by default: a person comes in for a task, with a set of its own, and the reason is written down. Looked at are assignments that a plan makes (or whose permission set it makes an administrator’s) and roles, users and groups in templates that it lays, unless only services of AWS may assume them. An administrator is who may do everything, or may give himself everything by writing policies of roles or users: told from AWS managed policies, inline policies and templates; what a customer managed policy holds that no template here lays is not known, and not counted. Sources: [best practices for the management account](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html), [IAM best practices](https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html).',
  allowance:
    'An allowance at the assignment (`assignment:group/platform->Incident@account:management`) or at the baseline says who needs it, and why. Give it an `until` date.',
  lasting: true,
  *check(input: GuardInput): Iterable<Finding> {
    const sensitive = sensitiveAccounts(input);
    yield* unjudged(input);
    yield* assigned(input, sensitive);
    yield* laid(input, sensitive);
  },
};

/** Where the landing zone cannot be read, only the management account is known for what it is. */
function* unjudged({ changes, landingZone }: GuardInput): Iterable<Finding> {
  const created = changes.find(({ kind, action }) => kind === 'permission-assignment' && action === 'create');
  if (landingZone?.state !== 'unknown' || !created) return;
  yield {
    severity: 'warning',
    message: `which accounts are the log archive and the audit account is not known, so nobody judged who is let in there: ${landingZone.reason}`,
    hint: 'Let Control Tower be read, or look at the assignments yourself.',
  };
}

type Sensitive = ReadonlyMap<NodeName, string>;

function* assigned(input: GuardInput, sensitive: Sensitive): Iterable<Finding> {
  const made = new Set(
    input.changes
      .filter(({ kind, action }) => kind === 'permission-assignment' && action === 'create')
      .map(({ address }) => address),
  );
  const rights = new Map<string, { readonly before: Rights; readonly after: Rights }>();
  const of = (set: string): { readonly before: Rights; readonly after: Rights } => {
    const known = rights.get(set) ?? {
      before: rightsOf(input, input.before, set),
      after: rightsOf(input, input.after, set),
    };
    rights.set(set, known);
    return known;
  };
  for (const { address, spec } of assignmentsOf(input.after)) {
    const where = sensitive.get(spec.account);
    if (where === undefined) continue;
    const { before, after } = of(spec.permissionSet);
    const isNew = made.has(address) || (typeof after === 'object' && before === 'none');
    if (isNew) yield* finding(input, { address, spec }, after, where);
  }
}

function* finding(
  input: GuardInput,
  { address, spec }: PicturedAssignment,
  rights: Rights,
  where: string,
): Iterable<Finding> {
  if (rights === 'none') return;
  const { principal, permissionSet, account } = spec;
  const who = `${principal.type} ${principal.name}`;
  if (rights === 'unknown') {
    // Offline nobody's sets but the manifest's own are known.
    if (isOffline(input)) return;
    yield {
      address,
      message: `${who} would enter ${where} (${account}) through ${permissionSet}, whose rights could not be read`,
      hint: `Let the sets be read, or allow it: ${allow(address)}.`,
    };
    return;
  }
  yield {
    address,
    message: `${who} would be an administrator of ${where} (${account}) through ${permissionSet}: ${rights.administrator}`,
    hint: `Leave ${account} out (exclude:), or give a set of its own with what the task needs. If it is meant: ${allow(address)}.`,
  };
}

function isOffline({ before }: GuardInput): boolean {
  return [...before.organization.nodes.values()].every(({ live }) => !live);
}

function allow(address: Address): string {
  return `guards: { allow: [{ code: administrator-access, at: "${address}", reason: ..., until: ... }] }`;
}

function* laid(input: GuardInput, sensitive: Sensitive): Iterable<Finding> {
  const written = new Set(
    input.changes.filter(({ action }) => action !== 'notice' && action !== 'remove').map(({ address }) => address),
  );
  const before = laidIn(input, input.before);
  for (const [address, now] of laidIn(input, input.after)) {
    if (!written.has(address)) continue;
    const accounts = now.accounts.filter((account) => sensitive.has(account));
    if (accounts.length === 0) continue;
    for (const { kind, name, what, who } of administrators(now)) {
      const had = before.get(address);
      const known =
        had !== undefined &&
        administrators(had).some((one) => one.kind === kind && one.name === name && one.who === who);
      const where = known ? accounts.filter((account) => !had.accounts.includes(account)) : accounts;
      if (where.length === 0) continue;
      const places = where.map((account) => `${sensitive.get(account)} (${account})`).join(' and ');
      yield {
        address,
        message: `the ${kind} ${name}${who === '' ? '' : `, trusted by ${who},`} would be an administrator of ${places}: ${what}`,
        hint: `Leave these accounts out, or give it less. If it is meant: ${allow(address)}.`,
      };
    }
  }
}

function administrators({ grantees }: Laid) {
  return grantees.flatMap((one) => {
    // A managed policy does nothing until somebody has it.
    if (one.kind === 'managed policy' || isForServices(one)) return [];
    const what = administratorOf(one);
    return what === undefined ? [] : [{ kind: one.kind, name: one.name, what, who: one.trusted.join(', ') }];
  });
}
