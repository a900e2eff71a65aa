import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { CreatePolicyCommand, ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { MAX_BODY_BYTES } from '../../src/simulator/http.js';
import { type Listening, listen } from '../../src/simulator/listener.js';
import type { SimulatorServer } from '../../src/simulator/server.js';
import { bodyOf, jsonRequest, toySimulator } from './toy.js';

describe('the listener', () => {
  let simulator: SimulatorServer;
  let listening: Listening;

  beforeEach(async () => {
    simulator = toySimulator();
    listening = await listen((request, options) => simulator.handle(request, options), 0);
  });
  afterEach(() => listening.close());

  function client(): OrganizationsClient {
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    return new OrganizationsClient({ region: 'us-east-1', endpoint: listening.url, maxAttempts: 1, credentials });
  }

  const policy = new CreatePolicyCommand({ Name: 'a', Content: '{}', Description: '', Type: 'SERVICE_CONTROL_POLICY' });

  test('listens on 127.0.0.1 alone and says where', () => {
    expect(listening.url).toBe(`http://127.0.0.1:${listening.port}`);
  });

  test('SDK clients work over the socket, errors included', async () => {
    await expect(client().send(new ListAccountsCommand({}))).resolves.toMatchObject({ Accounts: [{ Name: 'one' }] });
    await client().send(policy);
    await expect(client().send(policy)).rejects.toMatchObject({
      name: 'DuplicatePolicyException',
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/./) },
    });
  });

  test('a port that is taken is an error of listen', async () => {
    await expect(listen(async () => ({ status: 200, headers: {}, body: '' }), listening.port)).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  test('a dropped connection is a reset for the client', async () => {
    simulator.faults.add({ operation: 'organizations:*', dropConnection: 'after' });
    await expect(client().send(policy)).rejects.toThrow(/socket hang up/);
    await expect(client().send(policy)).rejects.toMatchObject({ name: 'DuplicatePolicyException' });
  });

  test('closing breaks what hangs', async () => {
    simulator.faults.add({ operation: 'organizations:*', hang: true });
    const hanging = client()
      .send(policy)
      .catch((error: Error) => error.message);
    while (simulator.calls.order[0]?.outcome !== 'hanging') await new Promise((resolve) => setImmediate(resolve));
    await listening.close();
    expect(await hanging).toMatch(/socket hang up/);
    listening = await listen((request, options) => simulator.handle(request, options), 0);
  });

  test('a client that goes away ends its call', async () => {
    simulator.faults.add({ operation: 'organizations:*', hang: true });
    const gaveUp = new AbortController();
    const hanging = client()
      .send(policy, { abortSignal: gaveUp.signal })
      .catch((error: Error) => error.name);
    while (simulator.calls.order[0]?.outcome !== 'hanging') await new Promise((resolve) => setImmediate(resolve));
    gaveUp.abort();
    expect(await hanging).toBe('AbortError');
    simulator.faults.clear();
    await expect(client().send(policy)).resolves.toBeDefined();
  });

  test('a body that is too large is refused while it is still being sent', async () => {
    const status = await new Promise<number | string | undefined>((resolve) => {
      const sending = httpRequest(listening.url, { method: 'POST' }, (response) => resolve(response.statusCode));
      sending.on('error', (error: { code?: string }) => resolve(error.code));
      sending.write(Buffer.alloc(MAX_BODY_BYTES + 1, 32));
    });
    expect(status).toBe(413);
    await expect(client().send(policy)).resolves.toBeDefined();
  });

  test('bytes that are no HTTP do not disturb it', async () => {
    await new Promise<void>((resolve, reject) => {
      const socket = connect(listening.port, '127.0.0.1', () => socket.write('\0\x01\x02 nonsense\r\n\r\n'));
      socket.on('close', () => resolve());
      socket.on('error', reject);
      socket.resume();
    });
    await expect(client().send(policy)).resolves.toBeDefined();
  });

  test('a bug in the handler is a 500 that says so', async () => {
    const broken = await listen(async () => {
      throw new TypeError('a slip');
    }, 0);
    const response = await fetch(broken.url);
    expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('a slip')]);
    await broken.close();
  });

  test('the same request gives the same answer with and without a socket', async () => {
    const request = jsonRequest('CreatePolicy', '{"Name":1}');
    const direct = await simulator.handle(request);
    const headers = { ...request.headers };
    const overSocket = await fetch(listening.url, { method: 'POST', headers, body: Buffer.from(request.body) });
    expect([overSocket.status, await overSocket.json()]).toEqual([direct.status, bodyOf(direct)]);
  });
});
