import type { Kind, Step } from '../../src/kind.js';
import type { Address, Change, Desired, FieldChange, JsonObject, Live } from '../../src/model.js';
import { NameTable } from '../../src/names.js';

/** A kind with as little as a kind can have; `on` in a spec is what it needs. */
export function toyKind(name = 'toy', more: Partial<Kind<JsonObject, never>> = {}): Kind {
  const kind: Kind<JsonObject, never> = {
    name,
    prefix: name,
    about: 'A kind of the tests.',
    title: `toy ${name}`,
    sections: [],
    readsSections: [],
    undeclared: 'remove',
    ownable: true,
    desired: () => [],
    needs: (spec) => (typeof spec['on'] === 'string' ? [spec['on'] as Address] : []),
    live: async function* () {},
    steps: () => [],
    lanes: () => [],
    targets: (spec) => (typeof spec['at'] === 'string' ? [spec['at'] as 'root'] : []),
    actions: { read: [], write: [] },
    ...more,
  };
  return kind as Kind;
}

export const NAMES = new NameTable('o-exampleorg1');

const base = (address: Address) => ({
  address,
  kind: address.slice(0, address.indexOf(':')),
  needs: [],
  after: [],
  reads: [],
  why: 'declared' as const,
});

type Links = { readonly needs?: readonly Address[]; readonly after?: readonly Address[] };

export function creation(address: Address, to: JsonObject = {}, links: Links = {}): Change {
  return { ...base(address), ...links, action: 'create', to };
}

export function removal(address: Address, from: JsonObject = {}, links: Links = {}): Change {
  return { ...base(address), ...links, action: 'remove', from };
}

export function updating(
  address: Address,
  from: JsonObject,
  to: JsonObject,
  fields: readonly FieldChange[] = [],
): Change {
  return { ...base(address), action: 'update', from, to, fields };
}

export function wanted(address: Address, spec: JsonObject = {}, more: Partial<Desired> = {}): Desired {
  return { address, spec, origin: { file: 'manifest.yaml', line: 1, column: 1 }, ...more };
}

export function there(address: Address, spec: JsonObject = {}, more: Partial<Live> = {}): Live {
  return { address, spec, managedBy: 'us', condition: 'settled', ...more };
}

/** A step that makes this call. */
export function stepOf(call: string, takes?: readonly [number, number]): Step<unknown> {
  return { name: call, calls: [call], ...(takes && { takes }), start: async () => ({ state: 'done' }) };
}
