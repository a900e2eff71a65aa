import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { type Clock, VirtualClock } from '../../src/clock.js';
import type { WireRequest } from '../../src/simulator/http.js';
import type { SimulatorServer } from '../../src/simulator/server.js';
import { bodyOf, organizationsClient, toySimulator } from './toy.js';

async function ask(
  simulator: SimulatorServer,
  method: string,
  path: string,
  body = '',
  headers: Record<string, string> = {},
): Promise<readonly [number, Record<string, unknown>]> {
  const [name = '', search = ''] = path.split('?');
  const query = Object.fromEntries(new URLSearchParams(search));
  const request: WireRequest = { method, path: `/_sandbox/${name}`, query, headers, body: Buffer.from(body) };
  const response = await simulator.handle(request);
  return [response.status, bodyOf(response)];
}

test('health says who, when and what', async () => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  expect(await ask(toySimulator({ clock }), 'GET', 'health')).toEqual([
    200,
    {
      status: 'ok',
      accountId: '123456789012',
      now: '2026-01-01T00:00:00.000Z',
      services: ['organizations', 'sts'],
      calls: 0,
    },
  ]);
});

test('advance moves the clock', async () => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const simulator = toySimulator({ clock });
  expect(await ask(simulator, 'POST', 'advance?ms=60000')).toEqual([200, { now: '2026-01-01T00:01:00.000Z' }]);
});

test.each([
  'advance',
  'advance?ms=',
  'advance?ms=-1',
  'advance?ms=1e3',
  'advance?ms=soon',
  'advance?ms=999999999999999',
])('bad input: POST %s', async (path) => {
  const [status, { error }] = await ask(toySimulator(), 'POST', path);
  expect([status, error]).toEqual([400, expect.stringMatching(/^ms is .*whole number of milliseconds/)]);
});

test("a clock that cannot be moved is said to be the machine's", async () => {
  const clock: Clock = { now: () => 0, sleep: async () => {} };
  expect((await ask(toySimulator({ clock }), 'POST', 'advance?ms=1'))[0]).toBe(409);
});

test('faults are added one or many, listed with how often they struck, and deleted', async () => {
  const simulator = toySimulator();
  const one = { operation: 'organizations:ListAccounts', code: 'ServiceException', times: 2 };
  expect((await ask(simulator, 'POST', 'faults', JSON.stringify([one, { ...one, code: 'X' }])))[0]).toBe(200);
  await expect(organizationsClient(simulator).send(new ListAccountsCommand({}))).rejects.toThrow();
  const [, listed] = await ask(simulator, 'GET', 'faults');
  expect(listed).toMatchObject({ faults: [{ fault: one, struck: 1 }, { struck: 0 }] });
  expect(await ask(simulator, 'DELETE', 'faults')).toEqual([200, { faults: [] }]);
  await expect(organizationsClient(simulator).send(new ListAccountsCommand({}))).resolves.toBeDefined();
});

test.each([
  ['nonsense', /not JSON/],
  ['', /not JSON/],
  ['{}', /operation is missing/],
  ['{"operation":"lambda:Invoke","code":"X"}', /unknown service "lambda"; there are organizations, sts/],
  ['{"operation":"organizations:ListRots","code":"X"}', /unknown operation "organizations:ListRots"/],
  [
    '[{"operation":"organizations:*","code":"X"},{"operation":"organizations:*"}]',
    /^fault 2: a fault needs exactly one/,
  ],
])('bad input: POST faults %s', async (body, message) => {
  const simulator = toySimulator();
  const [status, { error }] = await ask(simulator, 'POST', 'faults', body);
  expect([status, error]).toEqual([400, expect.stringMatching(message)]);
  expect(simulator.faults.list()).toEqual([]);
});

test('calls are counted by API and listed in order, as many as asked for', async () => {
  const simulator = toySimulator();
  const client = organizationsClient(simulator);
  for (let time = 0; time < 3; time++) await client.send(new ListAccountsCommand({}));
  const [status, all] = await ask(simulator, 'GET', 'calls');
  expect([status, all]).toMatchObject([
    200,
    {
      calls: 3,
      throttled: 0,
      errors: 0,
      writes: 0,
      apis: [{ api: 'organizations:ListAccounts', calls: 3 }],
      order: [{ outcome: 'ok', isWrite: false }, {}, {}],
    },
  ]);
  expect((await ask(simulator, 'GET', 'calls?order=1'))[1]['order']).toHaveLength(1);
  expect((await ask(simulator, 'GET', 'calls?order=0'))[1]['order']).toEqual([]);
  expect((await ask(simulator, 'GET', 'calls?order=all'))[0]).toBe(400);
  await ask(simulator, 'DELETE', 'calls');
  expect((await ask(simulator, 'GET', 'calls'))[1]).toMatchObject({ calls: 0, apis: [], order: [] });
});

test('reset goes back to the seed', async () => {
  let seeded = 0;
  const simulator = toySimulator({ seed: () => seeded++ });
  await organizationsClient(simulator).send(new ListAccountsCommand({}));
  expect(await ask(simulator, 'POST', 'reset')).toMatchObject([200, { calls: 0 }]);
  expect(seeded).toBe(2);
});

test('an unknown path, a wrong method and a web page are refused', async () => {
  const simulator = toySimulator();
  expect(await ask(simulator, 'GET', 'nothing')).toMatchObject([404, { error: expect.stringContaining('POST reset') }]);
  expect(await ask(simulator, 'GET', 'reset')).toMatchObject([405, { error: expect.stringContaining('POST reset') }]);
  expect((await ask(simulator, 'POST', 'reset', '', { origin: 'https://example.com' }))[0]).toBe(403);
});
