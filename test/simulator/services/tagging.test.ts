import { OrganizationsClient, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-organizations';
import {
  GetResourcesCommand,
  type GetResourcesCommandInput,
  GetTagKeysCommand,
  GetTagValuesCommand,
  ResourceGroupsTaggingAPIClient,
  TagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { VirtualClock } from '../../../src/clock.js';
import { createSimulator, inProcess, type Simulator, type SimulatorOptions } from '../../../src/simulator/index.js';

const ACCOUNTS = ['300000000001', '300000000002', '300000000003'];

interface Stage {
  readonly simulator: Simulator;
  readonly clock: VirtualClock;
  readonly tagging: ResourceGroupsTaggingAPIClient;
  tag(id: string, tags: Record<string, string>): Promise<unknown>;
  untag(id: string, ...keys: string[]): Promise<unknown>;
}

function stage(options: SimulatorOptions = {}, region = 'us-east-1'): Stage {
  const clock = new VirtualClock();
  const simulator = createSimulator({ clock, ...options });
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const config = { maxAttempts: 1, credentials, requestHandler: inProcess(simulator) };
  const organizations = new OrganizationsClient({ ...config, region: 'us-east-1' });
  return {
    simulator,
    clock,
    tagging: new ResourceGroupsTaggingAPIClient({ ...config, region }),
    tag: (ResourceId, tags) => {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      return organizations.send(new TagResourceCommand({ ResourceId, Tags }));
    },
    untag: (ResourceId, ...TagKeys) => organizations.send(new UntagResourceCommand({ ResourceId, TagKeys })),
  };
}

/** What is found, as id -> tags, over all pages. */
async function found({ tagging }: Stage, input: GetResourcesCommandInput = {}): Promise<Record<string, object>> {
  const all: Record<string, object> = {};
  let token: string | undefined;
  do {
    const page = await tagging.send(new GetResourcesCommand({ ...input, PaginationToken: token }));
    for (const { ResourceARN, Tags } of page.ResourceTagMappingList ?? []) {
      const id = ResourceARN?.split('/').at(-1) ?? '';
      expect(all[id]).toBeUndefined();
      all[id] = Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value]));
    }
    token = page.PaginationToken;
  } while (token);
  return all;
}

async function tagged(options: SimulatorOptions = {}): Promise<Stage> {
  const on = stage(options);
  const [first = '', second = '', third = ''] = ACCOUNTS;
  await on.tag(first, { owner: 'payments', data: 'card' });
  await on.tag(second, { owner: 'payments', data: 'none' });
  await on.tag(third, { owner: 'data' });
  return on;
}

test('only what has tags, or had some once, is there', async () => {
  const on = await tagged();
  const before = await found(on);
  expect(before).toMatchObject({
    '300000000001': { owner: 'payments', data: 'card' },
    '300000000003': { owner: 'data' },
  });
  expect(before).not.toHaveProperty('300000000004');
  await on.untag('300000000003', 'owner');
  expect((await found(on))['300000000003']).toEqual({});
});

test('in any other region the answer is empty, without an error', async () => {
  const on = stage({}, 'eu-central-1');
  await on.tag('300000000001', { owner: 'payments' });
  expect(await found(on)).toEqual({});
});

test.each([
  ['one key', { TagFilters: [{ Key: 'data' }] }, ['300000000001', '300000000002']],
  ['a key with any of some values', { TagFilters: [{ Key: 'owner', Values: ['data', 'x'] }] }, ['300000000003']],
  [
    'all of several keys',
    {
      TagFilters: [
        { Key: 'owner', Values: ['payments'] },
        { Key: 'data', Values: ['card'] },
      ],
    },
    ['300000000001'],
  ],
  ['a type', { ResourceTypeFilters: ['organizations:account'] }, ACCOUNTS],
  ['a service', { ResourceTypeFilters: ['organizations'], TagFilters: [{ Key: 'owner' }] }, ACCOUNTS],
  ['a type without tags', { ResourceTypeFilters: ['organizations:root'] }, []],
  ['another service', { ResourceTypeFilters: ['ec2:instance'] }, []],
  ['an inherited property as key', { TagFilters: [{ Key: 'constructor' }] }, []],
])('filters by %s', async (_what, input, expected) => {
  expect(Object.keys(await found(await tagged(), input)).sort()).toEqual(expected);
});

test('filters by ARN, which can be combined with nothing', async () => {
  const on = await tagged();
  const page = await on.tagging.send(new GetResourcesCommand({ TagFilters: [{ Key: 'data', Values: ['card'] }] }));
  const ResourceARNList = (page.ResourceTagMappingList ?? []).map(({ ResourceARN }) => ResourceARN ?? '');
  expect(ResourceARNList[0]).toMatch(/^arn:aws:organizations::123456789012:account\/o-[a-z0-9]+\/300000000001$/);
  expect(Object.keys(await found(on, { ResourceARNList }))).toEqual(['300000000001']);
  await expect(found(on, { ResourceARNList, ResourceTypeFilters: ['organizations'] })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('cannot be combined'),
  });
});

