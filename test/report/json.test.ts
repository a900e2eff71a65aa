import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { jsonPlan, planJson } from '../../src/report/json.js';
import { planContract, planJsonSchema } from '../../src/report/plan-schema.js';
import { PLAIN } from '../../src/report/style.js';
import { FULL_VIEW, view } from './sample.js';

const validate = new Ajv2020({ strict: false }).compile(planContract());

const written = JSON.parse(jsonPlan(FULL_VIEW, PLAIN));

describe('plan --format json', () => {
  test('fits the documented schema, with every action and every optional member', () => {
    expect(validate(written)).toBe(true);
    expect(validate(JSON.parse(jsonPlan(view(), PLAIN)))).toBe(true);
    expect(planJsonSchema.parse(written)).toEqual(written);
  });

  test('is exact: what comes out is what the plan holds', () => {
    expect(written.plan).toEqual(FULL_VIEW.plan);
    expect(written).toMatchObject({ version: 1, id: '7d3a91c4', empty: false, counts: { attach: 2, detach: 1 } });
    expect(written.read).toEqual({ seconds: 41, calls: FULL_VIEW.calls });
  });

  test('a plan from a file has no read', () => {
    expect(planJson(view())).not.toHaveProperty('read');
    expect(planJson(view())).toMatchObject({ empty: true, counts: {} });
  });

  test.each([
    ['a member that the contract does not have', { ...written, more: 1 }],
    ['a missing member', { ...written, plan: { ...written.plan, unknown: undefined } }],
    [
      'an action that does not exist',
      { ...written, plan: { ...written.plan, changes: [{ ...written.plan.changes[0], action: 'x' }] } },
    ],
    ['a short digest', { ...written, digest: '7d3a91c4' }],
  ])('the schema refuses %s', (_, value) => {
    expect(validate(JSON.parse(JSON.stringify(value)))).toBe(false);
  });

  test('docs/reference/plan.schema.json is current (towerctl schema plan > docs/reference/plan.schema.json)', () => {
    const file = new URL('../../docs/reference/plan.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(planContract());
  });
});
