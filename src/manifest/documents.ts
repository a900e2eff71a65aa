import { TowerctlError } from '../errors.js';
import type { JsonObject, Origin } from '../model.js';
import type { ManifestFiles } from './files.js';
import { Problems, quote } from './problems.js';
import { type Field, fieldsOf } from './schema-walk.js';
import { childOf, fromJson, replaceAll, type SourceNode, toJson } from './source.js';
import { Templates } from './templates.js';
import { Texts } from './texts.js';
import { type SymbolicName, substitute } from './variables.js';

type FieldSchema = Parameters<typeof fieldsOf>[0];

/**
 * Policy documents: files and inline ones, each read with the variables file and the `with:` beside it. Templates are
 * read here too, as they are: what varies in them is CloudFormation's own parameters.
 */
export class Documents {
  readonly #files: ManifestFiles;
  #landingZone: SourceNode | undefined;
  readonly #variables: SourceNode | undefined;
  readonly #symbolic: (name: SymbolicName) => void;
  readonly templates: Templates;
  readonly texts: Texts;

  constructor(files: ManifestFiles, variables: SourceNode | undefined, symbolic: (name: SymbolicName) => void) {
    this.#files = files;
    this.#variables = variables;
    this.#symbolic = symbolic;
    this.templates = new Templates(files);
    this.texts = new Texts(files);
  }

  /** From now on `${landingZone.x}` is what this section says; its own variables are filled in. */
  knowLandingZone(section: SourceNode | undefined): void {
    this.#landingZone = section;
  }

  /** Variables of a section: its documents are left out and then filled in with their own `with:`. */
  fillIn(schema: FieldSchema, node: SourceNode, problems: Problems): SourceNode {
    const documents = [...fieldsOf(schema, node)].filter(({ role }) => role === 'document');
    const skip = new Set(documents.map((field) => field.node));
    const filled = substitute(node, {
      var: this.#variables,
      landingZone: this.#landingZone,
      place: 'manifest',
      problems,
      symbolic: this.#symbolic,
      skip,
    });
    const fields = [...fieldsOf(schema, filled)];
    for (const field of fields) if (field.role === 'document-file') this.#check(field, problems);
    for (const { role, node: at } of fields) {
      if (at.kind !== 'scalar' || typeof at.value !== 'string') continue;
      if (role === 'template-file') this.templates.load(at.value, at.origin, problems);
      if (role === 'text-file') this.texts.load(at.value, at.origin);
    }
    const inline = fields.filter(({ role }) => role === 'document');
    return replaceAll(
      filled,
      inline.map((field) => [field.path, this.#fill(field.node, field, problems)]),
    );
  }

  /**
   * A document file with its variables filled in, as a kind asks for it.
   * @throws TowerctlError `manifest` with everything that is wrong in it.
   */
  read(file: string, parameters: JsonObject | undefined, from: Origin): { document: JsonObject; origin: Origin } {
    const problems = new Problems();
    const content = this.#files.read(file, from);
    const given = parameters && fromJson(parameters, from);
    const filled = content && substitute(content, this.#scope(given, problems));
    const document = filled && toJson(filled);
    if (problems.count === 0 && isMap(document)) return { document, origin: { file, line: 1, column: 1 } };
    throw new TowerctlError('manifest', `the document ${quote(file)} cannot be read`, problems.list());
  }

  #check(field: Field, problems: Problems): void {
    if (field.node.kind !== 'scalar' || typeof field.node.value !== 'string') return;
    const content = this.#files.read(field.node.value, field.node.origin);
    if (!content) return;
    if (content.kind !== 'map') {
      problems.add(
        'manifest-type',
        content.origin,
        'a policy document is a map',
        'begin with its first key, such as Version',
      );
      return;
    }
    this.#fill(content, field, problems);
  }

  #fill(content: SourceNode, field: Field, problems: Problems): SourceNode {
    const given = field.parent && childOf(field.parent, 'with');
    const used = new Set<string>();
    const filled = substitute(content, { ...this.#scope(given, problems), used: (parameter) => used.add(parameter) });
    if (given?.kind === 'map') {
      for (const [name, entry] of given.entries) {
        if (used.has(name)) continue;
        const where = field.node.kind === 'scalar' ? quote(field.node.value) : 'the document';
        problems.add(
          'manifest-variable',
          entry.key,
          `\${with.${name}} is not used in ${where}`,
          'remove it, or use it',
        );
      }
    }
    return filled;
  }

  #scope(given: SourceNode | undefined, problems: Problems) {
    return {
      var: this.#variables,
      landingZone: this.#landingZone,
      with: given,
      place: 'document',
      problems,
      symbolic: this.#symbolic,
    } as const;
  }
}

function isMap(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
