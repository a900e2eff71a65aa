import { afterEach, describe, expect, it } from '@jest/globals';
import { ControlCatalogClient, GetControlCommand, ListControlsCommand } from '../../src/aws/controlcatalog-commands.js';
import {
  ControlTowerClient,
  EnableControlCommand,
  GetControlOperationCommand,
  GetLandingZoneCommand,
  ListBaselinesCommand,
  ListEnabledBaselinesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '../../src/aws/controltower-commands.js';
import { type Answer, scopeOf, stubTransport } from './stub-transport.js';

const UNIT = 'arn:aws:organizations::111111111111:ou/o-abcde12345/ou-ab12-11111111';
const ENABLED = 'arn:aws:controltower:ap-northeast-1:111111111111:enabledcontrol/18J5KBJ3W3VTIRLV';
const OPERATION = '7691fc5a-de87-4540-8c95-b0aabd56382c';
const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };

function towerOver(...answers: Answer[]) {
  const { requestHandler, sent } = stubTransport(...answers);
  const client = new ControlTowerClient({ region: 'ap-northeast-1', credentials, requestHandler });
  return { client, sent };
}

function catalogOver(...answers: Answer[]) {
  const { requestHandler, sent } = stubTransport(...answers);
  const client = new ControlCatalogClient({ region: 'ap-northeast-1', credentials, requestHandler });
  return { client, sent };
}

describe('Control Tower commands: what is sent', () => {
  it('posts lowerCamel JSON, documents as JSON, signed for controltower in the Region', async () => {
    const { client, sent } = towerOver({ body: { operationIdentifier: OPERATION, arn: ENABLED } });
    const answer = await client.send(
      new EnableControlCommand({
        controlIdentifier: 'arn:aws:controlcatalog:::control/ka8e3pkqefnjsxuyc26ji580',
        targetIdentifier: UNIT,
        parameters: [
          { key: 'AllowedRegions', value: ['ap-northeast-1', 'us-east-1'] },
          { key: 'ExemptAssumeRoot', value: true },
        ],
        tags: { 'towerctl:manifest': 'bank' },
      }),
    );
    expect(answer).toMatchObject({ operationIdentifier: OPERATION, arn: ENABLED });
    const [request] = sent;
    expect(request).toMatchObject({
      method: 'POST',
      host: 'controltower.ap-northeast-1.amazonaws.com',
      path: '/enable-control',
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      controlIdentifier: 'arn:aws:controlcatalog:::control/ka8e3pkqefnjsxuyc26ji580',
      targetIdentifier: UNIT,
      parameters: [
        { key: 'AllowedRegions', value: ['ap-northeast-1', 'us-east-1'] },
        { key: 'ExemptAssumeRoot', value: true },
      ],
      tags: { 'towerctl:manifest': 'bank' },
    });
    expect(request?.headers['content-type']).toBe('application/json');
    expect(request?.headers['content-length']).toBe(String(Buffer.byteLength(request?.body ?? '')));
    expect(request && scopeOf(request)).toBe('ap-northeast-1/controltower');
  });

  it('sends an empty structure where nothing is asked', async () => {
    const { client, sent } = towerOver({ body: { baselines: [] } });
    await client.send(new ListBaselinesCommand({}));
    expect(sent[0]?.body).toBe('{}');
  });

  it('leaves out what is undefined', async () => {
    const { client, sent } = towerOver({ body: { enabledBaselines: [] } });
    await client.send(new ListEnabledBaselinesCommand({ nextToken: undefined, maxResults: 5, includeChildren: true }));
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({ maxResults: 5, includeChildren: true });
  });

  it('writes the ARN of tag operations into the path, tags into the body, keys into the query, one each', async () => {
    const { client, sent } = towerOver({ body: { tags: { a: '1' } } }, { status: 204 }, { status: 204 });
    expect(await client.send(new ListTagsForResourceCommand({ resourceArn: ENABLED }))).toMatchObject({
      tags: { a: '1' },
    });
    await client.send(new TagResourceCommand({ resourceArn: ENABLED, tags: { 'towerctl:manifest': 'bank' } }));
    await client.send(new UntagResourceCommand({ resourceArn: ENABLED, tagKeys: ['a', 'b c'] }));
    const path = `/tags/${encodeURIComponent(ENABLED)}`;
    expect(sent.map(({ method, path: at, query, body }) => ({ method, at, query, body }))).toEqual([
      { method: 'GET', at: path, query: {}, body: '' },
      { method: 'POST', at: path, query: {}, body: '{"tags":{"towerctl:manifest":"bank"}}' },
      { method: 'DELETE', at: path, query: { tagKeys: ['a', 'b c'] }, body: '' },
    ]);
  });
});

