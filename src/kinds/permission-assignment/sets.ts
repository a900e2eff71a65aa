import { CONTROL_TOWER_PERMISSION_SETS } from '../../facts/identity-center.js';
import type { LiveContext } from '../../kind.js';
import type { Desired } from '../../model.js';
import { ownerOf } from '../ownership.js';
import { permissionSetAddress } from '../permission-set/spec.js';
import type { Surroundings } from '../surroundings.js';
import type { PermissionAssignmentSpec } from './spec.js';

type Context = LiveContext<Surroundings>;

/** A permission set whose assignments concern this manifest. */
export interface ReadSet {
  readonly name: string;
  readonly arn: string;
  /** All of its assignments are this manifest's: what is not declared goes. */
  readonly whole: boolean;
  /** The manifest has it: it is not on its way out itself. */
  readonly declared: boolean;
  /** What others assigned is told. */
  readonly tellsOthers: boolean;
}

/**
 * The sets that this manifest assigns or owns. One that is somebody else's is never ours as a whole, whatever the
 * manifest says of it: that it is not ours is a problem of the set.
 */
export async function setsToRead(context: Context): Promise<ReadSet[]> {
  const assigned = new Set([...context.declared.values()].map(({ spec }) => setNameOf(spec)));
  const records = await context.aws.identityCenter().permissionSets();
  const read = records.map(async ({ name, arn }): Promise<ReadSet[]> => {
    if (context.onlyDeclared === true) {
      return assigned.has(name) ? [{ name, arn, whole: false, declared: true, tellsOthers: false }] : [];
    }
    const declared = context.declaredOf('permission-set').get(permissionSetAddress(name));
    const foreign = declared?.existing === true || CONTROL_TOWER_PERMISSION_SETS.has(name);
    if (foreign) return assigned.has(name) ? [{ name, arn, whole: false, declared: true, tellsOthers: false }] : [];
    const { managedBy } = ownerOf(await context.aws.identityCenter().tagsOf(arn), context.manifestName);
    // Without the section nothing says who may assign a set of ours: it is left alone.
    if (!declared && (managedBy !== 'us' || context.leavesAlone?.('permission-set') === true)) return [];
    const whole = !declared || (declared.spec['authority'] === 'exclusive' && mayRule(managedBy, declared));
    return [{ name, arn, whole, declared: declared !== undefined, tellsOthers: !whole }];
  });
  return (await Promise.all(read)).flat();
}

/** What carries nobody's tag is taken over by being declared; what carries another's only when the manifest says so. */
function mayRule(managedBy: string, { adopt }: Desired): boolean {
  return managedBy === 'us' || managedBy === 'nobody' || adopt === true;
}

export function setNameOf(spec: Desired['spec']): string {
  return (spec as PermissionAssignmentSpec).permissionSet;
}
