import { formatOrigin } from '../errors.js';
import type { DeclaredNode, Section } from '../kind.js';
import { reportIssues } from './issues.js';
import type { Problems } from './problems.js';
import { childOf, nodeAt, originAt, type SourceNode, toJson } from './source.js';

/** A section as far as it could be read. */
export interface SectionReading {
  readonly section: Section;
  /** Variables filled in. */
  readonly node: SourceNode;
  /** Without the entries that are wrong; undefined when nothing is left. */
  readonly value: unknown;
  readonly nodes: readonly DeclaredNode[];
  /** Keys inside the entries that are wrong: what refers to them may well be right. */
  readonly broken: ReadonlySet<string>;
}

/** With more mistakes than this in one section, what else is wrong with it can wait. */
const PRUNED = 200;

/** Checks a section by its schema. What is wrong is reported and left out, so that the rest is checked in the same run. */
export function readSection(section: Section, node: SourceNode, problems: Problems): SectionReading {
  const broken = new Set<string>();
  const value = readValue(section, node, broken, problems);
  const nodes = value === undefined ? [] : [...(section.nodes?.(value) ?? [])];
  for (const finding of value === undefined ? [] : (section.check?.(value) ?? [])) {
    const twice = finding.first ? ` (first at ${formatOrigin(originAt(node, finding.first))})` : '';
    const origin = originAt(node, finding.path);
    problems.add(
      finding.first ? 'manifest-duplicate' : 'manifest-value',
      origin,
      finding.message + twice,
      finding.hint,
    );
  }
  return { section, node, value, nodes, broken };
}

function readValue(section: Section, node: SourceNode, broken: Set<string>, problems: Problems): unknown {
  const whole = section.schema.safeParse(toJson(node));
  if (whole.success) return whole.data;
  const { issues } = whole.error;
  reportIssues(issues, { root: node, schema: section.schema, problems, prefix: [section.key] });
  if (issues.length > PRUNED) {
    collectKeys(node, broken);
    return undefined;
  }
  const paths = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
  );
  // The wrong field first; where that does not help (something is missing), the whole entry.
  let rest: SourceNode | undefined = node;
  for (const path of paths) rest = rest && without(rest, nodeAt(node, path) ? path : path.slice(0, 1), broken);
  const fields = rest && section.schema.safeParse(toJson(rest));
  if (!rest || !fields || fields.success) return fields?.data;
  for (const { path } of fields.error.issues) rest = rest && without(rest, path.slice(0, 1), broken);
  return rest && section.schema.safeParse(toJson(rest)).data;
}

/** The tree without what stands at a path; what it held is remembered by its words. */
function without(node: SourceNode, path: readonly PropertyKey[], broken: Set<string>): SourceNode | undefined {
  const [key, ...deeper] = path;
  const child = key === undefined ? undefined : childOf(node, key);
  if (key === undefined) {
    collectKeys(node, broken);
    return undefined;
  }
  if (child === undefined) return node;
  if (typeof key === 'string') broken.add(key);
  const rest = without(child, deeper, broken);
  if (deeper.length > 0) broken.delete(String(key));
  if (node.kind === 'list') {
    const items = node.items.flatMap((item, index) => (index !== Number(key) ? [item] : rest ? [rest] : []));
    return { ...node, items };
  }
  if (node.kind === 'scalar') return node;
  const entries = new Map(node.entries);
  const entry = entries.get(String(key));
  if (entry && rest) entries.set(String(key), { ...entry, value: rest });
  else entries.delete(String(key));
  return { ...node, entries };
}

function collectKeys(node: SourceNode, keys: Set<string>): void {
  if (node.kind === 'map') {
    for (const [key, entry] of node.entries) {
      keys.add(key);
      collectKeys(entry.value, keys);
    }
  }
}