describe('Control Tower commands: what comes back', () => {
  it('reads instants with an offset as dates and documents as they are', async () => {
    const operation = {
      operationType: 'ENABLE_CONTROL',
      operationIdentifier: OPERATION,
      startTime: '2025-04-17T03:07:52+00:00',
      endTime: '2025-04-17T12:08:55+09:00',
      status: 'SUCCEEDED',
      statusMessage: 'Operation was successful.',
      somethingNew: { not: 'known here' },
    };
    const { client } = towerOver({ body: { controlOperation: operation } });
    const answer = await client.send(new GetControlOperationCommand({ operationIdentifier: OPERATION }));
    expect(answer.controlOperation?.startTime).toEqual(new Date('2025-04-17T03:07:52Z'));
    expect(answer.controlOperation?.endTime).toEqual(new Date('2025-04-17T03:08:55Z'));
    expect(answer.controlOperation).not.toHaveProperty('somethingNew');

    const manifest = { governedRegions: ['us-east-1'], config: { enabled: true, configurations: null } };
    const zone = towerOver({ body: { landingZone: { version: '4.0', manifest, status: 'ACTIVE' } } });
    const found = await zone.client.send(new GetLandingZoneCommand({ landingZoneIdentifier: 'arn' }));
    expect(found.landingZone?.manifest).toEqual(manifest);
  });

  it.each([
    ['AccessDeniedException', 403],
    ['ConflictException', 409],
    ['ResourceNotFoundException', 404],
    ['ServiceQuotaExceededException', 402],
    ['ValidationException', 400],
    ['InternalServerException', 500],
  ])('throws %s (HTTP %d) by its name, told in the header or in the body', async (name, status) => {
    const ways: Answer[] = [
      { status, headers: { 'x-amzn-ErrorType': name }, body: { message: 'because' } },
      { status, headers: { 'x-amzn-errortype': `${name}:http://internal.amazon.com/` }, body: { message: 'because' } },
      { status, body: { __type: `com.amazonaws.controltower#${name}`, message: 'because' } },
    ];
    for (const way of ways) {
      const { client, sent } = towerOver(way);
      const thrown = client.send(new GetLandingZoneCommand({ landingZoneIdentifier: 'x' }));
      await expect(thrown).rejects.toMatchObject({
        name,
        message: 'because',
        $fault: status >= 500 ? 'server' : 'client',
        $metadata: { httpStatusCode: status },
      });
      // Retries are the Throttle's.
      expect(sent).toHaveLength(1);
    }
  });

  it('reads how long a throttled caller is to wait', async () => {
    const { client } = towerOver({
      status: 429,
      headers: { 'x-amzn-ErrorType': 'ThrottlingException', 'Retry-After': '7' },
      body: { message: 'Rate exceeded', serviceCode: 'controltower', quotaCode: 'L-1' },
    });
    await expect(client.send(new ListBaselinesCommand({}))).rejects.toMatchObject({
      name: 'ThrottlingException',
      message: 'Rate exceeded',
      retryAfterSeconds: 7,
      serviceCode: 'controltower',
      quotaCode: 'L-1',
    });
  });

  it('names an error that the model does not have', async () => {
    const { client } = towerOver({
      status: 403,
      headers: { 'x-amzn-ErrorType': 'ExpiredTokenException' },
      body: { message: 'The security token included in the request is expired' },
    });
    await expect(client.send(new ListBaselinesCommand({}))).rejects.toMatchObject({ name: 'ExpiredTokenException' });
  });
});

