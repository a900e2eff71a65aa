import type { Companion } from '../facts/companion-actions.js';
import type { PolicyDocument, PolicyStatement } from '../permissions/document.js';
import { MOST_CHARACTERS, sizeOf } from '../permissions/split.js';
import { flow, justify, wrap } from './layout.js';
import { paintOf, type Style } from './style.js';

export interface NamedPolicy {
  /** `towerctl-plan-1`. */
  readonly name: string;
  readonly document: PolicyDocument;
}

/** The documents to be read by people: what is allowed and denied on what; then what is granted beside the calls, and why. */
export function textPermissions(
  policies: readonly NamedPolicy[],
  beside: readonly Companion[],
  notes: readonly string[],
  style: Style,
): string {
  const paint = paintOf(style);
  const documents = policies.flatMap(({ name, document }) => {
    const size = `${sizeOf(document).toLocaleString('en-US')} of ${MOST_CHARACTERS.toLocaleString('en-US')} characters`;
    return [
      ...justify(paint.bold(name), size, { width: style.width, indent: 2 }),
      ...document.Statement.flatMap((each) => statementLines(each, style)),
      '',
    ];
  });
  return [...documents, ...companionLines(beside, style), ...noteLines(notes, style)].join('\n').trimEnd();
}

function statementLines(statement: PolicyStatement, style: Style): string[] {
  const paint = paintOf(style);
  const isDenial = statement.Effect === 'Deny';
  const word = isDenial ? paint.red('deny') : paint.green('allow');
  const on =
    statement.NotResource === undefined
      ? flow('      on ', listed(statement.Resource), { width: style.width, indent: 9 })
      : flow('      on everything but ', listed(statement.NotResource), { width: style.width, indent: 9 });
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, values]) =>
      flow(`      if ${key} ${operator} `, listed(values), { width: style.width, indent: 9 }),
    ),
  );
  return [
    `  ${word} ${statement.Sid}`,
    ...flow('      ', statement.Action, { width: style.width, indent: 6 }),
    ...(isAnything(statement) ? [] : on),
    ...conditions,
  ];
}

function isAnything(statement: PolicyStatement): boolean {
  return statement.Resource === '*';
}

function listed(values: string | readonly string[]): readonly string[] {
  return typeof values === 'string' ? [values] : values;
}

function companionLines(beside: readonly Companion[], style: Style): string[] {
  if (beside.length === 0) return [];
  const rows = beside.flatMap(({ of, actions, source }) => [
    ...flow('  ', of, { width: style.width, indent: 2, separator: ',' }),
    ...flow('      also needs ', actions, { width: style.width, indent: 6 }),
    ...wrap(source, { width: style.width, indent: 6 }),
  ]);
  return [paintOf(style).bold('Granted beside the calls'), ...rows, ''];
}

function noteLines(notes: readonly string[], style: Style): string[] {
  if (notes.length === 0) return [];
  const lines = notes.flatMap((note) => wrap(note, { width: style.width, indent: 4, head: '  - ' }));
  return [paintOf(style).bold('To know'), ...lines];
}
