import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  ListAccountsCommand,
  ListRootsCommand,
} from '@aws-sdk/client-organizations';
import { GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { VirtualClock } from '../../src/clock.js';
import { MAX_BODY_BYTES } from '../../src/simulator/http.js';
import { bodyOf, jsonRequest, organizationsClient, signature, stsClient, textOf, toySimulator } from './toy.js';

const policy = (Name: string) =>
  new CreatePolicyCommand({ Name, Content: '{}', Description: '', Type: 'SERVICE_CONTROL_POLICY' });

describe('what is not simulated', () => {
  test('an operation without code is a 501 that names the file', async () => {
    const call = organizationsClient(toySimulator()).send(new ListRootsCommand({}));
    await expect(call).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('src/simulator/services/organizations/operations'),
      $metadata: { httpStatusCode: 501 },
    });
  });

  test('the query protocol says it no less', async () => {
    const call = stsClient(toySimulator()).send(new GetSessionTokenCommand({}));
    await expect(call).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('src/simulator/services/sts/operations'),
      $metadata: { httpStatusCode: 501 },
    });
  });

  test.each([
    [
      'an operation the model does not have',
      jsonRequest('Frobnicate', '{}'),
      /Frobnicate is none of the \d+ operations/,
    ],
    ['an inherited property of the schemas', jsonRequest('constructor', '{}'), /constructor is none of/],
    ['no operation', jsonRequest('', '{}'), /names no operation/],
    [
      'another service',
      { ...jsonRequest('X', '{}'), headers: { authorization: signature('lambda') } },
      /"lambda" is not simulated: add it to src\/simulator\/services\/index\.ts/,
    ],
  ])('%s', async (_what, request, message) => {
    const response = await toySimulator().handle(request);
    expect(response.status).toBe(501);
    expect(response.headers['x-amzn-requestid']).toMatch(/./);
    expect(bodyOf(response)['Message']).toMatch(message);
  });
});

