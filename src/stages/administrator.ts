import { assignmentsOf, rightsOf } from '../guards/assignments.js';
import type { GuardInput } from '../guards/guard.js';
import { administratorOf, isForServices, laidIn } from '../guards/template-roles.js';
import type { Address, Change } from '../model.js';

/** What of a permission set makes its holders what they are. */
const RIGHTS = /^(managed|customer|inline|boundary)\b/;

/**
 * Addresses of changes that give somebody administrator rights, anywhere: assignments of such a set, sets that become one
 * (or whose policies change while they are one), roles and users that a template lays, and delegations of a service to
 * another account. What a set holds that could not be read counts too: nobody knows that it is harmless.
 */
export function administratorChanges(input: GuardInput): ReadonlySet<Address> {
  const specs = new Map(assignmentsOf(input.after).map(({ address, spec }) => [address, spec]));
  const laid = laidIn(input, input.after);
  const gives = ({ address, kind }: Change): boolean => {
    switch (kind) {
      case 'delegated-administrator':
        return true;
      case 'permission-assignment': {
        const spec = specs.get(address);
        return spec !== undefined && rightsOf(input, input.after, spec.permissionSet) !== 'none';
      }
      case 'permission-set':
        return rightsOf(input, input.after, address.slice(address.indexOf(':') + 1)) !== 'none';
      default:
        return (laid.get(address)?.grantees ?? []).some(
          (one) => one.kind !== 'managed policy' && !isForServices(one) && administratorOf(one) !== undefined,
        );
    }
  };
  return new Set(input.changes.filter((change) => mayGive(change) && gives(change)).map(({ address }) => address));
}

/** Tags and descriptions give nothing, and nothing is given by taking away. */
function mayGive(change: Change): boolean {
  if (change.action === 'create' || change.action === 'repair') return true;
  if (change.action !== 'update' && change.action !== 'replace' && change.action !== 'adopt') return false;
  const paths = change.fields.map(({ path }) => path);
  if (change.kind === 'permission-set') return paths.some((path) => RIGHTS.test(path));
  return paths.some((path) => !/^(tags|description)\b/.test(path));
}
