import type { Json, JsonObject } from '../../../../model.js';
import { isObject } from '../documents/json.js';
import { CONTROL } from '../documents/shape.js';

/**
 * How policies of settings merge along the organization's tree, root first: @@assign overwrites, @@append and @@remove
 * change lists, and what a level allows its children can only get narrower further down. Among policies of one level
 * the first attached wins. An operator that is not allowed is passed over without an error.
 * Sources: organizations user guide, policy-operators, inheritance-examples.
 */
type Operator = '@@assign' | '@@append' | '@@remove';

interface Setting {
  value: Json;
  /** The level that assigned it: a later policy of the same level does not. */
  level: number;
}

/** Paths are keys joined by a character that no key of a policy holds. */
const SEPARATOR = '\u0000';

class Merge {
  readonly #settings = new Map<string, Setting>();
  readonly #allowed = new Map<string, ReadonlySet<string>>();
  readonly #saidHere = new Map<string, ReadonlySet<string>>();

  /** `policies`: the documents at one level, in the order in which they were attached. */
  level(policies: readonly JsonObject[], level: number): void {
    this.#saidHere.clear();
    for (const policy of policies) this.#walk(policy, '', level);
    for (const [path, operators] of this.#saidHere)
      this.#allowed.set(path, narrower(this.#allowed.get(path), operators));
  }

  result(): JsonObject {
    const root: Tree = new Map();
    for (const [path, { value }] of this.#settings) place(root, path.split(SEPARATOR).slice(1), value);
    return toJson(root);
  }

  #walk(given: Json, path: string, level: number): void {
    if (!isObject(given)) {
      // Upgrade rollout policies write some settings without an operator.
      this.#apply('@@assign', given, path, level);
      return;
    }
    const control = given[CONTROL];
    if (Array.isArray(control)) {
      this.#saidHere.set(path, narrower(this.#saidHere.get(path), expand(control.map(String))));
    }
    for (const operator of ['@@assign', '@@remove', '@@append'] as const) {
      const setting = given[operator];
      if (setting !== undefined) this.#apply(operator, setting, path, level);
    }
    for (const [key, child] of Object.entries(given)) {
      if (!key.startsWith('@@')) this.#walk(child, `${path}${SEPARATOR}${key}`, level);
    }
  }

  #apply(operator: Operator, setting: Json, path: string, level: number): void {
    if (!this.#isAllowed(operator, path)) return;
    const known = this.#settings.get(path);
    if (operator === '@@assign') {
      if (known?.level !== level) this.#settings.set(path, { value: setting, level });
      return;
    }
    const before = asList(known?.value);
    const values = asList(setting);
    if (operator === '@@append') {
      const added = values.filter((value) => !before.includes(value));
      this.#settings.set(path, { value: [...before, ...added], level: known?.level ?? -1 });
      return;
    }
    const kept = before.filter((value) => !values.includes(value));
    if (kept.length > 0) this.#settings.set(path, { value: kept, level: known?.level ?? -1 });
    else if (before.length > 0) this.#settings.delete(path);
  }

  /** Every node above a setting has a say about it. */
  #isAllowed(operator: Operator, path: string): boolean {
    for (let at = path; ; at = at.slice(0, at.lastIndexOf(SEPARATOR))) {
      if (this.#allowed.get(at)?.has(operator) === false) return false;
      if (at === '') return true;
    }
  }
}

function expand(control: readonly string[]): ReadonlySet<string> {
  if (control.includes('@@all')) return new Set(['@@assign', '@@append', '@@remove']);
  return new Set(control.filter((operator) => operator !== '@@none'));
}

function narrower(one: ReadonlySet<string> | undefined, other: ReadonlySet<string>): ReadonlySet<string> {
  return one ? new Set([...one].filter((operator) => other.has(operator))) : other;
}

function asList(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as Json];
}

type Tree = Map<string, Tree | { readonly leaf: Json }>;

function place(tree: Tree, keys: readonly string[], leaf: Json): void {
  const [key, ...rest] = keys;
  if (key === undefined) return;
  if (rest.length === 0) {
    if (!(tree.get(key) instanceof Map)) tree.set(key, { leaf });
    return;
  }
  const found = tree.get(key);
  const inner: Tree = found instanceof Map ? found : new Map();
  tree.set(key, inner);
  place(inner, rest, leaf);
}

function toJson(tree: Tree): JsonObject {
  return Object.fromEntries([...tree].map(([key, inner]) => [key, inner instanceof Map ? toJson(inner) : inner.leaf]));
}

/** `levels`: the documents at the root, at each unit on the way down, at the account; each in order of attachment. */
export function mergePolicies(levels: readonly (readonly JsonObject[])[]): JsonObject {
  const merge = new Merge();
  for (const [index, policies] of levels.entries()) merge.level(policies, index);
  return merge.result();
}
