import type { JsonObject } from '../../../src/model.js';
import { createSimulator } from '../../../src/simulator/index.js';
import { resourcesOf } from '../../../src/simulator/services/cloudformation/for-stack-sets.js';
import { HOME, instances, LAB, ORGANIZATION, PAY, stage, status, TEMPLATE, UNIT, US } from './support.js';

const seeded = (stackSets: JsonObject | readonly JsonObject[]): JsonObject => ({ ...ORGANIZATION, stackSets });

test('sets and their instances are there from the start', async () => {
  const at = stage({
    seed: seeded([
      {
        name: 'defaults',
        template: TEMPLATE,
        parameters: { Days: '90' },
        autoDeploy: true,
        instances: [
          { units: ['Workloads/Prod'], regions: [HOME, US] },
          { units: ['Lab'], regions: [HOME], status: 'OUTDATED', reason: 'quota', drift: 'DRIFTED' },
        ],
      },
    ]),
    lagMs: 2_000,
  });
  expect(await instances(at.cfn, 'defaults')).toEqual({
    [`${PAY}/${HOME}`]: 'CURRENT SUCCEEDED stack',
    [`${PAY}/${US}`]: 'CURRENT SUCCEEDED stack',
    [`300000000002/${HOME}`]: 'CURRENT SUCCEEDED stack',
    [`300000000002/${US}`]: 'CURRENT SUCCEEDED stack',
    [`${LAB}/${HOME}`]: 'OUTDATED FAILED stack',
  });
  expect(resourcesOf(at.simulator.world, `${PAY}`, US)[0]?.properties).toEqual({ TopicName: 'alarms-90' });
  const { Summaries } = await at.cfn.listStackSetAutoDeploymentTargets({ StackSetName: 'defaults' });
  expect(Summaries?.map(({ OrganizationalUnitId }) => OrganizationalUnitId)).toEqual([UNIT.prod, UNIT.lab]);
  expect((await at.cfn.listStackSetOperations({ StackSetName: 'defaults' })).Summaries).toEqual([]);
});

test('all that is wrong is said at once', () => {
  const wrong = seeded([
    { name: '1', template: TEMPLATE },
    { name: 'a', template: TEMPLATE, instances: [{ regions: [] }] },
  ]);
  expect(() => createSimulator({ seed: wrong })).toThrow(/stackSets.sets.0.name.*stackSets.sets.1.instances.0.regions/);
  const nowhere = seeded([{ name: 'a', template: TEMPLATE, instances: [{ units: ['No'], regions: [HOME] }] }]);
  expect(() => createSimulator({ seed: nowhere })).toThrow('stackSets a: there is no unit No');
});

test('fifty sets of 6,400 instances fit, and are listed page by page', async () => {
  const regions = [
    'ap-northeast-1',
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
  ];
  const accounts = Array.from({ length: 800 }, (_, index) => ({
    id: String(400_000_000_000 + index),
    name: `n${index}`,
    email: `n${index}@example.com`,
  }));
  const sets = Array.from({ length: 50 }, (_, index) => ({
    name: `set-${index}`,
    template: TEMPLATE,
    instances: [{ units: ['All'], regions, deployed: false }],
  }));
  const root = { units: [{ name: 'All', id: 'ou-ex01-all00000', accounts }] };
  const at = stage({
    seed: { ...ORGANIZATION, root, stackSets: sets },
    pace: { kind: 'time', ms: 3_000 },
    durations: 'observed',
  });
  const { OperationId = '' } = await at.cfn.updateStackSet({
    StackSetName: 'set-0',
    UsePreviousTemplate: true,
    Parameters: [{ ParameterKey: 'Days', ParameterValue: '1' }],
    OperationPreferences: {
      MaxConcurrentPercentage: 25,
      FailureTolerancePercentage: 25,
      RegionConcurrencyType: 'PARALLEL',
    },
  });
  at.clock.advance(3 * 60_000);
  expect(await status(at.cfn, 'set-0', OperationId)).toBe('RUNNING');
  at.clock.advance(60_000);
  expect(await status(at.cfn, 'set-0', OperationId)).toBe('SUCCEEDED');
  const all = Object.values(await instances(at.cfn, 'set-0'));
  expect(all).toHaveLength(6_400);
  expect(new Set(all)).toEqual(new Set(['CURRENT SUCCEEDED stack']));
});
