import type { World } from '../../../world.js';
import { cloudFormationState, type OutputRow, type StackRow } from '../state.js';

const keyOf = ({ accountId, region }: Pick<StackRow, 'accountId' | 'region'>, name: string): string =>
  `${accountId}/${region}/${name}`;

/** Why these outputs cannot be what the stack exports; undefined when they can. */
export function exportObstacle(world: World, stack: StackRow, outputs: readonly OutputRow[]): string | undefined {
  const { exports } = cloudFormationState(world);
  const names = outputs.flatMap(({ exportName }) => exportName ?? []);
  for (const name of names) {
    const holder = exports[keyOf(stack, name)];
    if (holder !== undefined && holder !== stack.id) {
      return `Export with name ${name} is already exported by stack ${nameOf(world, holder)}. Rollback requested by user.`;
    }
  }
  for (const { exportName, value } of stack.outputs) {
    if (exportName === undefined) continue;
    const [user] = usersOf(world, stack, exportName);
    const kept = outputs.find((output) => output.exportName === exportName);
    if (user === undefined || kept?.value === value) continue;
    return kept
      ? `Cannot update export ${exportName} as it is in use by ${user}.`
      : `Cannot delete export ${exportName} as it is in use by ${user}.`;
  }
  return undefined;
}

export function replaceExports(world: World, before: StackRow, outputs: readonly OutputRow[]): void {
  const { exports } = cloudFormationState(world);
  for (const { exportName } of before.outputs) if (exportName !== undefined) delete exports[keyOf(before, exportName)];
  for (const { exportName } of outputs) if (exportName !== undefined) exports[keyOf(before, exportName)] = before.id;
}

/** Names of the stacks beside this one that import it. */
export function usersOf(
  world: World,
  { accountId, region }: Pick<StackRow, 'accountId' | 'region'>,
  exportName: string,
): string[] {
  const { places, stacks } = cloudFormationState(world);
  return (places[accountId]?.[region] ?? []).flatMap((id) => {
    const stack = stacks[id];
    return stack && stack.deletedAt === undefined && stack.imports.includes(exportName) ? [stack.name] : [];
  });
}

function nameOf(world: World, id: string): string {
  return cloudFormationState(world).stacks[id]?.name ?? id;
}
