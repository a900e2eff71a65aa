import type { Json, JsonObject } from '../../../../model.js';

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON object in the text; undefined where it is none, or where a key stands twice in one object. */
export function parseObject(text: string): JsonObject | undefined {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  return isObject(value) && !hasDuplicateKeys(text) ? value : undefined;
}

/** Only for text that is valid JSON: JSON.parse keeps the last of two equal keys without a word. */
function hasDuplicateKeys(text: string): boolean {
  const open: Set<string>[] = [];
  for (const [token, , colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*(:))?|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon) {
      const keys = open.at(-1);
      const key = String(JSON.parse(token.slice(0, token.lastIndexOf('"') + 1)));
      if (keys?.has(key)) return true;
      keys?.add(key);
    }
  }
  return false;
}

/** A string, or a list of at least one string, as a list; undefined for anything else. */
export function texts(value: Json | undefined): readonly string[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0 || !list.every((each) => typeof each === 'string')) return undefined;
  return list as readonly string[];
}
