import { afterAll, describe, expect, test } from '@jest/globals';
import { TowerctlError } from '../../src/errors.js';
import { policies } from '../../src/kinds/organization-policy/section.js';
import type { JsonObject } from '../../src/model.js';
import { complaints, folderWith, HEAD, linesOf, load, loadFrom, problemsIn, removeFolders } from './support.js';

afterAll(removeFolders);

const VARIABLES = {
  'v.yaml': `regions: [ap-northeast-1, us-east-1]
vendor: { id: "012345678901", hours: 1.50, trusted: true, nothing: null }
`,
};

async function documentOf(
  document: string,
  more = '',
  files: Record<string, string> = {},
): Promise<JsonObject | undefined> {
  const manifest = await load(
    `variables: v.yaml\naccounts: { audit: { id: "200000000002" } }\norganizationalUnits: { A: { children: { B: {} } } }\npolicies: { p: { type: tag, targets: [], document: ${document}${more} } }\n`,
    { ...VARIABLES, ...files },
  );
  return manifest.section(policies)?.['p']?.document as JsonObject | undefined;
}

const complain = (document: string, more = ''): Promise<string[]> =>
  complaints(
    `variables: v.yaml\npolicies: { p: { type: tag, targets: [], document: ${document}${more} } }\n`,
    VARIABLES,
  );

