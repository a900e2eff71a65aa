/** Events come from outside: nothing in them is believed to be of any shape. A wrong shape reads as absent. */
export type Fields = Readonly<Record<string, unknown>>;

const NOTHING: Fields = {};

/** The object at a path; an empty one where there is none. */
export function fieldsAt(value: unknown, ...path: readonly string[]): Fields {
  let at: unknown = value;
  for (const key of path) at = own(at, key);
  return isFields(at) ? at : NOTHING;
}

/** The text at a path; undefined where there is none, or an empty one. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = own(fieldsAt(value, ...path.slice(0, -1)), path.at(-1) ?? '');
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The objects of the list at a path; what is no object is left out. */
export function listAt(value: unknown, ...path: readonly string[]): readonly Fields[] {
  const found = own(fieldsAt(value, ...path.slice(0, -1)), path.at(-1) ?? '');
  return Array.isArray(found) ? found.filter(isFields) : [];
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: unknown, key: string): unknown {
  return isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
