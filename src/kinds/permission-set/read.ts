import type { BoundaryRecord, PermissionSetRecord, PoliciesRecord } from '../../aws/identity-center.js';
import type { Names } from '../../kind.js';
import type { JsonObject, NodeName } from '../../model.js';
import type { Organization } from '../../organization.js';
import { plainTags } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { byPathAndName } from './desired.js';
import { canonicalSession } from './session.js';
import type { PermissionSetSpec } from './spec.js';

/** What AWS answers about a set, in the manifest's words. Who may assign it only the manifest knows. */
export function specOf(
  record: PermissionSetRecord,
  policies: PoliciesRecord,
  {
    tags,
    names,
    authority,
  }: {
    readonly tags: Readonly<Record<string, string>>;
    readonly names: Pick<Names, 'symbolic'>;
    readonly authority: PermissionSetSpec['authority'];
  },
): PermissionSetSpec {
  const { inline, boundary } = policies;
  return {
    name: record.name,
    session: canonicalSession(record.session),
    managed: policies.managed.map(({ arn }) => awsPolicyOf(arn)).sort(),
    customer: [...policies.customer].sort(byPathAndName),
    authority,
    ...(record.description !== undefined && { description: record.description }),
    ...(record.relayState !== undefined && { relayState: record.relayState }),
    ...(inline !== undefined && { inline: JSON.parse(names.symbolic(inline)) as JsonObject }),
    ...(boundary && { boundary: boundarySpec(boundary) }),
    tags: plainTags(tags),
  };
}

function boundarySpec(boundary: BoundaryRecord): NonNullable<PermissionSetSpec['boundary']> {
  return 'managedArn' in boundary ? { managed: awsPolicyOf(boundary.managedArn) } : { customer: boundary.customer };
}

/** `job-function/ViewOnlyAccess` of `arn:aws:iam::aws:policy/job-function/ViewOnlyAccess`. */
function awsPolicyOf(arn: string): string {
  return arn.slice(arn.indexOf(':policy/') + ':policy/'.length);
}

interface Where {
  readonly organization: Organization;
  readonly names: Pick<Names, 'nameOf'>;
}

/** Accounts in which the role is older than the set, of those that AWS can bring up to date. */
export async function staleAccounts(
  aws: Pick<Surroundings, 'identityCenter'>,
  setArn: string,
  where: Where,
): Promise<NodeName[]> {
  return inOrganization(await aws.identityCenter().accountsOf(setArn, 'stale'), where);
}

/** By name; nothing is changed any more in one that is closed, or that has left. */
export function inOrganization(ids: readonly string[], { organization, names }: Where): NodeName[] {
  return ids.flatMap((id) => {
    const account = names.nameOf(id);
    const node = account && organization.get(account);
    return account !== undefined && node && node.state === undefined ? [account] : [];
  });
}

const NAMED = 5;

/** `account:a, account:b and 3 more`, without the prefix. */
export function named(accounts: readonly NodeName[]): string {
  const names = [...accounts].sort().map((account) => account.slice(account.indexOf(':') + 1));
  if (names.length <= NAMED + 1) return names.join(', ');
  return `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;
}
