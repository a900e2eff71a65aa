import * as schemas from '@aws-sdk/client-sts';
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import fc from 'fast-check';
import type { WireRequest } from '../../../src/simulator/http.js';
import { query } from '../../../src/simulator/protocols/query.js';
import { ServiceError } from '../../../src/simulator/service.js';
import { inProcess } from '../../../src/simulator/transport.js';
import { signature, stsClient, textOf, toySimulator } from '../toy.js';

const wire = { name: 'sts', xmlNamespace: 'urn:sts', schemas: { ...schemas } };

function form(text: string): WireRequest {
  const headers = { authorization: signature('sts'), 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', path: '/', query: {}, headers, body: Buffer.from(text) };
}

test('GetCallerIdentity through the SDK client', async () => {
  const identity = await stsClient(toySimulator()).send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({
    Account: '123456789012',
    Arn: 'arn:aws:sts::123456789012:assumed-role/sandbox/AKIATEST',
    UserId: expect.stringMatching(/:AKIATEST$/),
  });
});

test('a GET with the form in its query string is the same', async () => {
  const simulator = toySimulator();
  const request = { ...form(''), method: 'GET', query: { Action: 'GetCallerIdentity', Version: '2011-06-15' } };
  expect((await simulator.handle(request)).status).toBe(200);
});

/** What the client sends, captured on its way out. */
async function sent(input: AssumeRoleCommandInput): Promise<WireRequest> {
  let captured: WireRequest | undefined;
  const handler = inProcess({
    handle: async (request) => {
      captured = request;
      return { status: 200, headers: {}, body: '<AssumeRoleResponse/>' };
    },
  });
  const client = new schemas.STSClient({
    region: 'us-east-1',
    maxAttempts: 1,
    requestHandler: handler,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  await client.send(new AssumeRoleCommand(input));
  if (!captured) throw new Error('nothing was sent');
  return captured;
}

test('reads back whatever the SDK client writes: strings, numbers, lists of structures', async () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  const tags = fc.array(fc.record({ Key: text, Value: text }), { minLength: 1, maxLength: 12 });
  const inputs = fc.record(
    {
      RoleArn: text,
      RoleSessionName: text,
      DurationSeconds: fc.nat(),
      Tags: tags,
      TransitiveTagKeys: fc.array(text, { minLength: 1 }),
    },
    { requiredKeys: ['RoleArn', 'RoleSessionName'] },
  );
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      expect(query.readInput(schemas.AssumeRole$, await sent(input))).toEqual(input);
    }),
    { numRuns: 50 },
  );
});

test('what does not fit the schema is refused with all that is wrong', () => {
  const read = (): unknown =>
    query.readInput(schemas.AssumeRole$, form('Action=AssumeRole&DurationSeconds=soon&Tags.member.1=x'));
  expect(read).toThrow(
    /DurationSeconds is a string, but a number.*Tags\[0\] is a string|Tags\[0\] is .*DurationSeconds is /,
  );
});

test('a dotted name that reaches for the prototype reaches nothing', () => {
  const read = query.readInput(
    schemas.AssumeRole$,
    form('__proto__.polluted=1&constructor.prototype.polluted=1&RoleArn=a'),
  );
  expect(read).toEqual({ RoleArn: 'a' });
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('output with nested shapes is what the client reads', async () => {
  const output = {
    Credentials: {
      AccessKeyId: 'a<&>',
      SecretAccessKey: 's',
      SessionToken: 't',
      Expiration: new Date('2026-01-02T03:04:05Z'),
    },
    PackedPolicySize: 5,
  };
  const response = query.writeOutput(wire, schemas.AssumeRole$, output, 'request-1');
  const client = new schemas.STSClient({
    region: 'us-east-1',
    maxAttempts: 1,
    requestHandler: inProcess({ handle: async () => response }),
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const read = await client.send(new AssumeRoleCommand({ RoleArn: 'a', RoleSessionName: 'b' }));
  expect(read).toMatchObject(output);
  expect(() => query.writeOutput(wire, schemas.AssumeRole$, { Nonsense: 1 }, 'id')).toThrow(/Nonsense is not a member/);
});

test('an error is an ErrorResponse under its wire code, with text escaped', async () => {
  const response = query.writeError(wire, new ServiceError('IDPCommunicationErrorException', 'a < b & c'), 'request-1');
  expect(response.status).toBe(400);
  const text = textOf(response.body);
  expect(text).toContain('<Type>Sender</Type><Code>IDPCommunicationError</Code><Message>a &lt; b &amp; c</Message>');
  expect(text).toContain('<RequestId>request-1</RequestId>');
});

test('a throttle reaches the client as Throttling', async () => {
  const simulator = toySimulator({ rates: { everyNth: 1 } });
  const call = stsClient(simulator).send(new GetCallerIdentityCommand({}));
  await expect(call).rejects.toMatchObject({ name: 'Throttling', $metadata: { httpStatusCode: 400 } });
});