test.each<[string, GetResourcesCommandInput]>([
  ['too large a page', { ResourcesPerPage: 101 }],
  ['an empty page', { ResourcesPerPage: 0 }],
  ['tags per page that are no hundreds', { TagsPerPage: 150 }],
  ['too many keys', { TagFilters: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}` })) }],
  ['too many values', { TagFilters: [{ Key: 'k', Values: Array.from({ length: 21 }, (_, index) => `v${index}`) }] }],
  ['an empty key', { TagFilters: [{ Key: '' }] }],
  ['no ARNs', { ResourceARNList: [] }],
  ['a type of three parts', { ResourceTypeFilters: ['a:b:c'] }],
  ['a made-up token', { PaginationToken: 'bm9uc2Vuc2U' }],
])('refuses %s', async (_what, input) => {
  await expect(stage().tagging.send(new GetResourcesCommand(input))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    $metadata: { httpStatusCode: 400 },
  });
});

test('compliance, which is not simulated, says so', async () => {
  const call = stage().tagging.send(new GetResourcesCommand({ IncludeComplianceDetails: true }));
  await expect(call).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
});

describe('pages', () => {
  test.each([
    ['asked for', { ResourcesPerPage: 1 }, {}],
    ['capped by the simulator, some of them empty', {}, { pageSize: 1, emptyPages: true }],
  ])('%s: nothing is lost, nothing comes twice', async (_what, input, options) => {
    const on = await tagged(options);
    const all = await found(on, input);
    expect(Object.keys(all)).toEqual(expect.arrayContaining(ACCOUNTS));
    expect(on.simulator.calls.of('tagging:GetResources')).toBeGreaterThanOrEqual(3);
  });

  test('a page holds no more tags than asked for', async () => {
    const on = stage();
    const many = (): Record<string, string> =>
      Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`key${index}`, 'x']));
    for (const account of ACCOUNTS) await on.tag(account, many());
    const page = await on.tagging.send(new GetResourcesCommand({ TagsPerPage: 100, TagFilters: [{ Key: 'key0' }] }));
    expect(page.ResourceTagMappingList).toHaveLength(2);
    expect(page.PaginationToken).not.toBe('');
  });

  test('a token is good for 15 minutes, and for the same filters', async () => {
    const on = await tagged();
    const input = { ResourcesPerPage: 1 };
    const { PaginationToken } = await on.tagging.send(new GetResourcesCommand(input));
    const next = (more: GetResourcesCommandInput) =>
      on.tagging.send(new GetResourcesCommand({ ...input, PaginationToken, ...more }));
    await expect(next({ TagFilters: [{ Key: 'x' }] })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    on.clock.advance(15 * 60_000);
    await expect(next({})).resolves.toBeDefined();
    on.clock.advance(1);
    await expect(next({})).rejects.toMatchObject({ name: 'PaginationTokenExpiredException' });
  });
});

test('a lagging index shows a write when it is built anew', async () => {
  const on = stage({ tagIndexLagMs: 60_000 });
  await on.tag('300000000001', { owner: 'payments' });
  expect(await found(on)).not.toHaveProperty('300000000001');
  on.clock.advance(60_000);
  expect(await found(on)).toHaveProperty('300000000001');
  await on.untag('300000000001', 'owner');
  expect((await found(on))['300000000001']).toEqual({ owner: 'payments' });
  on.clock.advance(60_000);
  expect((await found(on))['300000000001']).toEqual({});
});

test('keys and values', async () => {
  const on = await tagged();
  const keys = await on.tagging.send(new GetTagKeysCommand({}));
  expect(keys.TagKeys).toEqual(expect.arrayContaining(['data', 'owner']));
  const values = await on.tagging.send(new GetTagValuesCommand({ Key: 'owner' }));
  expect(values.TagValues).toEqual(expect.arrayContaining(['data', 'payments']));
  expect((await on.tagging.send(new GetTagValuesCommand({ Key: 'nobody' }))).TagValues).toEqual([]);
});

test('tagging by this API is not simulated, and a throttle has its own name', async () => {
  const write = stage().tagging.send(new TagResourcesCommand({ ResourceARNList: ['arn:aws:x'], Tags: { a: 'b' } }));
  await expect(write).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
  const throttled = stage({ rates: { everyNth: 1 } }).tagging.send(new GetResourcesCommand({}));
  await expect(throttled).rejects.toMatchObject({ name: 'ThrottledException', $metadata: { httpStatusCode: 400 } });
});
