import type { CollectionTag, ScalarTag } from 'yaml';
import type { ListNode, SourceNode } from './source.js';

/** CloudFormation's functions: each may be written as a tag (`!Sub`) or as a key (`Fn::Sub`). */
const FUNCTIONS = [
  'And',
  'Base64',
  'Cidr',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'RefAll',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
] as const;

const LONG_FORMS: ReadonlyMap<string, string> = new Map([
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...FUNCTIONS.map((name) => [`!${name}`, `Fn::${name}`] as const),
]);

/** For the YAML library: what is tagged keeps its tag and is read as the text, list or map that it is. */
export const SHORT_FORM_TAGS: (ScalarTag | CollectionTag)[] = [...LONG_FORMS.keys()].flatMap((tag) => [
  { tag, resolve: (text: string) => text } satisfies ScalarTag,
  { tag, collection: 'seq' } satisfies CollectionTag,
  { tag, collection: 'map' } satisfies CollectionTag,
]);

export function isShortForm(tag: string): boolean {
  return LONG_FORMS.has(tag);
}

/** `!GetAtt Key.Arn` becomes `{ Fn::GetAtt: [Key, Arn] }`: one way to write each thing. */
export function longForm(tag: string, value: SourceNode): SourceNode {
  const key = LONG_FORMS.get(tag) ?? tag;
  return normalForm({ kind: 'map', origin: value.origin, entries: new Map([[key, { key: value.origin, value }]]) });
}

/** The long form of GetAtt may name its attribute in the same text: `Fn::GetAtt: Key.Arn`. */
export function normalForm(node: SourceNode): SourceNode {
  if (node.kind !== 'map' || node.entries.size !== 1) return node;
  const entry = node.entries.get('Fn::GetAtt');
  if (entry?.value.kind !== 'scalar' || typeof entry.value.value !== 'string') return node;
  const { origin, value: text } = entry.value;
  const dot = text.indexOf('.');
  if (dot < 0) return node;
  const items = [text.slice(0, dot), text.slice(dot + 1)].map(
    (part): SourceNode => ({ kind: 'scalar', value: part, text: part, origin }),
  );
  const list: ListNode = { kind: 'list', items, origin };
  return { ...node, entries: new Map([['Fn::GetAtt', { key: entry.key, value: list }]]) };
}
