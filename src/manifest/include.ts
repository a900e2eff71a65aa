import { formatOrigin } from '../errors.js';
import type { Section } from '../kind.js';
import type { Origin } from '../model.js';
import type { ManifestFiles } from './files.js';
import { frameShape, type IncludeEntry } from './frame.js';
import { didYouMean, oneOf, type Problems, quote } from './problems.js';
import { childOf, type MapEntry, type SourceNode } from './source.js';

/** What an included file may do. */
export interface Grant {
  readonly owner?: string | undefined;
  readonly may?: readonly string[] | undefined;
  readonly targets?: readonly string[] | undefined;
  /** Of the grant's targets. */
  readonly origin: Origin;
}

export interface Merged {
  /** Each section that is present anywhere, entries of all files together. */
  readonly sections: ReadonlyMap<string, MapEntry>;
  /** By included file. */
  readonly grants: ReadonlyMap<string, Grant>;
}

/** Reads the included files and puts their sections beside the manifest's own. */
export function mergeIncludes(
  main: SourceNode,
  includes: readonly (string | IncludeEntry)[],
  includeNode: SourceNode | undefined,
  context: { readonly files: ManifestFiles; readonly known: readonly Section[]; readonly problems: Problems },
): Merged {
  const { files, known, problems } = context;
  const sections = new Map<string, MapEntry>();
  const grants = new Map<string, Grant>();
  addSections(sections, main, known, problems);
  includes.forEach((include, index) => {
    const entry = typeof include === 'string' ? { path: include } : include;
    const node = includeNode && childOf(includeNode, index);
    const pathNode = node && (childOf(node, 'path') ?? node);
    const from = pathNode?.origin ?? main.origin;
    checkMay(entry, node ?? main, known, problems);
    const grant: Grant = { ...entry, origin: (node && childOf(node, 'targets'))?.origin ?? from };
    for (const file of files.match(entry.path, from)) {
      if (grants.has(file)) {
        problems.add(
          'manifest-duplicate',
          from,
          `the file ${quote(file)} is included twice`,
          'keep one of the two entries',
        );
        continue;
      }
      const content = files.read(file, from);
      grants.set(file, grant);
      if (content) addIncluded(content, file, grant, sections, known, problems);
    }
  });
  return { sections, grants };
}

function checkMay(entry: IncludeEntry, node: SourceNode, known: readonly Section[], problems: Problems): void {
  const keys = known.map((section) => section.key);
  const list = childOf(node, 'may');
  for (const [index, key] of (entry.may ?? []).entries()) {
    if (keys.includes(key)) continue;
    const origin = (list && childOf(list, index))?.origin ?? node.origin;
    problems.add(
      'manifest-value',
      origin,
      `${quote(key)} is not a section`,
      didYouMean(key, keys, `sections: ${keys.join(', ')}`),
    );
  }
}

function addIncluded(
  content: SourceNode,
  file: string,
  grant: Grant,
  sections: Map<string, MapEntry>,
  known: readonly Section[],
  problems: Problems,
): void {
  if (content.kind !== 'map') {
    problems.add(
      'manifest-type',
      content.origin,
      `an included file is a map of sections, not ${content.kind === 'list' ? 'a list' : 'a single value'}`,
    );
    return;
  }
  const keys = known.map((section) => section.key);
  for (const [key, { key: origin }] of content.entries) {
    if (Object.hasOwn(frameShape, key)) {
      problems.add(
        'manifest-grant',
        origin,
        `${quote(key)} stands in an included file`,
        'it belongs into the manifest itself',
      );
    } else if (!keys.includes(key)) {
      problems.add(
        'manifest-unknown-key',
        origin,
        `unknown section ${quote(key)}`,
        didYouMean(key, keys, `sections: ${keys.join(', ')}`),
      );
    } else if (grant.may && !grant.may.includes(key)) {
      const owner = grant.owner === undefined ? '' : ` of ${grant.owner}`;
      problems.add(
        'manifest-grant',
        origin,
        `the file${owner} ${quote(file)} may hold ${oneOf(grant.may)}, not ${key}`,
        `add ${key} to "may" of its include entry, or move the section`,
      );
    } else addSections(sections, { ...content, entries: pick(content.entries, key) }, known, problems);
  }
}

function pick(entries: ReadonlyMap<string, MapEntry>, key: string): ReadonlyMap<string, MapEntry> {
  return new Map([...entries].filter(([name]) => name === key));
}

function addSections(
  sections: Map<string, MapEntry>,
  content: SourceNode,
  known: readonly Section[],
  problems: Problems,
): void {
  for (const { key } of known) {
    const added = content.kind === 'map' ? content.entries.get(key) : undefined;
    if (!added) continue;
    const present = sections.get(key);
    sections.set(key, present ? merge(present, added, problems) : added);
  }
}

/** Two parts of one section: maps are joined, lists are put one after the other. */
function merge(present: MapEntry, added: MapEntry, problems: Problems): MapEntry {
  const [one, other] = [present.value, added.value];
  if (one.kind === 'list' && other.kind === 'list')
    return { ...present, value: { ...one, items: [...one.items, ...other.items] } };
  if (one.kind !== 'map' || other.kind !== 'map') {
    if (one.kind === 'scalar') return added;
    if (other.kind !== 'scalar' || other.value !== null) {
      problems.add(
        'manifest-type',
        other.origin,
        `this is not ${one.kind === 'map' ? 'a map' : 'a list'}, as the same section is elsewhere`,
      );
    }
    return present;
  }
  const entries = new Map(one.entries);
  for (const [key, entry] of other.entries) {
    const first = entries.get(key);
    if (first) {
      const message = `${quote(key)} is declared a second time (first at ${formatOrigin(first.key)})`;
      problems.add('manifest-duplicate', entry.key, message, 'keep one of the two');
    } else entries.set(key, entry);
  }
  return { ...present, value: { ...one, entries } };
}
