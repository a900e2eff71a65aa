import * as schemas from '@aws-sdk/client-organizations';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  DescribeAccountCommand,
  DescribePolicyCommand,
  ListAccountsCommand,
} from '@aws-sdk/client-organizations';
import { json } from '../../../src/simulator/protocols/json.js';
import { ServiceError } from '../../../src/simulator/service.js';
import { bodyOf, jsonRequest, organizationsClient, toySimulator } from '../toy.js';

const wire = { name: 'organizations', schemas: { ...schemas } };

describe('through the SDK client', () => {
  test('input goes in and output comes out, dates included', async () => {
    const simulator = toySimulator();
    const client = organizationsClient(simulator);
    const created = await client.send(
      new CreatePolicyCommand({
        Name: 'né <&> "x"',
        Content: '{"a":"ü"}',
        Description: '',
        Type: 'SERVICE_CONTROL_POLICY',
      }),
    );
    expect(created.Policy).toEqual({
      PolicySummary: { Name: 'né <&> "x"', AwsManaged: false },
      Content: '{"a":"ü"}',
    });
    const { Accounts } = await client.send(new ListAccountsCommand({}));
    expect(Accounts?.[0]?.JoinedTimestamp).toEqual(new Date(simulator.world.clock.now()));
  });

  test('an operation without output answers an empty structure', async () => {
    const answer = await organizationsClient(toySimulator()).send(
      new AttachPolicyCommand({ PolicyId: 'p', TargetId: 'r' }),
    );
    expect(Object.keys(answer)).toEqual(['$metadata']);
    expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("a modelled error is the SDK's own class, with its members and HTTP 400", async () => {
    const attach = organizationsClient(toySimulator()).send(
      new AttachPolicyCommand({ PolicyId: 'p', TargetId: 'r-bad' }),
    );
    const error = await attach.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(schemas.ConstraintViolationException);
    expect(error).toMatchObject({
      message: 'no',
      Reason: 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('a member that the model does not have is a loud 500, not a silent omission', async () => {
    const describe = organizationsClient(toySimulator()).send(new DescribePolicyCommand({ PolicyId: 'p' }));
    await expect(describe).rejects.toMatchObject({
      name: 'InternalFailure',
      message: expect.stringMatching(/Policy\.PolicySummary\.Nonsense is not a member of PolicySummary/),
      $metadata: { httpStatusCode: 500 },
    });
  });

  test('an exception that no service means to throw is a loud 500', async () => {
    const describe = organizationsClient(toySimulator()).send(new DescribeAccountCommand({ AccountId: '1' }));
    await expect(describe).rejects.toMatchObject({
      name: 'InternalFailure',
      message: expect.stringMatching(/slip of the pen/),
    });
  });
});

describe('errors on the wire', () => {
  test('__type and the members that the schema has, throttles with status 400 too', () => {
    const response = json.writeError(wire, new ServiceError('TooManyRequestsException', 'slow', { Type: 'T' }), 'id');
    expect(response).toMatchObject({ status: 400, headers: { 'x-amzn-requestid': 'id' } });
    expect(bodyOf(response)).toEqual({ __type: 'TooManyRequestsException', Message: 'slow', Type: 'T' });
  });

  test("a server's fault is 500", () => {
    expect(json.writeError(wire, new ServiceError('ServiceException', 'oops'), 'id').status).toBe(500);
  });

  test('a detail that the error does not have is a mistake', () => {
    const error = new ServiceError('PolicyNotFoundException', 'gone', { Reason: 'X' });
    expect(() => json.writeError(wire, error, 'id')).toThrow(/Reason is not a member of PolicyNotFoundException/);
  });

  test('a code that the model does not have goes out with its message', () => {
    const response = json.writeError(wire, new ServiceError('ServiceUnavailable', 'later', {}, 503), 'id');
    expect([response.status, bodyOf(response)]).toEqual([503, { __type: 'ServiceUnavailable', Message: 'later' }]);
  });
});

describe('what comes in', () => {
  const refused = async (operation: string, body: string): Promise<unknown> => {
    const simulator = toySimulator();
    const response = await simulator.handle(jsonRequest(operation, body));
    return [response.status, bodyOf(response)];
  };

  test.each([
    ['not JSON', 'CreatePolicy', '{"Name":', /not JSON/],
    ['a list', 'CreatePolicy', '[]', /the body is a list, but a structure is expected/],
    ['a number for a string', 'CreatePolicy', '{"Name":1}', /Name is a number, but a string is expected/],
    ['text for a number', 'ListAccounts', '{"MaxResults":"20"}', /MaxResults is a string, but a number is expected/],
    ['a structure for a list', 'CreatePolicy', '{"Tags":{}}', /Tags is a structure, but a list is expected/],
    ['a wrong type deep inside', 'CreatePolicy', '{"Tags":[{"Key":"a"},{"Key":[]}]}', /Tags\[1\]\.Key is a list/],
    ['null in a list', 'CreatePolicy', '{"Tags":[null]}', /Tags\[0\] is null/],
  ])('%s is a SerializationException', async (_what, operation, body, message) => {
    expect(await refused(operation, body)).toEqual([
      400,
      { __type: 'SerializationException', Message: expect.stringMatching(message) },
    ]);
  });

  test('all wrong types are named at once', async () => {
    expect(JSON.stringify(await refused('CreatePolicy', '{"Name":1,"Content":2}'))).toMatch(
      /Name is .*; Content is |Content is .*; Name is /,
    );
  });

  test('unknown members and nulls are left out, prototype keys are plain keys', async () => {
    const operation = schemas.CreatePolicy$;
    const read = (body: string): unknown => json.readInput(operation, jsonRequest('CreatePolicy', body));
    expect(read('{"Name":"a","Nonsense":1,"Content":null,"__proto__":{"Type":"x"}}')).toEqual({ Name: 'a' });
    expect(read('')).toEqual({});
  });
});
