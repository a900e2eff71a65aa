import { basename, join } from 'node:path';
import { TowerctlError } from '../errors.js';
import type { DeclaredNode, Section } from '../kind.js';
import type { Selector, Target } from '../model.js';
import { digestOf } from './digest.js';
import { Documents } from './documents.js';
import { ManifestFiles } from './files.js';
import { type FrameReading, fillInFrame, guardSettings, readFrame, readVariables } from './frame-reading.js';
import { checkGrants } from './grants.js';
import { type Grant, mergeIncludes } from './include.js';
import { createManifest, type Manifest } from './manifest.js';
import { organizationOf } from './organization.js';
import type { PipelineSection } from './pipeline.js';
import { resolvePipeline } from './pipeline-references.js';
import { Problems } from './problems.js';
import { References } from './references.js';
import { fieldsOf } from './schema-walk.js';
import { readSection, type SectionReading } from './sections.js';
import { type MapEntry, type MapNode, type SourceNode, toJson } from './source.js';
import type { SymbolicName } from './variables.js';

export interface LoadOptions {
  /** Every section this version knows. */
  readonly sections: readonly Section[];
  /** What `requires: { towerctl }` is compared with. */
  readonly engineVersion: string;
  /** Names of every kind that this version knows, for what `pipeline:` says of kinds; absent = they are not checked. */
  readonly kinds?: readonly string[];
  /** A variables file that replaces the one the manifest names: relative to the manifest's folder or to where one is. */
  readonly variables?: string | undefined;
}

/**
 * Reads a manifest with everything it includes.
 * @throws TowerctlError `manifest` with every problem that was found.
 */
export async function loadManifest(file: string, options: LoadOptions): Promise<Manifest> {
  const problems = new Problems(basename(file));
  const files = new ManifestFiles(file, problems);
  const start = { file: files.main, line: 1, column: 1 };
  const main = files.read(files.main, start);
  if (main && main.kind !== 'map')
    problems.add('manifest-type', main.origin, 'a manifest is a map', 'begin with "version: 1"');
  if (main?.kind !== 'map') throw failure(files.main, problems);

  const symbolic: SymbolicName[] = [];
  const variables = readVariables(main, files, options.variables, symbolic, problems);
  const documents = new Documents(files, variables, (name) => symbolic.push(name));
  const frameNode = fillInFrame(main, variables, symbolic, options.sections, problems);
  const frame = readFrame(frameNode, options.engineVersion, problems);
  const includes = frameNode.entries.get('include')?.value;
  const merged = mergeIncludes(main, frame.include ?? [], includes, { files, known: options.sections, problems });
  const readings = readSections(options.sections, merged.sections, documents, problems);
  const nodes = readings.flatMap((reading) => reading.nodes);
  const { kinds } = options;
  const { selectors, pipeline } = resolveReferences({
    ...{ frame, frameNode, nodes, readings, symbolic, problems },
    grants: merged.grants,
    ...(kinds && { kinds }),
  });
  const { name, organization } = frame;
  if (problems.count > 0 || name === undefined || organization === undefined) throw failure(files.main, problems);

  const values = new Map(readings.map((reading) => [reading.section.key, reading.value]));
  const source = wholeSource(frameNode, readings, merged.sections);
  const contents = [...files.contents].map(([path, node]) => [path, node && toJson(withoutPipeline(node))]);
  const { pipeline: _, ...asked } = frame;
  const templates = [...documents.templates.contents].map(([name, template]) => [name, template?.document]);
  const texts = [...documents.texts.contents];
  return createManifest({
    name,
    file: join(files.folder, files.main),
    folder: files.folder,
    digest: digestOf([asked, [...values], contents.sort(), ...optional(templates), ...optional(texts)]),
    organization,
    guards: guardSettings(frame, source),
    ...(pipeline && { pipeline }),
    selectors,
    unmanaged: options.sections.flatMap(({ key, supplement }) => (supplement || values.has(key) ? [] : [key])),
    nodes,
    source,
    values,
    document: (path, parameters) => documents.read(path, parameters, start),
    template: (file) => documents.templates.get(file),
    text: (file) => documents.texts.get(file),
  });
}

/** How runs are started changes no plan: what was planned before stays fresh. Only the main file may have the key. */
function withoutPipeline(node: SourceNode): SourceNode {
  if (node.kind !== 'map' || !node.entries.has('pipeline')) return node;
  return { ...node, entries: new Map([...node.entries].filter(([key]) => key !== 'pipeline')) };
}

