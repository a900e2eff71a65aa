import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef, StaticOperationSchema } from '@smithy/types';

/** A service's operations in short, one line each: `POST /a 200: in* -> out*`; `*` marks what is required. */
export function describeOperations(schemas: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.values(schemas)
      .filter(isOperation)
      .map((schema) => {
        const [, , name, traits, input, output] = schema;
        const { http = [] } = typeof traits === 'object' ? (traits as { http?: readonly unknown[] }) : {};
        return [name, `${http.join(' ')}: ${membersOf(input)} -> ${membersOf(output)}`] as const;
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function isOperation(value: unknown): value is StaticOperationSchema {
  return Array.isArray(value) && value[0] === 9;
}

/** `key* value*`; lists as `[...]`, maps of text as `{}`, structures as `(...)`; `!` = instant as text, `#` = as a number. */
export function membersOf(ref: $SchemaRef): string {
  const schema = NormalizedSchema.of(ref);
  const raw = schema.getSchema();
  const [names, count] = Array.isArray(raw) ? [raw[4], raw[6]] : [];
  const required = Array.isArray(names) && typeof count === 'number' ? names.slice(0, count) : [];
  const members = [...schema.structIterator()].map(([name, member]) => {
    const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits();
    const where = httpLabel ? '@path' : httpQuery ? `@query:${httpQuery}` : httpHeader ? `@header:${httpHeader}` : '';
    return `${name}${required.includes(name) ? '*' : ''}${shapeOf(member)}${where}`;
  });
  return members.sort().join(' ');
}

function shapeOf(schema: NormalizedSchema): string {
  if (schema.isListSchema()) return `[${shapeOf(schema.getValueSchema())}]`;
  if (schema.isMapSchema()) return '{}';
  if (schema.isUnionSchema()) return `|${membersOf(schema)}|`;
  if (schema.isStructSchema()) return `(${membersOf(schema)})`;
  if (schema.isDocumentSchema()) return ':json';
  if (schema.isTimestampSchema()) return schema.getSchema() === 5 ? '!' : '#';
  if (schema.isBooleanSchema()) return ':boolean';
  return schema.isNumericSchema() ? ':number' : '';
}
