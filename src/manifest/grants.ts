import type { NodeName, Selector, Target } from '../model.js';
import type { Organization } from '../organization.js';
import type { Grant } from './include.js';
import { oneOf, type Problems } from './problems.js';
import { fieldsOf } from './schema-walk.js';
import type { SectionReading } from './sections.js';
import { formatPath, keyOriginAt, toJson } from './source.js';
import { nodeOf, parseTarget } from './targets.js';

/** Holds included files to the places they were granted: every entry must say where it acts, and act inside. */
export function checkGrants(
  reading: SectionReading,
  grants: ReadonlyMap<string, Grant>,
  organization: Organization,
  selectors: Readonly<Record<string, Selector>>,
  problems: Problems,
): void {
  const { section, node } = reading;
  const children = node.kind === 'map' ? [...node.entries.keys()] : node.kind === 'list' ? [...node.items.keys()] : [];
  if (![...grants.values()].some((grant) => grant.targets)) return;
  const fieldsIn = groupBy([...fieldsOf(section.schema, node)], ({ path }) => path[0]);
  const nodesIn = groupBy(reading.nodes, ({ path }): string | number | undefined => path[0]);
  for (const key of children) {
    const origin = keyOriginAt(node, [key]);
    const grant = grants.get(origin.file);
    if (!grant?.targets || reading.broken.has(String(key))) continue;
    const area = grant.targets.map((target) => nodeOf(organization, target)).filter((place) => place !== undefined);
    const isInside = (place: NodeName | undefined): boolean =>
      place !== undefined && organization.lineage(place).some((above) => area.includes(above));
    const where = formatPath([section.key, key]);
    const granted = `the include grants ${oneOf(grant.targets)}${grant.owner === undefined ? '' : ` to ${grant.owner}`}`;
    let placed = false;
    for (const declared of nodesIn.get(key) ?? []) {
      placed = true;
      if (!isInside(declared.node.name))
        problems.add('manifest-grant', origin, `${where} lies outside of what its file may declare`, granted);
    }
    for (const field of fieldsIn.get(key) ?? []) {
      if (field.role !== 'targets') continue;
      placed = true;
      const targets = toJson(field.node) as readonly Target[];
      targets.forEach((target, index) => {
        if (isTargetInside(target, selectors, organization, isInside)) return;
        const at = field.node.kind === 'list' ? (field.node.items[index]?.origin ?? origin) : origin;
        problems.add(
          'manifest-grant',
          at,
          `${formatPath([section.key, ...field.path, index])} reaches further than its file may`,
          granted,
        );
      });
    }
    if (!placed) problems.add('manifest-grant', origin, `${where} acts on the whole organization`, granted);
  }
}

function isTargetInside(
  target: Target,
  selectors: Readonly<Record<string, Selector>>,
  organization: Organization,
  isInside: (place: NodeName | undefined) => boolean,
): boolean {
  const again = (inner: Target): boolean => isTargetInside(inner, selectors, organization, isInside);
  if (typeof target !== 'string') return target.targets?.every(again) ?? isInside('root');
  const parsed = parseTarget(target);
  if (parsed.kind !== 'selector') return isInside(nodeOf(organization, target));
  const selector = selectors[parsed.name];
  return selector === undefined || again(selector);
}

function groupBy<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
