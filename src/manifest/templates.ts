import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TowerctlError } from '../errors.js';
import type { TemplateFile } from '../kind.js';
import type { Json, JsonObject, Origin } from '../model.js';
import { packageFolder } from '../package-folder.js';
import type { ManifestFiles } from './files.js';
import { fullBudget } from './limits.js';
import { didYouMean, Problems, quote } from './problems.js';
import { keyOriginAt, type MapNode, originAt, toJson } from './source.js';
import { parseText } from './yaml.js';

/** CloudFormation templates that a manifest uses: its own files, and those that the package brings along. */
export class Templates {
  readonly #files: ManifestFiles;
  readonly #read = new Map<string, TemplateFile | undefined>();

  constructor(files: ManifestFiles) {
    this.#files = files;
  }

  /** Every template that was read, by what the manifest calls it. */
  get contents(): ReadonlyMap<string, TemplateFile | undefined> {
    return this.#read;
  }

  /** Reads one while the manifest is loaded; what is wrong is reported. */
  load(file: string, from: Origin, problems: Problems): void {
    if (this.#read.has(file)) return;
    const text = isOwn(file) ? this.#files.text(file, from) : packaged(file, from, problems);
    this.#read.set(file, text === undefined ? undefined : templateOf(text, nameOf(file), problems));
  }

  /** @throws TowerctlError `manifest` for one that the manifest does not use, or that could not be read. */
  get(file: string): TemplateFile {
    const known = this.#read.get(file);
    if (known) return known;
    throw new TowerctlError('manifest', `the template ${quote(file)} cannot be read`);
  }
}

/**
 * A template from anywhere: one that AWS holds, for instance. Undefined where it is not a map that can be read, with
 * what is wrong in `problems`.
 */
export function templateOf(text: string, file: string, problems = new Problems()): TemplateFile | undefined {
  const before = problems.count;
  const node = parseText(text, file, problems, fullBudget(), 'template');
  if (node !== undefined && node.kind !== 'map') {
    problems.add('manifest-type', node.origin, 'a template is a map', 'begin with AWSTemplateFormatVersion');
  }
  if (node?.kind !== 'map' || problems.count > before) return undefined;
  const document = toJson(node);
  return isMap(document) ? described(node, document, text, file) : undefined;
}

function described(node: MapNode, document: JsonObject, body: string, file: string): TemplateFile {
  return {
    document,
    body,
    origin: { file, line: 1, column: 1 },
    originOf: (...path) => originAt(node, path),
    keyOriginOf: (...path) => keyOriginAt(node, path),
  };
}

function isOwn(file: string): boolean {
  return /\.[a-z]+$/.test(file);
}

/** As messages name it: `templates/read-role.yaml`, `towerctl/templates/read-role.yaml`. */
function nameOf(file: string): string {
  return isOwn(file) ? file : `towerctl/templates/${file}.yaml`;
}

function packaged(name: string, from: Origin, problems: Problems): string | undefined {
  const folder = join(packageFolder(), 'templates');
  const path = join(folder, `${name}.yaml`);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  const known = readdirSync(folder).flatMap((file) => /^(.+)\.yaml$/.exec(file)?.[1] ?? []);
  problems.add('manifest-file', from, `towerctl brings no template ${quote(name)} along`, () =>
    didYouMean(name, known, `there are ${known.join(', ')}; a file of your own is named with its ending`),
  );
  return undefined;
}

function isMap(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
