import { afterAll, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { declaredOrganization } from '../../src/manifest/organization.js';
import { manifestJsonSchema } from '../../src/manifest/schema.js';
import type { Json } from '../../src/model.js';
import { HEAD, load, removeFolders, SECTIONS } from './support.js';

afterAll(removeFolders);

const schema = manifestJsonSchema(SECTIONS);
const validate = new Ajv({ strict: false }).compile(schema);

/** Every property that an editor can complete. */
function* properties(value: Json | undefined, path = ''): Generator<[string, Json]> {
  if (Array.isArray(value)) for (const item of value as readonly Json[]) yield* properties(item, path);
  if (value === null || value === undefined || typeof value !== 'object' || Array.isArray(value)) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === 'properties')
      for (const [name, property] of Object.entries(child as Record<string, Json>)) yield [`${path}.${name}`, property];
    yield* properties(child, key === 'properties' ? path : `${path}.${key}`);
  }
}

describe('the JSON Schema for editors', () => {
  test.each([
    ['', true],
    ['variables: v.yaml\nrequires: { towerctl: "${var.engine}" }\nguards: { maxRemovals: "${var.most}" }\n', true],
    [
      'organizationalUnits: { A: { children: { B: { was: C, children: { D: null } } } }, E: { existing: true } }\n',
      true,
    ],
    [
      'policies: { p: { type: scp, file: p.yaml, targets: [root, { tags: { a: [b] }, exclude: [x] }, "${var.more}"] } }\n',
      true,
    ],
    ['policyTypes: { scp: on, rcp: "${var.rcp}" }\ntrustedAccess: { ec2.amazonaws.com: off }\n', true],
    ['accounts: { a: { id: "${var.account}", tags: { x: null } } }\n', true],
    ['polices: {}\n', false],
    ['policies: { p: { typ: scp } }\n', false],
    ['policies: { p: { type: scp, file: p.yaml, targets: root } }\n', false],
    ['policyTypes: { scp: true }\n', false],
    ['accounts: { a: { id: 300000000001 } }\n', false],
    ['organizationalUnits: { A: { children: { B: { chilren: {} } } } }\n', false],
    ['guards: { maxRemovals: many }\n', false],
  ])('%j -> %s', (manifest, expected) => {
    expect(validate(parse(HEAD + manifest))).toBe(expected);
  });

  test('every key is explained', () => {
    const undocumented = [...properties(schema)].filter(([, property]) => {
      if (property === null || typeof property !== 'object' || Array.isArray(property)) return false;
      const { description, $ref, allOf } = property as Record<string, Json>;
      return description === undefined && $ref === undefined && allOf === undefined;
    });
    expect(undocumented.map(([path]) => path)).toEqual([]);
  });

  test('is plain data of draft 7 with every section', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#');
    expect(Object.keys(schema['properties'] as Record<string, Json>)).toEqual(
      expect.arrayContaining(SECTIONS.map(({ key }) => key)),
    );
  });
});

test('the organization that the manifest declares', async () => {
  const manifest = await load(`organizationalUnits:
  Workloads: { tags: { purpose: work, old: null }, children: { Prod: } }
  'R\\/D': { existing: true }
accounts:
  boss: { id: "123456789012", ou: root, management: true }
  pay: { email: pay@bank.example, ou: Workloads/Prod, tags: { data: card } }
  free: { id: "300000000001" }
`);
  const organization = declaredOrganization(manifest);
  expect(organization.id).toBe('o-exampleorg1');
  expect([...organization.nodes.values()]).toEqual([
    { name: 'root', tags: {}, declared: true, live: false },
    { name: 'unit:Workloads', parent: 'root', tags: { purpose: 'work' }, declared: true, live: false },
    { name: 'unit:Workloads/Prod', parent: 'unit:Workloads', tags: {}, declared: true, live: false },
    { name: 'unit:R\\/D', parent: 'root', tags: {}, declared: true, live: false },
    { name: 'account:boss', parent: 'root', tags: {}, declared: true, live: false, management: true },
    {
      name: 'account:pay',
      parent: 'unit:Workloads/Prod',
      tags: { data: 'card' },
      declared: true,
      live: false,
      email: 'pay@bank.example',
    },
    { name: 'account:free', parent: 'root', tags: {}, declared: true, live: false },
  ]);
});