describe('hostile requests', () => {
  test('no signature: refused in the protocol it was asked in', async () => {
    const simulator = toySimulator();
    const asJson = await simulator.handle({ ...jsonRequest('ListAccounts', '{}'), headers: {} });
    expect([asJson.status, bodyOf(asJson)['__type']]).toEqual([400, 'MissingAuthenticationTokenException']);
    const asQuery = await simulator.handle({
      ...jsonRequest('', 'Action=GetCallerIdentity'),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([asQuery.status, textOf(asQuery.body)]).toEqual([
      403,
      expect.stringContaining('<Code>MissingAuthenticationToken</Code>'),
    ]);
    expect(simulator.calls.total).toBe(0);
  });

  test('a signature without a scope is incomplete', async () => {
    const request = jsonRequest('ListAccounts', '{}', { headers: { authorization: 'Bearer x' } });
    expect(bodyOf(await toySimulator().handle(request))['__type']).toBe('IncompleteSignatureException');
  });

  test('a body that is too large is refused unread', async () => {
    const response = await toySimulator().handle(jsonRequest('ListAccounts', ' '.repeat(MAX_BODY_BYTES + 1)));
    expect(response.status).toBe(413);
  });

  test('nesting beyond reason neither crashes nor hangs', async () => {
    const deep = `{"Name":${'['.repeat(500_000)}${']'.repeat(500_000)}}`;
    expect((await toySimulator().handle(jsonRequest('CreatePolicy', deep))).status).toBe(400);
  });

  test('bytes that are no UTF-8 are refused as not JSON', async () => {
    const request = jsonRequest('CreatePolicy', '', { body: Uint8Array.from([0xff, 0xfe, 0x00]) });
    expect(bodyOf(await toySimulator().handle(request))['__type']).toBe('SerializationException');
  });
});

describe('throttles and faults through the client', () => {
  test("a throttle is the service's own error, counted as one, and the operation does not happen", async () => {
    const simulator = toySimulator({ rates: { everyNth: 2 } });
    const client = organizationsClient(simulator);
    await client.send(policy('a'));
    await expect(client.send(policy('b'))).rejects.toMatchObject({ name: 'TooManyRequestsException', Type: 'RATE' });
    await client.send(policy('b'));
    expect(simulator.calls.counts()).toEqual([
      { api: 'organizations:CreatePolicy', calls: 3, throttled: 1, errors: 0, isWrite: true },
    ]);
  });

  test('an injected error comes instead of the operation', async () => {
    const simulator = toySimulator();
    simulator.faults.add({
      operation: 'organizations:CreatePolicy',
      code: 'ServiceException',
      status: 500,
      match: { Name: 'b' },
    });
    const client = organizationsClient(simulator);
    await client.send(policy('a'));
    await expect(client.send(policy('b'))).rejects.toMatchObject({ name: 'ServiceException' });
    await client.send(policy('b'));
    expect(simulator.calls.errors).toBe(1);
  });

  test.each([
    ['before', 'succeeds'],
    ['after', 'meets itself'],
  ] as const)('a connection dropped %s the work: the second try %s', async (dropConnection, outcome) => {
    const simulator = toySimulator();
    simulator.faults.add({ operation: 'organizations:CreatePolicy', dropConnection });
    const client = organizationsClient(simulator);
    await expect(client.send(policy('a'))).rejects.toMatchObject({ code: 'ECONNRESET' });
    const second = client.send(policy('a')).then(
      () => 'succeeds',
      (error: Error) => (error.name === 'DuplicatePolicyException' ? 'meets itself' : error.name),
    );
    expect(await second).toBe(outcome);
    expect(simulator.calls.order.map((call) => call.outcome)[0]).toBe('dropped');
  });

  test('a hanging call ends when its client gives up, and virtual time runs on meanwhile', async () => {
    const clock = new VirtualClock();
    const simulator = toySimulator({ clock });
    simulator.faults.add({ operation: 'organizations:ListAccounts', hang: true });
    const gaveUp = new AbortController();
    const startedAt = clock.now();
    const call = organizationsClient(simulator).send(new ListAccountsCommand({}), { abortSignal: gaveUp.signal });
    const outcome = call.catch((error: Error) => error.name);
    await clock.sleep(30_000);
    gaveUp.abort(new Error('deadline'));
    expect(await outcome).toBe('AbortError');
    expect(clock.now() - startedAt).toBe(30_000);
    expect(simulator.calls.order[0]?.outcome).toBe('hanging');
  });

  test('clearing the faults breaks the connections that hang', async () => {
    const simulator = toySimulator();
    simulator.faults.add({ operation: 'organizations:ListAccounts', hang: true });
    const call = organizationsClient(simulator).send(new ListAccountsCommand({}));
    const outcome = call.catch((error: { code?: string }) => error.code);
    await simulator.world.clock.sleep(1);
    simulator.faults.clear();
    expect(await outcome).toBe('ECONNRESET');
  });
});

describe('latency and overlapping writes', () => {
  const attach = () => new AttachPolicyCommand({ PolicyId: 'p', TargetId: 'r' });

  test('latency passes on the virtual clock, for calls side by side at the same time', async () => {
    const clock = new VirtualClock();
    const client = organizationsClient(toySimulator({ clock, latencyMs: 50 }));
    const startedAt = clock.now();
    await Promise.all(Array.from({ length: 10 }, () => client.send(new ListAccountsCommand({}))));
    expect(clock.now() - startedAt).toBe(50);
    await client.send(new ListAccountsCommand({}));
    expect(clock.now() - startedAt).toBe(100);
  });

  test('a client that gives up hears so at once; what it sent happens all the same', async () => {
    const clock = new VirtualClock();
    const simulator = toySimulator({ clock, latencyMs: 5_000 });
    const gaveUp = new AbortController();
    const sent = organizationsClient(simulator)
      .send(policy('a'), { abortSignal: gaveUp.signal })
      .catch((error: Error) => error.name);
    const startedAt = clock.now();
    await clock.sleep(1_000);
    gaveUp.abort(new Error('deadline'));
    expect(await sent).toBe('AbortError');
    expect(clock.now() - startedAt).toBe(1_000);
    await clock.sleep(5_000);
    await expect(organizationsClient(simulator).send(policy('a'))).rejects.toMatchObject({
      name: 'DuplicatePolicyException',
    });
  });

  test('the second of two writes in flight conflicts; reads and later writes do not', async () => {
    const client = organizationsClient(toySimulator({ latencyMs: 20 }));
    const outcomes = await Promise.allSettled([
      client.send(attach()),
      client.send(attach()),
      client.send(new ListAccountsCommand({})),
    ]);
    expect(outcomes.map((each) => (each.status === 'fulfilled' ? 'ok' : each.reason.name)).sort()).toEqual([
      'ConcurrentModificationException',
      'ok',
      'ok',
    ]);
    await expect(client.send(attach())).resolves.toBeDefined();
  });

  test('a write that failed or was dropped is no longer in flight', async () => {
    const simulator = toySimulator({ latencyMs: 20 });
    simulator.faults.add({ operation: 'organizations:AttachPolicy', dropConnection: 'after' });
    const client = organizationsClient(simulator);
    await expect(client.send(attach())).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(client.send(new AttachPolicyCommand({ PolicyId: 'p', TargetId: 'r-bad' }))).rejects.toMatchObject({
      name: 'ConstraintViolationException',
    });
    await expect(client.send(attach())).resolves.toBeDefined();
  });

  test('can be allowed', async () => {
    const client = organizationsClient(toySimulator({ latencyMs: 20, overlappingWrites: 'accepted' }));
    await expect(Promise.all([client.send(attach()), client.send(attach())])).resolves.toHaveLength(2);
  });
});

test('the log counts by API, keeps the order and tells writes from reads', async () => {
  const simulator = toySimulator();
  const client = organizationsClient(simulator);
  await client.send(new ListAccountsCommand({}));
  await client.send(policy('a'));
  await client.send(policy('a')).catch(() => {});
  expect(simulator.calls).toMatchObject({ total: 3, writes: 2, errors: 1, throttled: 0 });
  expect(simulator.calls.of('organizations:CreatePolicy')).toBe(2);
  expect(simulator.calls.order.map(({ api, outcome }) => [api, outcome])).toEqual([
    ['organizations:ListAccounts', 'ok'],
    ['organizations:CreatePolicy', 'ok'],
    ['organizations:CreatePolicy', 'DuplicatePolicyException'],
  ]);
});

test('a saved state goes on in another simulator, at the saved time at least', async () => {
  const clock = new VirtualClock();
  const first = toySimulator({ clock });
  await organizationsClient(first).send(policy('a'));
  clock.advance(3_600_000);
  const second = toySimulator();
  second.loadState(first.saveState());
  expect(second.world.clock.now()).toBe(clock.now());
  await expect(organizationsClient(second).send(policy('a'))).rejects.toMatchObject({
    name: 'DuplicatePolicyException',
  });
});

test('a reset forgets the world, the calls and the faults', async () => {
  const simulator = toySimulator();
  await organizationsClient(simulator).send(policy('a'));
  simulator.faults.add({ operation: 'organizations:CreatePolicy', code: 'X', times: 'always' });
  simulator.reset();
  await expect(organizationsClient(simulator).send(policy('a'))).resolves.toBeDefined();
  expect(simulator.calls.total).toBe(1);
});
