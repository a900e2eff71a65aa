import type { Json, JsonObject } from '../../../model.js';
import { type Path, type TemplateFault, walk } from './fault.js';

const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/, 'an AWS access key id'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{22,}\b/, 'a GitHub token'],
  [/\bglpat-[\w-]{20,}\b/, 'a GitLab token'],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}\b/, 'a Slack token'],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}\b/, 'a signed token (JWT)'],
];

const SECRET_NAME = /passw(or)?d|passphrase|secret|api_?key|private_?key|access_?key|auth_?token|credential/i;
/** Names that only say where a secret is, or how long it lives. */
const ABOUT_SECRETS =
  /arn$|name$|id$|path$|uri$|url$|policy|rotation|length|age$|days$|enabled?$|require|allow|reset|version|prevention|characters|parameter|resource|type$/i;

/** Bits for each character of a text, by how often each occurs. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** What a literal seems to be, where it must not be written into a file; undefined where it is harmless. */
export function secretIn(name: string, text: string): string | undefined {
  for (const [shape, what] of SHAPES) if (shape.test(text)) return what;
  // AWS looks these up by itself: a reference is no secret; nor is a variable that stands for one.
  if (/\{\{resolve:/.test(text) || /\$\{/.test(text) || text.startsWith('arn:')) return undefined;
  const named = SECRET_NAME.test(name) && !ABOUT_SECRETS.test(name);
  if (!named || text.length < 8 || /\s/.test(text)) return undefined;
  return entropy(text) >= 3 || /\d/.test(text) ? `the value of ${name}` : undefined;
}

const HINT =
  'put it into Secrets Manager and write {{resolve:secretsmanager:NAME}} instead; change the secret, it has been seen';

/** Literals anywhere in the template that look like secrets. Never says the value. */
export function* secrets(template: JsonObject): Generator<TemplateFault> {
  for (const { value, path } of walk(template)) {
    if (typeof value !== 'string') continue;
    const what = secretIn(propertyOf(path), value);
    if (what !== undefined)
      yield { path, message: `this looks like ${what}, which must not stand in a template`, hint: HINT };
  }
}

/** The name that a literal stands under; what CloudFormation itself names (a type, a description) is nobody's secret. */
function propertyOf(path: Path): string {
  const last = path.at(-1);
  if (path[0] === 'Parameters' && last === 'Default') return String(path[1]);
  const own = ['Resources', 'Mappings'].includes(String(path[0])) && typeof last === 'string';
  return own && !last.startsWith('Fn::') && last !== 'Ref' ? last : '';
}

/** Stands where a secret would be: what holds it is refused, but the plan that says so is printed and stored. */
export const HIDDEN = '****';

/** The template with every literal hidden that looks like a secret; itself where there is none. */
export function withoutSecrets(template: JsonObject): JsonObject {
  const found = [...secrets(template)].map(({ path }) => path);
  if (found.length === 0) return template;
  const hide = (value: Json, path: Path): Json => {
    if (found.some((one) => one.length === path.length && one.every((part, at) => part === path[at]))) return HIDDEN;
    if (Array.isArray(value)) return value.map((item: Json, index) => hide(item, [...path, index]));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hide(item, [...path, key])]));
  };
  return Object.fromEntries(Object.entries(template).map(([key, item]) => [key, hide(item, [key])]));
}

/** The same question for a value of the manifest. */
export function secretValue(name: string, value: Json): { readonly what: string; readonly hint: string } | undefined {
  const what = typeof value === 'string' ? secretIn(name, value) : undefined;
  return what === undefined ? undefined : { what, hint: HINT };
}