describe('variables', () => {
  test('alone, a variable keeps its type; in a list, a list is spliced in', async () => {
    expect(
      await documentOf(
        '{ a: "${var.regions}", b: [x, "${var.regions}", y], c: "${var.vendor.trusted}", d: "${var.vendor.hours}", e: "${var.vendor.nothing}", f: "${var.vendor}" }',
      ),
    ).toEqual({
      a: ['ap-northeast-1', 'us-east-1'],
      b: ['x', 'ap-northeast-1', 'us-east-1', 'y'],
      c: true,
      d: 1.5,
      e: null,
      f: { id: '012345678901', hours: 1.5, trusted: true, nothing: null },
    });
  });

  test('in a text, texts, numbers as they were written, and true or false', async () => {
    expect(
      await documentOf('{ "k-${var.vendor.id}": "arn:${var.vendor.id}:${var.vendor.hours}/${var.vendor.trusted}" }'),
    ).toEqual({
      'k-012345678901': 'arn:012345678901:1.50/true',
    });
    expect(await complain('{ a: "x ${var.regions}", b: "${var.vendor.nothing}!" }')).toEqual([
      'manifest.yaml:5:60 manifest-variable ${var.regions} is a list; inside a text only a text, a number or true/false can stand',
      'manifest.yaml:5:81 manifest-variable ${var.vendor.nothing} is empty; inside a text only a text, a number or true/false can stand',
    ]);
  });

  test('with: values for one document', async () => {
    expect(
      await documentOf(
        '{ a: "${with.who}", b: ["${with.where}"], "${with.who}": 1 }',
        ', with: { who: me, where: "${var.regions}" }',
      ),
    ).toEqual({
      a: 'me',
      b: ['ap-northeast-1', 'us-east-1'],
      me: 1,
    });
    expect(await complain('{ a: "${with.whoo}" }', ', with: { who: me }')).toEqual([
      'manifest.yaml:5:58 manifest-variable ${with.whoo} is not defined; did you mean "with.who"?',
      'manifest.yaml:5:83 manifest-variable ${with.who} is not used in the document; remove it, or use it',
    ]);
    expect(
      await complaints(
        'policies: { p: { type: tag, document: { a: "${with.b}" }, description: "${with.c}", targets: [] } }\n',
      ),
    ).toEqual([
      'manifest.yaml:4:45 manifest-variable ${with.b} is not defined; give the entry a "with:" that holds it',
      'manifest.yaml:4:73 manifest-variable ${with.c} is known inside policy documents only; use ${var...} here',
    ]);
  });

  test('what is put in is not read again', async () => {
    expect(await documentOf('{ a: "${with.x}" }', ', with: { x: "$${with.x}" }')).toEqual({ a: '${with.x}' });
  });

  test('ids stay names, and the names must exist', async () => {
    const text = '{ a: "${org.id} ${root.id} ${account.audit.id} ${unit.A/B.id}" }';
    expect(await documentOf(text)).toEqual({ a: '${org.id} ${root.id} ${account.audit.id} ${unit.A/B.id}' });
    expect(await complain('{ a: "${account.audi.id} ${unit.A.id} ${org.arn} ${account.audit}" }')).toEqual([
      'manifest.yaml:5:58 manifest-variable ${account.audi.id}: there is no account "audi" in the manifest; it must be declared in the manifest',
      'manifest.yaml:5:77 manifest-variable ${unit.A.id}: there is no unit "A" in the manifest; it must be declared in the manifest',
      'manifest.yaml:5:90 manifest-variable ${org.arn} is not a variable; only ${org.id} exists',
      'manifest.yaml:5:101 manifest-variable ${account.audit} is not a variable; write ${account.NAME.id}',
    ]);
  });

  test('the variables of IAM and of backup policies are left alone', async () => {
    const text =
      '{ a: "${aws:PrincipalTag/team, \'x\'} ${s3:prefix} ${*}${?}${$} $account $region", b: "${aws:PrincipalTag/${var.vendor.id}}" }';
    expect(await documentOf(text)).toEqual({
      a: "${aws:PrincipalTag/team, 'x'} ${s3:prefix} ${*}${?}${$} $account $region",
      b: '${aws:PrincipalTag/012345678901}',
    });
  });

  test('$${ is ${', async () => {
    expect(await documentOf('{ a: "$${var.x} $$5 $${" }')).toEqual({ a: '${var.x} $$5 ${' });
    expect(await complain('{ a: "$${org.id}" }')).toEqual([
      'manifest.yaml:5:58 manifest-variable ${org.id} cannot stand as a text; remove one $ to mean the id',
    ]);
  });

  test('what is none, with what was probably meant', async () => {
    expect(await complain('{ a: "${var.region}", b: "${vars.regions}", c: "${regions}", d: "${var.regions" }')).toEqual(
      [
        'manifest.yaml:5:58 manifest-variable ${var.region} is not defined; did you mean "var.regions"?',
        'manifest.yaml:5:78 manifest-variable ${vars.regions} is not a variable; did you mean "var.regions"?',
        'manifest.yaml:5:100 manifest-variable ${regions} is not a variable; a variable begins with var.; write $${regions} for the text itself',
        'manifest.yaml:5:117 manifest-variable "${var.regions" is not closed; a } is missing',
      ],
    );
    expect(await complaints('policies: { p: { type: "${var.x}", targets: [], document: {} } }\n')).toEqual([
      'manifest.yaml:4:25 manifest-variable ${var.x} is not defined; name a variables file: "variables: FILE" in the manifest, or --variables FILE',
    ]);
  });

  test('an escaped one that does not fit is still reported', async () => {
    expect(await complaints('policies: { p: { type: "$${var.x}", targets: [], document: {} } }\n')).toEqual([
      expect.stringContaining('manifest.yaml:4:24 manifest-value policies.p.type "${var.x}" is not a policy type'),
    ]);
  });

  test('two keys that become the same', async () => {
    expect(await complain('{ "${var.vendor.id}": 1, "012345678901": 2 }')).toEqual([
      'manifest.yaml:5:77 manifest-duplicate the key "012345678901" stands here a second time (first at manifest.yaml:5:54); keep one of the two',
    ]);
  });

  test('a variables file holds values only, and no unquoted account id', async () => {
    const files = { 'v.yaml': 'a: 012345678901\nb: "${var.a}"\nc: "${account.x.id}"\n' };
    expect(await complaints('variables: v.yaml\n', files)).toEqual([
      'v.yaml:1:4 manifest-type 012345678901 is a number to YAML and loses its leading zero; write it in quotes: "012345678901"',
      'v.yaml:2:5 manifest-variable ${var.a} stands in a variables file; a variables file holds values only',
      'v.yaml:3:5 manifest-variable ${account.x.id}: there is no account "x" in the manifest; it must be declared in the manifest',
    ]);
    expect(await complaints('variables: v.yaml\n', { 'v.yaml': '- 1\n' })).toEqual([
      'v.yaml:1:1 manifest-type a variables file is a map; write NAME: value',
    ]);
  });

  test('one commit, several organizations', async () => {
    const folder = folderWith({
      'manifest.yaml': `${HEAD.replace('o-exampleorg1', '"${var.org}"')}variables: orgs/a.yaml\n`,
      'orgs/a.yaml': 'org: o-aaaaaaaaaa\n',
      'orgs/b.yaml': 'org: o-bbbbbbbbbb\n',
    });
    expect((await loadFrom(folder)).organization.id).toBe('o-aaaaaaaaaa');
    expect((await loadFrom(folder, { variables: 'orgs/b.yaml' })).organization.id).toBe('o-bbbbbbbbbb');
    expect((await loadFrom(folder, { variables: `${folder}/orgs/b.yaml` })).organization.id).toBe('o-bbbbbbbbbb');
    expect(await linesOf(loadFrom(folder, { variables: 'orgs/c.yaml' }))).toEqual(
      expect.arrayContaining([expect.stringContaining('manifest-file the file "orgs/c.yaml" does not exist')]),
    );
    expect((await loadFrom(folder)).digest).not.toBe((await loadFrom(folder, { variables: 'orgs/b.yaml' })).digest);
  });
});

