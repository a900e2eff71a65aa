import { faultOf } from '../aws/faults.js';
import type { OrganizationsPort } from '../aws/organizations.js';
import type { AccountRecord, RootRecord, UnitRecord } from '../aws/organizations-records.js';

/** The deepest level of units below the root (Organizations quotas): a unit there cannot have children. */
export const DEEPEST_UNIT = 5;

export interface UnitInTree extends UnitRecord {
  readonly parentId: string;
}

/** The tree as AWS tells it, in AWS's ids. */
export interface Shape {
  readonly organizationId: string;
  readonly managementAccountId: string;
  readonly root: RootRecord;
  /** Parents before their children. */
  readonly units: readonly UnitInTree[];
  readonly accounts: readonly (AccountRecord & { readonly parentId: string })[];
}

/**
 * The fewest calls that tell the whole tree: one list of accounts, whose paths say where each lives, and one call for
 * each unit that may have children. Both have rates of their own, so they are read at the same time. Where paths are
 * missing (they are new), accounts are asked for parent by parent.
 */
export async function readShape(organizations: OrganizationsPort): Promise<Shape> {
  const [organization, root, listed, units] = await Promise.all([
    organizations.organization(),
    organizations.root(),
    organizations.accounts(),
    organizations.root().then(({ id }) => readUnits(organizations, id)),
  ]);
  const known = new Set([root.id, ...units.map((unit) => unit.id)]);
  const placed = listed.every((account) => account.parentId !== undefined && known.has(account.parentId));
  const accounts = placed ? listed : await readAccountsByParent(organizations, [...known]);
  return {
    organizationId: organization.id,
    managementAccountId: organization.managementAccountId,
    root,
    units,
    accounts: accounts.flatMap((account) =>
      account.parentId === undefined ? [] : [{ ...account, parentId: account.parentId }],
    ),
  };
}

async function readUnits(organizations: OrganizationsPort, rootId: string): Promise<UnitInTree[]> {
  const below = async (parentId: string, depth: number): Promise<UnitInTree[] | undefined> => {
    if (depth > DEEPEST_UNIT) return [];
    // The root is always there: that it could not be asked is no answer.
    const listed =
      parentId === rootId ? await organizations.unitsIn(rootId) : await unitsUnlessGone(organizations, parentId);
    if (listed === undefined) return undefined;
    const branches = await Promise.all(
      listed.map(async (unit) => {
        const deeper = await below(unit.id, depth + 1);
        return deeper && [{ ...unit, parentId }, ...deeper];
      }),
    );
    return branches.flatMap((branch) => branch ?? []);
  };
  return (await below(rootId, 1)) ?? [];
}

/** A unit that was just deleted may still be listed by its parent; asked itself, it is not there. */
async function unitsUnlessGone(organizations: OrganizationsPort, parentId: string): Promise<UnitRecord[] | undefined> {
  try {
    return await organizations.unitsIn(parentId);
  } catch (error) {
    if (faultOf(error).class === 'gone') return undefined;
    throw error;
  }
}

async function readAccountsByParent(
  organizations: OrganizationsPort,
  parents: readonly string[],
): Promise<AccountRecord[]> {
  return (await Promise.all(parents.map((parent) => organizations.accountsIn(parent)))).flat();
}
