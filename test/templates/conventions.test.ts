import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { stackBaselines } from '../../src/kinds/stack-baseline/section.js';
import { checkTemplate } from '../../src/kinds/stack-baseline/template/check.js';
import { readTemplateText } from '../../src/simulator/services/cloudformation/template/read.js';
import { referencesIn } from '../../src/simulator/services/cloudformation/template/references.js';
import type { Template } from '../../src/simulator/services/cloudformation/template/template.js';
import { TEMPLATES, templateOf, textOf } from './templates.js';

const readme = textOf('README.md');

test('code is in the templates as it is in its folders', () => {
  const check = fileURLToPath(new URL('../../.ci/templates.mjs', import.meta.url));
  expect(execFileSync(process.execPath, [check, '--check'], { encoding: 'utf8' })).toBe('');
});

describe.each(TEMPLATES)('%s', (name) => {
  const template = templateOf(name);

  test('can be sent inline, and by service-managed StackSets', () => {
    expect(Buffer.byteLength(textOf(`${name}.yaml`))).toBeLessThanOrEqual(51_200);
    expect(template.transforms).toEqual([]);
    const types = [...template.resources.values()].map(({ type }) => type);
    expect(types).not.toContain('AWS::CloudFormation::Stack');
  });

  test('passes what every template of a manifest has to pass', () => {
    const text = textOf(`${name}.yaml`);
    expect([...checkTemplate(readTemplateText(text), text, { permissions: 'service-managed' })]).toEqual([]);
  });

  test('says what it is, what each parameter does and what each output is', () => {
    expect(template.description).toMatch(/\.$/);
    const untold = [...template.parameters, ...template.outputs].filter(([, { description }]) => !description);
    expect(untold.map(([id]) => id)).toEqual([]);
  });

  test('declares nothing that it does not use, and reads nothing from SSM', () => {
    const used = namesUsed(template);
    const declared = [...template.parameters.keys(), ...Object.keys(template.conditions)];
    expect(declared.filter((id) => !used.has(id))).toEqual([]);
    expect([...template.parameters.values()].filter(({ type }) => type.includes('SSM'))).toEqual([]);
  });

  test('has a default that its own rules allow', () => {
    for (const { default: initial, allowedPattern, allowedValues } of template.parameters.values()) {
      if (initial === undefined) continue;
      if (allowedPattern) expect(initial).toMatch(new RegExp(allowedPattern));
      if (allowedValues) expect(allowedValues).toContain(initial);
    }
  });

  test('gives fixed names in one Region only, so that stacks of two Regions do not collide', () => {
    for (const { type, properties, condition } of template.resources.values()) {
      if (type !== 'AWS::IAM::Role' || properties['RoleName'] === undefined) continue;
      expect(JSON.stringify(expand(template, condition))).toContain('"HomeRegion"');
    }
  });

  test('allows its roles no action of a whole service', () => {
    expect(JSON.stringify([...template.resources.values()])).not.toMatch(/"Action":"\*"|"[a-z0-9-]+:\*"/);
  });

  test('is in the README, with its parameters; those without a default in bold', () => {
    const row = new RegExp(`^\\| ${name} \\| (.*) \\|$`, 'm').exec(readme)?.[1];
    const wanted = [...template.parameters].map(([id, { default: initial }]) =>
      initial === undefined ? `**\`${id}\`**` : `\`${id}\``,
    );
    expect(row?.split(', ').sort()).toEqual(wanted.sort());
    expect(readme).toContain(`| [${name}](${name}.yaml) |`);
  });
});

describe('the manifest in the README', () => {
  const yaml = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const baselines = stackBaselines.schema.parse(parse(yaml).stackBaselines);

  test('lays every template', () => {
    const laid = new Set(Object.values(baselines).map(({ template }) => template));
    expect([...laid].sort()).toEqual(TEMPLATES);
  });

  test.each(Object.keys(baselines))('%s gives what its template takes', (key) => {
    const { template = '', parameters = {} } = baselines[key] ?? {};
    const declared = templateOf(template).parameters;
    const needed = [...declared].filter(([, { default: initial }]) => initial === undefined).map(([id]) => id);
    expect([...declared.keys()]).toEqual(expect.arrayContaining(Object.keys(parameters)));
    expect(Object.keys(parameters)).toEqual(expect.arrayContaining(needed));
  });
});

/** Parameters and conditions that something refers to. */
function namesUsed(template: Template): Set<string> {
  const { resources, outputs, conditions } = template;
  const values = [
    ...[...resources.values()].map(({ properties }) => properties),
    ...[...outputs.values()].map(({ value }) => value),
    conditions,
  ];
  const conditional = [...resources.values(), ...outputs.values()].flatMap(({ condition }) => condition ?? []);
  return new Set([...values.flatMap((value) => referencesIn(value)).map(({ name }) => name), ...conditional]);
}

/** A condition with the conditions that it is made of. */
function expand(template: Template, condition: string | undefined): unknown {
  if (condition === undefined) return undefined;
  const definition = template.conditions[condition];
  const parts = referencesIn(definition ?? null).flatMap(({ via, name }) => (via === 'condition' ? [name] : []));
  return [definition, ...parts.map((name) => expand(template, name))];
}
