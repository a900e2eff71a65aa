import { diffDocuments } from '../../iam/diff.js';
import type { Change } from '../../model.js';
import { named } from './read.js';
import type { CustomerPolicy, PermissionSetSpec } from './spec.js';
import { provisions } from './steps.js';

/** What it allows, for whoever has to agree to it: policies by name, documents by meaning, and how far a change reaches. */
export function describe(change: Change<PermissionSetSpec>): readonly string[] {
  if (!('to' in change)) return [];
  const { to } = change;
  if (change.action === 'create') {
    return [
      `${contents(to)}; sessions of ${to.session}`,
      ...(to.boundary ? [`never more than ${boundaryName(to.boundary)}`] : []),
      ...diffDocuments(undefined, to.inline),
    ];
  }
  const { from } = change as { readonly from?: PermissionSetSpec };
  if (from === undefined) return [];
  const [had, has] = [policies(from), policies(to)];
  return [
    ...has.filter((policy) => !had.includes(policy)).map((policy) => `+ ${policy}`),
    ...had.filter((policy) => !has.includes(policy)).map((policy) => `- ${policy}`),
    ...diffDocuments(from.inline, to.inline),
    ...boundaryChange(from, to),
    ...reach(change, from.provisionedIn ?? to.provisionedIn ?? []),
  ];
}

function policies({ managed, customer }: PermissionSetSpec): string[] {
  return [...managed, ...customer.map((policy) => `${fullName(policy)} (in each account)`)];
}

function contents(set: PermissionSetSpec): string {
  const all = policies(set);
  if (all.length > 0) return all.join(', ');
  return set.inline === undefined ? 'no policies' : 'an inline policy alone';
}

function boundaryChange({ boundary: from }: PermissionSetSpec, { boundary: to }: PermissionSetSpec): string[] {
  const [had, has] = [from && boundaryName(from), to && boundaryName(to)];
  if (had === has) return [];
  if (has === undefined) return [`- never more than ${had}`];
  return had === undefined ? [`+ never more than ${has}`] : [`~ never more than ${has}, before: ${had}`];
}

/** A repair says itself which accounts lag behind. */
function reach(change: Change<PermissionSetSpec>, accounts: NonNullable<PermissionSetSpec['provisionedIn']>): string[] {
  if (accounts.length === 0 || !provisions(change)) return [];
  return [`provisioned anew in ${accounts.length} account${accounts.length === 1 ? '' : 's'}: ${named(accounts)}`];
}

function boundaryName(boundary: NonNullable<PermissionSetSpec['boundary']>): string {
  return 'managed' in boundary ? boundary.managed : fullName(boundary.customer);
}

function fullName({ path, name }: CustomerPolicy): string {
  return `${path}${name}`;
}