/** What most manifests have none of leaves no trace in the digest: theirs stay what they were. */
function optional(read: unknown[][]): unknown[][][] {
  return read.length === 0 ? [] : [read.sort()];
}

/** Other sections may refer to what the landing zone's says (`${landingZone.regions}`), so that one is filled in first. */
function readSections(
  sections: readonly Section[],
  entries: ReadonlyMap<string, MapEntry>,
  documents: Documents,
  problems: Problems,
): SectionReading[] {
  const filled = new Map<string, SourceNode>();
  for (const section of [...sections].sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)))) {
    const entry = entries.get(section.key);
    if (!entry) continue;
    const node = documents.fillIn(section.schema, entry.value, problems);
    filled.set(section.key, node);
    if (isFirst(section)) documents.knowLandingZone(node);
  }
  return sections.flatMap((section) => {
    const node = filled.get(section.key);
    return node ? [readSection(section, node, problems)] : [];
  });
}

function isFirst({ key }: Section): boolean {
  return key === 'landingZone';
}

interface Unresolved {
  readonly frame: FrameReading;
  readonly frameNode: MapNode;
  readonly nodes: readonly DeclaredNode[];
  readonly readings: readonly SectionReading[];
  readonly grants: ReadonlyMap<string, Grant>;
  readonly symbolic: readonly SymbolicName[];
  readonly kinds?: readonly string[];
  readonly problems: Problems;
}

interface Resolved {
  /** Written out. */
  readonly selectors: Record<string, Selector>;
  readonly pipeline: PipelineSection | undefined;
}

/** Everything that refers to something else, now that all of it is known. */
function resolveReferences(from: Unresolved): Resolved {
  const { frame, frameNode, nodes, readings, grants, problems } = from;
  const organization = organizationOf(frame.organization?.id ?? '', nodes);
  const references = new References({
    organization,
    nodes,
    selectors: frame.selectors ?? {},
    selectorsNode: frameNode.entries.get('selectors')?.value,
    broken: brokenNames(readings, frameNode, frame),
    problems,
  });
  for (const name of from.symbolic) references.symbolic(name);
  const selectors = references.selectors();
  for (const grant of new Set(grants.values())) references.targets(grant.targets ?? [], undefined, grant.origin);
  for (const reading of readings) {
    resolveFields(reading, references);
    checkGrants(reading, grants, organization, frame.selectors ?? {}, problems);
  }
  const pipeline = resolvePipeline(frame.pipeline, frameNode, { references, problems, kinds: from.kinds });
  return { selectors, pipeline };
}

function failure(file: string, problems: Problems): TowerctlError {
  const count = problems.count === 1 ? '1 problem' : `${problems.count} problems`;
  return new TowerctlError('manifest', `${file}: ${count}`, problems.list());
}

/** Named selectors give way to what they stand for; names that lead nowhere are reported. */
function resolveFields(reading: SectionReading, references: References): void {
  for (const field of fieldsOf(reading.section.schema, reading.node)) {
    if (reading.broken.has(String(field.path[0]))) continue;
    const value = toJson(field.node);
    if (field.role === 'unit' && typeof value === 'string') references.unit(value, field.node.origin);
    if ((field.role === 'targets' || field.role === 'exclude') && Array.isArray(value)) {
      const resolved = references.targets(value as readonly Target[], field.node, field.node.origin);
      putAt(reading.value, field.path, resolved);
    }
  }
}

/** Into a value that a schema made just now and nobody else has seen. */
function putAt(root: unknown, path: readonly (string | number)[], value: unknown): void {
  let at = root;
  for (const key of path.slice(0, -1)) at = at !== null && typeof at === 'object' ? Reflect.get(at, key) : undefined;
  const last = path.at(-1);
  if (at !== null && typeof at === 'object' && last !== undefined && Object.hasOwn(at, last))
    Reflect.set(at, last, value);
}

function brokenNames(
  readings: readonly SectionReading[],
  frameNode: MapNode,
  frame: FrameReading,
): ReadonlySet<string> {
  const selectors = frameNode.entries.get('selectors')?.value;
  const lost = selectors?.kind === 'map' && frame.selectors === undefined ? [...selectors.entries.keys()] : [];
  return new Set([...readings.flatMap((reading) => [...reading.broken]), ...lost]);
}

function wholeSource(
  frame: MapNode,
  readings: readonly SectionReading[],
  sections: ReadonlyMap<string, MapEntry>,
): MapNode {
  const entries = new Map(frame.entries);
  for (const { section, node } of readings) {
    const entry = sections.get(section.key);
    if (entry) entries.set(section.key, { ...entry, value: node });
  }
  return { ...frame, entries };
}
