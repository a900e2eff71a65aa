import type { Action, Address, Change, FieldChange, Json, JsonObject } from '../model.js';
import type { Glyphs, Paint } from './style.js';
import { foldOf, type Group } from './view.js';
import { shortJson } from './words.js';

const MOST_FIELDS = 12;

/** Kinds that AWS knows by a name or by nothing but what they say. */
const KNOWN_BY_NAME = new Set(['delegated-administrator', 'config-rule', 'conformance-pack', 'config-aggregator']);

export function signOf(action: Action, glyphs: Glyphs): string {
  const signs: { readonly [Name in Action]: string } = {
    create: '+',
    update: '~',
    replace: '!',
    remove: '-',
    adopt: '=',
    repair: '!',
    wait: glyphs.expect,
    expect: glyphs.expect,
    notice: '?',
  };
  return signs[action];
}

export function colourOf(action: Action, paint: Paint): (text: string) => string {
  const colours: { readonly [Name in Action]: (text: string) => string } = {
    create: paint.green,
    update: paint.yellow,
    replace: paint.red,
    remove: paint.red,
    adopt: paint.cyan,
    repair: paint.magenta,
    wait: paint.dim,
    expect: paint.dim,
    notice: paint.dim,
  };
  return colours[action];
}

/** What a change of this action means, where its sign alone does not tell. */
export function remarkOf(change: Change): string {
  switch (change.action) {
    case 'adopt':
      return change.fields.length === 0
        ? `adopt: same content, only the ownership tag is set${change.detail === undefined ? '' : `; ${change.detail}`}`
        : 'adopt';
    case 'replace':
      return `replace: AWS cannot change it in place, ${KNOWN_BY_NAME.has(change.kind) ? 'it is taken away and made anew' : 'it gets a new id'}`;
    case 'repair':
      return change.detail === undefined
        ? 'repair: its last operation failed, or left it drifted'
        : `repair: ${change.detail}`;
    case 'wait':
      return 'wait for the operation that is running already';
    case 'remove':
      return change.detail === undefined ? '' : `remove: ${change.detail}`;
    case 'expect':
      return `AWS does this by itself; awaited and checked${change.detail === undefined ? '' : `: ${change.detail}`}`;
    default:
      return change.why === 'renamed' ? 'renamed' : '';
  }
}

/** `~ tags.owner: "a" -> "b"`; what appears is led by +, what goes by -. */
export function fieldLine(field: FieldChange): string {
  if (field.from === undefined && field.to === undefined) return `~ ${field.path} differs`;
  const absent = (value: Json | undefined): boolean => value === undefined || value === null;
  if (absent(field.from)) return `+ ${field.path}: ${shortJson(field.to)}`;
  if (absent(field.to)) return `- ${field.path}: ${shortJson(field.from)}`;
  return `~ ${field.path}: ${valueText(field, field.from)} -> ${valueText(field, field.to)}`;
}

/** Addresses need no quotes. */
function valueText(field: FieldChange, value: Json | undefined): string {
  return ['parent', 'address'].includes(field.path) ? String(value) : shortJson(value);
}

/** Digests that say nothing to a reader: what they stand for the kind tells in words. */
const UNSAID: Readonly<Record<string, string>> = { 'enabled-baseline': 'landingZone' };

export function fieldsOf(change: Change): readonly FieldChange[] {
  if (!('fields' in change)) return [];
  return change.fields.filter(({ path }) => UNSAID[change.kind] !== path);
}

/** `unit:Workloads/Prod` says `Prod` already. */
function says(address: Address, value: Json): boolean {
  return [':', '/'].some((separator) => address.endsWith(separator + String(value)));
}

/** Their address says everything. */
const SAID_BY_ADDRESS: ReadonlySet<string> = new Set(['permission-assignment']);

/** A created thing's settings, `tags.owner="x"`, for kinds that do not describe it themselves. */
function settingsOf(spec: JsonObject, address: Address): string[] {
  const found: string[] = [];
  const visit = (path: string, value: Json): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, item] of Object.entries(value)) visit(path === '' ? key : `${path}.${key}`, item);
    } else if (value !== null && value !== '' && !says(address, value)) {
      found.push(`${path}=${shortJson(value)}`);
    }
  };
  // The address says these already, and a document is for the kind to summarize.
  const { name: _name, document: _document, type: _type, parent: _parent, ...rest } = spec;
  visit('', rest);
  return found;
}

/**
 * The lines below a change's headline, one fact each, led by + ~ or - where something appears, changes or goes.
 * `described` is what the kind says; it says everything about documents, so their raw fields are left out.
 */
export function detailsOf(change: Change, described: readonly string[], most = MOST_FIELDS): string[] {
  const all = fieldsOf(change);
  const fields = described.length === 0 ? all : all.filter((field) => !isDescribed(change, field));
  const lines = fields.slice(0, most).map(fieldLine);
  if (fields.length > most) lines.push(`and ${fields.length - most} more fields (--format json lists all)`);
  lines.push(...described);
  if (change.action === 'create' && described.length === 0 && !SAID_BY_ADDRESS.has(change.kind)) {
    const settings = settingsOf(change.to, change.address);
    const more = settings.length > most ? [`and ${settings.length - most} more`] : [];
    if (settings.length > 0) lines.push([...settings.slice(0, most), ...more].join(', '));
  }
  return lines;
}

const DESCRIBED: Readonly<Record<string, RegExp>> = {
  'directory-group': /^members$/,
  'permission-set': /^(?:managed|customer|inline|boundary)\b/,
  'stack-baseline': /^(?:instances|retry)\b/,
  'config-rule': /^(?:source\.policy|excluded)\b/,
  'conformance-pack': /^(?:template|body|excluded)\b/,
};

/** A document is told by meaning, instances of a baseline as groups of accounts and Regions; JSON has every one. */
function isDescribed({ kind }: Change, { path }: FieldChange): boolean {
  return /^document\b/.test(path) || DESCRIBED[kind]?.test(path) === true;
}

/** A policy of which only attachments change is drawn as an update: the - of a detachment must not look like its end. */
export function actionOf(group: Group): Action {
  return group.change?.action ?? 'update';
}

export interface Folded {
  readonly action: Action;
  /** `+ root`, `unit:Workloads`: the sign is on the first. */
  readonly items: readonly string[];
}

/** The attachments of a group, by what happens to them. */
export function foldedOf(group: Group, glyphs: Glyphs): Folded[] {
  const byAction = new Map<Action, string[]>();
  for (const change of group.folded) {
    const target = foldOf(change.address)?.target ?? change.address;
    const items = byAction.get(change.action) ?? [];
    items.push(items.length === 0 ? `${signOf(change.action, glyphs)} ${target}` : target);
    byAction.set(change.action, items);
  }
  return [...byAction].map(([action, items]) => ({ action, items }));
}
