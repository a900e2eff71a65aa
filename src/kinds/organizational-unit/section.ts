import { z } from 'zod';
import type { DeclaredNode, Section, SectionFinding } from '../../kind.js';
import { says, tags, unitName } from '../../manifest/fields.js';
import { unitNameOf } from '../../manifest/unit-path.js';
import type { NodeName } from '../../model.js';
import { type BaselineEntry, baselineField, checkBaselines } from '../enabled-baseline/field.js';
import { DEEPEST_UNIT } from '../shape.js';

export interface UnitEntry {
  readonly existing?: boolean | undefined;
  readonly adopt?: boolean | undefined;
  readonly was?: string | undefined;
  readonly tags?: Readonly<Record<string, string | null>> | undefined;
  readonly baseline?: BaselineEntry | undefined;
  readonly children?: Readonly<Record<string, UnitEntry | null>> | undefined;
}

export type OrganizationalUnits = Readonly<Record<string, UnitEntry | null>>;

const unit: z.ZodType<UnitEntry> = z
  .strictObject({
    existing: z
      .boolean()
      .optional()
      .describe('It must be there already and belongs to somebody else: never created, renamed, tagged or removed.'),
    was: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Its name so far: the unit is renamed with all below it. A path (`Old/Prod`, `unit:Old`) says that it stood elsewhere: AWS cannot move a unit, so it is replaced, and only when that is allowed.',
      ),
    tags: tags.optional(),
    adopt: z.boolean().optional().describe('Take the unit over although its tags differ from what is written here.'),
    baseline: baselineField.optional(),
    get children() {
      return z.record(unitName, z.nullable(unit)).optional().describe('Units in this one, by name.');
    },
  })
  .refine((value) => !(value.existing === true && (value.tags || value.was !== undefined)), {
    error: says('is existing, and has tags or an old name', 'a unit of somebody else is neither tagged nor renamed'),
  })
  .meta({ id: 'OrganizationalUnit' });

export const organizationalUnits: Section<OrganizationalUnits> = {
  key: 'organizationalUnits',
  title: 'The tree of organizational units, by name; `Workloads: {}` is a unit without more to say.',
  schema: z.record(unitName, z.nullable(unit)),
  nodes: (value) =>
    unitDeclarations(value).map(
      ({ path, keys, parent, entry }): DeclaredNode => ({
        path: keys,
        node: { name: `unit:${path}`, parent, tags: plainTags(entry.tags), declared: true, live: false },
      }),
    ),
  check: checkUnits,
};

/** One unit of the section, flattened. */
export interface UnitDeclaration {
  /** `Workloads/Prod`, the address without `unit:`. */
  readonly path: string;
  /** As AWS has it. */
  readonly name: string;
  readonly parent: 'root' | `unit:${string}`;
  readonly entry: UnitEntry;
  /** The path inside the section: `['Workloads', 'children', 'Prod']`. */
  readonly keys: readonly string[];
  /** The path it had so far, where `was:` says so. */
  readonly formerPath?: string;
}

/** Every unit of the section, parents before their children, in the order of the manifest. */
export function unitDeclarations(section: OrganizationalUnits): UnitDeclaration[] {
  const found: UnitDeclaration[] = [];
  const add = (units: OrganizationalUnits, parentPath: string, parentKeys: readonly string[]): void => {
    for (const [segment, written] of Object.entries(units)) {
      const entry = written ?? {};
      const path = parentPath === '' ? segment : `${parentPath}/${segment}`;
      const keys = [...parentKeys, segment];
      const parent: NodeName & UnitDeclaration['parent'] = parentPath === '' ? 'root' : `unit:${parentPath}`;
      const formerPath = entry.was === undefined ? undefined : formerPathOf(entry.was, parentPath);
      found.push({
        path,
        name: unitNameOf(segment),
        parent,
        entry,
        keys,
        ...(formerPath === undefined ? {} : { formerPath }),
      });
      add(entry.children ?? {}, path, [...keys, 'children']);
    }
  };
  add(section, '', []);
  return found;
}

function formerPathOf(was: string, parentPath: string): string {
  if (was.startsWith('unit:')) return was.slice('unit:'.length);
  if (/(?<!\\)\//.test(was) || parentPath === '') return was;
  return `${parentPath}/${was}`;
}

function plainTags(written: UnitEntry['tags']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(written ?? {}).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
  );
}

function* checkUnits(section: OrganizationalUnits): Iterable<SectionFinding> {
  const units = unitDeclarations(section);
  const paths = new Set(units.map(({ path }) => path));
  const former = new Map<string, UnitDeclaration>();
  for (const unit of units) {
    const level = unit.keys.filter((_, index) => index % 2 === 0).length;
    if (level === DEEPEST_UNIT + 1) {
      yield {
        path: unit.keys,
        message: `the unit "${unit.path}" stands at level ${level}`,
        hint: `AWS nests units ${DEEPEST_UNIT} levels below the root, no deeper`,
      };
    }
    yield* checkBaselines(unit.entry.baseline, [...unit.keys, 'baseline']);
    if (unit.formerPath === undefined) continue;
    const first = former.get(unit.formerPath);
    const path = [...unit.keys, 'was'];
    if (paths.has(unit.formerPath)) {
      yield {
        path,
        message: `"was" names "${unit.formerPath}", which is declared itself`,
        hint: 'a unit cannot be renamed away and be there too: remove one of the two',
      };
    } else if (first) {
      yield { path, first: [...first.keys, 'was'], message: `"was" names "${unit.formerPath}" a second time` };
    }
    former.set(unit.formerPath, unit);
  }
}
