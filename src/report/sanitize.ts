/**
 * Names, tags and messages come from AWS and from people: a report must not pass on what would move the cursor, colour
 * the terminal or turn the reading direction around. Such characters are shown as `\u{1b}`.
 */
// C0 except tab and newline, C1, bidirectional controls, zero-width and line separators.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

export function sanitizeText(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same value with every string in it made safe, keys included. Functions and class instances are passed through. */
export function sanitize<Value>(value: Value): Value;
export function sanitize(value: unknown): unknown {
  if (typeof value === 'string') return sanitizeText(value);
  if (Array.isArray(value)) return value.map((item) => sanitize<unknown>(item));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [sanitizeText(key), sanitize<unknown>(item)]));
}
