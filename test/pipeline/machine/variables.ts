import type { Action } from './deployment.js';

/** Variables by name, by namespace. */
export type Known = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a value of an action's configuration may have. */
const MOST_CHARACTERS = 1_000;

/** An action's configuration as it begins. @throws Error A value is too long, or a variable has none. */
export function configured({ Name, Configuration }: Action, known: Known): Record<string, string> {
  return Object.fromEntries(
    Object.entries(Configuration).map(([name, given]) => {
      const value = resolved(String(given), known);
      if (value.length > MOST_CHARACTERS) throw new Error(`${name} of ${Name} has ${value.length} characters`);
      return [name, value];
    }),
  );
}

/** `#{namespace.NAME}`. @throws Error One of them has no value: the action would fail. */
export function resolved(text: string, known: Known): string {
  return text.replace(/#\{(\w+)\.(\w+)\}/g, (reference, namespace: string, name: string) => {
    const value = known[namespace]?.[name];
    if (value === undefined || value === '') throw new Error(`${reference} has no value`);
    return value;
  });
}