describe('documents', () => {
  test('a YAML or JSON file is read as a kind asks for it', async () => {
    const manifest = await load(
      'variables: v.yaml\npolicies: { p: { type: scp, file: p/a.json, with: { r: "${var.regions}" }, targets: [] } }\n',
      {
        ...VARIABLES,
        'p/a.json': '{ "Statement": [{ "Sid": "${var.vendor.id}", "Region": ["${with.r}"], "Org": "${org.id}" }] }',
      },
    );
    const entry = manifest.section(policies)?.['p'];
    expect(manifest.document(entry?.file ?? '', entry?.with)).toEqual({
      document: { Statement: [{ Sid: '012345678901', Region: ['ap-northeast-1', 'us-east-1'], Org: '${org.id}' }] },
      origin: { file: 'p/a.json', line: 1, column: 1 },
    });
    expect(() => manifest.document('p/a.json')).toThrow(TowerctlError);
    expect(() => manifest.document('p/b.json')).toThrow('the document "p/b.json" cannot be read');
  });

  test('mistakes in a document have its position', async () => {
    const files = { 'p.yaml': 'Statement:\n  - Sid: ${with.z}\n    Region: "${var.nope}"\n' };
    expect(
      await complaints('policies: { p: { type: scp, file: p.yaml, with: { y: 1 }, targets: [] } }\n', files),
    ).toEqual([
      'manifest.yaml:4:51 manifest-variable ${with.y} is not used in "p.yaml"; remove it, or use it',
      'p.yaml:2:10 manifest-variable ${with.z} is not defined; did you mean "with.y"?',
      'p.yaml:3:14 manifest-variable ${var.nope} is not defined; name a variables file: "variables: FILE" in the manifest, or --variables FILE',
    ]);
    expect(await complaints('policies: { p: { type: scp, file: p.yaml, targets: [] } }\n', { 'p.yaml': '[]' })).toEqual(
      ['p.yaml:1:1 manifest-type a policy document is a map; begin with its first key, such as Version'],
    );
  });

  test('no problem stays behind after a load that worked', async () => {
    expect(await problemsIn(load('policies: {}\n'))).toEqual([]);
  });
});
