import type { DesiredContext } from '../../kind.js';
import { splitUnitPath } from '../../manifest/unit-path.js';
import type { Desired } from '../../model.js';
import { organizationalUnits, type UnitDeclaration, unitDeclarations } from './section.js';
import { keyOf, type UnitSpec, unitAddress } from './spec.js';

export function* desired({ manifest }: DesiredContext): Generator<Desired<UnitSpec>> {
  const section = manifest.section(organizationalUnits);
  if (section === undefined) return;
  const declarations = unitDeclarations(section);
  const former = formerPaths(declarations);
  for (const unit of declarations) {
    const origin = manifest.originOf(organizationalUnits.key, ...unit.keys);
    const old = former.get(unit.path);
    yield {
      address: unitAddress(unit.path),
      spec: {
        name: unit.name,
        parent: unit.parent,
        key: keyOf(unit.path),
        ...(unit.entry.tags && { tags: unit.entry.tags }),
      },
      origin,
      ...(unit.entry.existing && { existing: true }),
      ...(unit.entry.adopt && { adopt: true }),
      ...(old !== undefined && { was: unitAddress(old) }),
    };
    // AWS cannot move a unit: the one that it was is emptied and goes.
    if (old !== undefined)
      yield { address: unitAddress(old), spec: { name: '', parent: 'root' }, origin, absent: true };
  }
}

/** Old names of units that keep their parent: one update, matched before anything is compared. */
export function renames(declarations: readonly UnitDeclaration[]): ReadonlyMap<string, string> {
  return new Map(
    declarations.flatMap((unit) => {
      const own = splitUnitPath(unit.path);
      const old = splitUnitPath(unit.formerPath ?? '');
      const sameParent = own.slice(0, -1).join('/') === old.slice(0, -1).join('/');
      return unit.formerPath !== undefined && sameParent ? [[unit.path, old.at(-1) ?? ''] as const] : [];
    }),
  );
}

/** Old paths of units that stood elsewhere, and of all below them. */
function formerPaths(declarations: readonly UnitDeclaration[]): ReadonlyMap<string, string> {
  const renamed = renames(declarations);
  const former = new Map<string, string>();
  for (const unit of declarations) {
    const parent = splitUnitPath(unit.path).slice(0, -1).join('/');
    const oldParent = former.get(parent);
    if (unit.formerPath !== undefined && !renamed.has(unit.path)) former.set(unit.path, unit.formerPath);
    else if (oldParent !== undefined)
      former.set(unit.path, `${oldParent}/${renamed.get(unit.path) ?? splitUnitPath(unit.path).at(-1)}`);
  }
  return former;
}
