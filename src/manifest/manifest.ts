import type { DeclaredNode, ManifestView, Section, TemplateFile, TextFile } from '../kind.js';
import type { GuardSettings, JsonObject, MemberRoles, Origin, Selector } from '../model.js';
import type { PipelineSection } from './pipeline.js';
import { originAt, type SourceNode } from './source.js';

/** A manifest that was read and found right: variables filled in, selectors replaced, documents read. */
export interface Manifest extends ManifestView {
  /** Absolute. */
  readonly file: string;
  readonly folder: string;
  /** sha256, 64 hexadecimal digits, over everything that was read but `pipeline:`, comments and formatting left out. */
  readonly digest: string;
  readonly organization: {
    readonly id: string;
    readonly homeRegion: string;
    readonly memberRoles?: MemberRoles | undefined;
  };
  readonly guards: GuardSettings;
  /** How towerctl runs by itself; absent = it does not. No plan depends on it, and it is not in the digest. */
  readonly pipeline?: PipelineSection;
  readonly selectors: Readonly<Record<string, Selector>>;
  /** Sections that this version knows and the manifest does not have: not read, not removed. */
  readonly unmanaged: readonly string[];
  /** Units and accounts, parents first. */
  readonly nodes: readonly DeclaredNode[];
}

export interface ManifestParts extends Omit<Manifest, keyof ManifestView> {
  readonly name: string;
  readonly organization: Manifest['organization'];
  readonly source: SourceNode;
  readonly values: ReadonlyMap<string, unknown>;
  document(file: string, parameters?: JsonObject): { document: JsonObject; origin: Origin };
  template(file: string): TemplateFile;
  text(file: string): TextFile;
}

export function createManifest(parts: ManifestParts): Manifest {
  const { source, values, ...rest } = parts;
  return {
    ...rest,
    section: <Value>(section: Section<Value>) => values.get(section.key) as Value | undefined,
    originOf: (...path) => originAt(source, path),
  };
}
