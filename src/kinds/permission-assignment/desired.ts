import type { DesiredContext } from '../../kind.js';
import { didYouMean } from '../../manifest/problems.js';
import { selectAccounts } from '../../manifest/targets.js';
import type { Desired, NodeName } from '../../model.js';
import { Organization } from '../../organization.js';
import { groups } from '../directory-group/section.js';
import { permissionSets } from '../permission-set/section.js';
import { type AssignmentEntry, assignments } from './section.js';
import { assignmentAddress, type PermissionAssignmentSpec, type Principal } from './spec.js';

/** One address a grant: AWS knows no units, so targets are unfolded to accounts. The same grant written twice is one. */
export function* desired(context: DesiredContext): Generator<Desired<PermissionAssignmentSpec>> {
  const { manifest, organization } = context;
  const everybody = withoutStates(organization);
  for (const [index, entry] of (manifest.section(assignments) ?? []).entries()) {
    checkSet(context, entry, index);
    checkGroup(context, entry, index);
    const selection = { targets: entry.targets, exclude: entry.exclude };
    const accounts = selectAccounts(organization, selection);
    const note = leftOut(organization, selectAccounts(everybody, selection), accounts);
    const origin = manifest.originOf(assignments.key, index);
    for (const account of accounts) {
      const spec = { principal: principalOf(entry), permissionSet: entry.permissionSet, account };
      yield {
        address: assignmentAddress(spec),
        spec,
        origin,
        ...(entry.state === 'off' && { absent: true }),
        ...(note !== undefined && { note }),
      };
    }
  }
}

function principalOf({ group, user }: AssignmentEntry): Principal {
  return group === undefined ? { type: 'user', name: user ?? '' } : { type: 'group', name: group };
}

/** The same organization as if no account had been closed: what a selection would hold. */
function withoutStates(organization: Organization): Organization {
  const nodes = [...organization.nodes.values()].map(({ state: _, ...node }) => node);
  return new Organization(organization.id, nodes);
}

function leftOut(
  organization: Organization,
  meant: readonly NodeName[],
  accounts: readonly NodeName[],
): string | undefined {
  const taken = new Set(accounts);
  const closed = meant.filter((account) => !taken.has(account));
  if (closed.length === 0) return undefined;
  const named = closed.slice(0, 3).map((account) => `${account} (${organization.get(account)?.state ?? 'closed'})`);
  return `left out: ${named.join(', ')}${closed.length > 3 ? ` and ${closed.length - 3} more closed accounts` : ''}`;
}

function checkSet({ manifest, problem }: DesiredContext, { permissionSet }: AssignmentEntry, index: number) {
  const declared = manifest.section(permissionSets) ?? {};
  if (Object.hasOwn(declared, permissionSet)) return;
  problem({
    code: 'permission-set-unknown',
    origin: manifest.originOf(assignments.key, index, 'permissionSet'),
    message: `there is no permission set "${permissionSet}" in this manifest`,
    hint:
      didYouMean(permissionSet, Object.keys(declared)) ??
      `declare it under permissionSets; one that somebody else looks after: permissionSets: { ${permissionSet}: { existing: true } }`,
  });
}

/** A group that this manifest takes away cannot be let in anywhere. */
function checkGroup({ manifest, problem }: DesiredContext, { group, state }: AssignmentEntry, index: number) {
  const declared = group === undefined ? undefined : manifest.section(groups)?.[group];
  if (declared?.state !== 'off' || state === 'off') return;
  problem({
    code: 'contradiction',
    origin: manifest.originOf(assignments.key, index, 'group'),
    message: `the group "${group}" is assigned here and removed under groups (state: off)`,
    hint: 'keep one of the two',
  });
}
