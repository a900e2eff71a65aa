import { readdirSync, readFileSync } from 'node:fs';
import { isObject } from '../../src/simulator/services/cloudformation/template/json.js';
import { parseTemplate, type Template } from '../../src/simulator/services/cloudformation/template/template.js';

const FOLDER = new URL('../../templates/', import.meta.url);

/** The names of the package's templates, as a manifest writes them. */
export const TEMPLATES: readonly string[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -'.yaml'.length))
  .sort();

export function textOf(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8');
}

export function templateOf(name: string): Template {
  return parseTemplate(textOf(`${name}.yaml`));
}

/** The code that a template deploys, as CloudFormation would write it to index.js. */
export function deployedCode(name: string): string {
  for (const { type, properties } of templateOf(name).resources.values()) {
    const code = properties['Code'];
    if (type === 'AWS::Lambda::Function' && isObject(code) && typeof code['ZipFile'] === 'string')
      return code['ZipFile'];
  }
  throw new Error(`templates/${name}.yaml deploys no code`);
}