describe('Control Catalog commands', () => {
  it('puts page and token into the query, the filter into a PascalCase body, signed for controlcatalog', async () => {
    const { client, sent } = catalogOver({ body: { Controls: [], NextToken: 'more' } });
    const filter = { Implementations: { Types: ['AWS::Config::ConfigRule'] } };
    const answer = await client.send(new ListControlsCommand({ MaxResults: 100, NextToken: 'a+b', Filter: filter }));
    expect(answer).toMatchObject({ Controls: [], NextToken: 'more' });
    expect(sent[0]).toMatchObject({
      method: 'POST',
      host: 'controlcatalog.ap-northeast-1.amazonaws.com',
      path: '/list-controls',
      query: { maxResults: '100', nextToken: 'a+b' },
    });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({ Filter: filter });
    expect(sent[0] && scopeOf(sent[0])).toBe('ap-northeast-1/controlcatalog');
  });

  it('reads seconds since the epoch as dates', async () => {
    const control = {
      Arn: 'arn:aws:controlcatalog:::control/4b0nsxnd47747up54ytdqesxi',
      Name: 'n',
      Description: 'd',
      Behavior: 'PROACTIVE',
      RegionConfiguration: { Scope: 'REGIONAL', DeployableRegions: ['us-west-2'] },
      CreateTime: 1669593600,
    };
    const { client } = catalogOver({ body: control });
    const answer = await client.send(new GetControlCommand({ ControlArn: control.Arn }));
    expect(answer.CreateTime).toEqual(new Date('2022-11-28T00:00:00Z'));
    expect(answer.RegionConfiguration?.DeployableRegions).toEqual(['us-west-2']);
  });

  it('reads the message with a capital M', async () => {
    const { client } = catalogOver({
      status: 404,
      headers: { 'x-amzn-ErrorType': 'ResourceNotFoundException' },
      body: { Message: 'no such control' },
    });
    await expect(client.send(new GetControlCommand({ ControlArn: 'x' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'no such control',
    });
  });
});

describe('endpoints', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  async function hosts(): Promise<string[]> {
    const [tower, catalog] = [towerOver({ body: { baselines: [] } }), catalogOver({ body: { Controls: [] } })];
    await tower.client.send(new ListBaselinesCommand({}));
    await catalog.client.send(new ListControlsCommand({}));
    return [tower.sent[0]?.host ?? '', catalog.sent[0]?.host ?? ''];
  }

  it('are taken from AWS_ENDPOINT_URL, or from that of the service', async () => {
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:4566';
    expect(await hosts()).toEqual(['127.0.0.1:4566', '127.0.0.1:4566']);
    process.env['AWS_ENDPOINT_URL_CONTROLTOWER'] = 'http://127.0.0.1:4567';
    process.env['AWS_ENDPOINT_URL_CONTROLCATALOG'] = 'http://127.0.0.1:4568';
    expect(await hosts()).toEqual(['127.0.0.1:4567', '127.0.0.1:4568']);
    process.env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] = 'true';
    expect(await hosts()).toEqual([
      'controltower.ap-northeast-1.amazonaws.com',
      'controlcatalog.ap-northeast-1.amazonaws.com',
    ]);
  });

  it('follow the partition of the Region', async () => {
    const { requestHandler, sent } = stubTransport({ body: { Controls: [] } });
    const options = { region: 'us-gov-west-1', credentials, requestHandler };
    await new ControlCatalogClient(options).send(new ListControlsCommand({}));
    expect(sent[0]?.host).toBe('controlcatalog.us-gov-west-1.amazonaws.com');
  });
});
