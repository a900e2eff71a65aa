import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import semver from 'semver';
import { z } from 'zod';
import type { Section } from '../kind.js';
import type { GuardSettings } from '../model.js';
import type { ManifestFiles } from './files.js';
import { DEFAULT_MAX_REMOVALS, type Frame, frameShape } from './frame.js';
import { reportIssues } from './issues.js';
import { didYouMean, type Problems, quote } from './problems.js';
import { emptyMap, type MapEntry, type MapNode, originAt, type SourceNode, toJson } from './source.js';
import { type SymbolicName, substitute } from './variables.js';

/** The keys at the top of a manifest that no kind owns, as far as they are right. */
export type FrameReading = { readonly [K in Exclude<keyof Frame, 'variables'>]?: Frame[K] | undefined };

/** The variables file: the one named in the manifest, or the one that was given instead. */
export function readVariables(
  main: MapNode,
  files: ManifestFiles,
  given: string | undefined,
  symbolic: SymbolicName[],
  problems: Problems,
): SourceNode | undefined {
  const own = readFrameKey('variables', frameShape.variables, main.entries.get('variables')?.value, main, problems);
  const path = given === undefined ? own : insideFolder(given, files.folder);
  if (path === undefined) return undefined;
  const content = files.read(path, originAt(main, ['variables']));
  if (content && content.kind !== 'map')
    problems.add('manifest-type', content.origin, 'a variables file is a map', 'write NAME: value');
  if (content?.kind !== 'map') return emptyMap({ file: path, line: 1, column: 1 });
  return substitute(content, { place: 'variables', problems, symbolic: (name) => symbolic.push(name) });
}

/** A path from the command line: what the shell completes from here, or what the manifest itself would write. */
function insideFolder(given: string, folder: string): string {
  if (!isAbsolute(given) && (existsSync(join(folder, given)) || !existsSync(given))) return given;
  const path = existsSync(given) ? realpathSync(given) : given;
  return relative(folder, resolve(path)).split(sep).join('/');
}

/** Variables of everything but the sections, which follow when all files are together. */
export function fillInFrame(
  main: MapNode,
  variables: SourceNode | undefined,
  symbolic: SymbolicName[],
  sections: readonly Section[],
  problems: Problems,
): MapNode {
  const known = [...Object.keys(frameShape), ...sections.map((section) => section.key)];
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of main.entries) {
    if (!known.includes(key)) {
      problems.add(
        'manifest-unknown-key',
        entry.key,
        `unknown key ${quote(key)}`,
        didYouMean(key, known, `known here: ${known.join(', ')}`),
      );
    }
    if (!Object.hasOwn(frameShape, key)) continue;
    const scope = {
      var: variables,
      place: 'manifest',
      problems,
      symbolic: (name: SymbolicName) => symbolic.push(name),
    } as const;
    entries.set(key, { ...entry, value: key === 'variables' ? entry.value : substitute(entry.value, scope) });
  }
  return { ...main, entries };
}

/** Each key by itself: one that is wrong does not hide what is wrong with the others. */
export function readFrame(node: MapNode, engineVersion: string, problems: Problems): FrameReading {
  const read = <T>(key: string, schema: z.ZodType<T>): T | undefined =>
    readFrameKey(key, schema, node.entries.get(key)?.value, node, problems);
  const frame = {
    version: read('version', frameShape.version),
    name: read('name', frameShape.name),
    requires: read('requires', frameShape.requires),
    organization: read('organization', frameShape.organization),
    include: read('include', frameShape.include),
    selectors: read('selectors', frameShape.selectors),
    guards: read('guards', frameShape.guards),
    pipeline: read('pipeline', frameShape.pipeline),
  };
  const range = frame.requires?.towerctl;
  const origin = originAt(node, ['requires', 'towerctl']);
  if (range !== undefined && semver.validRange(range) === null) {
    problems.add(
      'manifest-value',
      origin,
      `requires.towerctl ${quote(range)} is not a version range`,
      'write "~1.4" or ">=1.2 <2"',
    );
  } else if (range !== undefined && !semver.satisfies(engineVersion, range, { includePrerelease: true })) {
    problems.add(
      'manifest-requires',
      origin,
      `this manifest requires towerctl ${range}; this is ${engineVersion}`,
      'install a version that fits, or change "requires"',
    );
  }
  return frame;
}

export function guardSettings(frame: FrameReading, source: SourceNode): GuardSettings {
  const { guards } = frame;
  return {
    maxRemovals: guards?.maxRemovals ?? DEFAULT_MAX_REMOVALS,
    protectedPrincipals: guards?.protectedPrincipals ?? [],
    quotas: guards?.quotas ?? {},
    allow: (guards?.allow ?? []).map(({ until, ...allowance }, index) => ({
      ...allowance,
      ...(until === undefined ? {} : { until }),
      origin: originAt(source, ['guards', 'allow', index]),
    })),
  };
}

/** One key at the top of the manifest that no kind owns. */
function readFrameKey<T>(
  key: string,
  schema: z.ZodType<T>,
  node: SourceNode | undefined,
  at: MapNode,
  problems: Problems,
): T | undefined {
  const parsed = z.strictObject({ [key]: schema }).safeParse(node === undefined ? {} : { [key]: toJson(node) });
  if (parsed.success) return schema.safeParse(node && toJson(node)).data;
  reportIssues(parsed.error.issues, { root: at, schema: z.strictObject({ [key]: schema }), problems, prefix: [] });
  return undefined;
}
