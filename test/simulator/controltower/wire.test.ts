import type { WireResponse } from '../../../src/simulator/index.js';
import { enabledBaselines, HOME, landingZone, type Tower, topUnit, tower } from './support.js';

/** One request as bytes: what a client puts on the wire that was written by somebody else. */
function request(
  { simulator }: Tower,
  method: string,
  path: string,
  body: string,
  more: { readonly query?: Record<string, string>; readonly repeated?: Record<string, string[]> } = {},
): Promise<WireResponse> {
  const scope = `Credential=test/20260101/${HOME}/controltower/aws4_request`;
  const headers = { authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0` };
  return simulator.handle({ method, path, query: {}, ...more, headers, body: new Uint8Array(Buffer.from(body)) });
}

const parsed = (response: WireResponse): Record<string, unknown> => {
  const text = typeof response.body === 'string' ? response.body : new TextDecoder().decode(response.body);
  return JSON.parse(text) as Record<string, unknown>;
};

test('every operation of the model is simulated', async () => {
  const on = tower();
  const service = on.simulator.services.find(({ name }) => name === 'controltower');
  const schemas = await service?.schemas();
  const modelled = Object.entries(schemas ?? {}).flatMap(([name, schema]) =>
    Array.isArray(schema) && schema[0] === 9 ? [name.slice(0, -1)] : [],
  );
  expect(modelled).toHaveLength(28);
  expect(modelled.filter((name) => service?.operations[name] === undefined)).toEqual([]);
});

test('documents are plain JSON, timestamps ISO 8601, an error is told in header and body', async () => {
  const on = tower();
  const { arn } = await landingZone(on);
  const got = await request(on, 'POST', '/get-landingzone', JSON.stringify({ landingZoneIdentifier: arn }));
  expect(got.status).toBe(200);
  expect(parsed(got)).toMatchObject({ landingZone: { manifest: { backup: { enabled: false } } } });
  const reset = await request(on, 'POST', '/reset-landingzone', JSON.stringify({ landingZoneIdentifier: arn }));
  const operation = await request(on, 'POST', '/get-landingzone-operation', JSON.stringify(parsed(reset)));
  expect(parsed(operation)).toMatchObject({ operationDetails: { startTime: expect.stringMatching(/^2026-01-01T/) } });
  const refused = await request(on, 'POST', '/get-landingzone', '{"landingZoneIdentifier":"nothing"}');
  expect([refused.status, refused.headers['x-amzn-errortype']]).toEqual([404, 'ResourceNotFoundException']);
  expect(parsed(refused)).toEqual({
    __type: 'ResourceNotFoundException',
    message: 'The landing zone nothing does not exist.',
  });
});

test('tags travel in path and query, and are answered 204 without a body', async () => {
  const on = tower();
  const [row] = await enabledBaselines(on, (await topUnit(on, 'Sandbox')).arn);
  const path = `/tags/${encodeURIComponent(row?.arn ?? '')}`;
  const tags = Object.fromEntries(['a', 'b', 'c'].map((key) => [key, 'x']));
  const tagged = await request(on, 'POST', path, JSON.stringify({ tags }));
  expect([tagged.status, tagged.body]).toEqual([204, '']);
  const repeated = { tagKeys: ['a', 'b'] };
  expect((await request(on, 'DELETE', path, '', { query: { tagKeys: 'b' }, repeated })).status).toBe(204);
  // An ARN whose slash was not escaped is understood as well.
  expect(parsed(await request(on, 'GET', `/tags/${row?.arn}`, ''))).toEqual({ tags: { c: 'x' } });
  expect((await request(on, 'DELETE', path, '', { query: { tagKeys: 'c' } })).status).toBe(204);
  expect(parsed(await request(on, 'GET', path, ''))).toEqual({ tags: {} });
  const unknown = await on.refusal('ListTagsForResource', { resourceArn: `${row?.arn?.slice(0, -4)}ZZZZ` });
  expect(unknown).toMatch(/^ResourceNotFoundException/);
  const reserved = { resourceArn: row?.arn ?? '', tags: { 'aws:x': 'y' } };
  expect(await on.refusal('TagResource', reserved)).toMatch(/^ValidationException/);
});

test('throttled calls are 429 with Retry-After', async () => {
  const on = tower({ rates: { everyNth: 1 } });
  const throttled = await request(on, 'POST', '/list-landingzones', '{}');
  expect([throttled.status, throttled.headers['retry-after']]).toEqual([429, '1']);
  expect(parsed(throttled)).toMatchObject({ __type: 'ThrottlingException' });
  await expect(on.call('ListLandingZones', {})).rejects.toMatchObject({
    name: 'ThrottlingException',
    retryAfterSeconds: 1,
  });
});

test.each([
  ['/list-baselines', { maxResults: 3 }, 'greater than or equal to 4'],
  ['/list-enabled-baselines', { maxResults: 4 }, 'greater than or equal to 5'],
  ['/list-enabled-baselines', { nextToken: '' }, 'regular expression'],
  ['/list-control-operations', { nextToken: ' ' }, 'regular expression'],
  ['/list-landingzones', { maxResults: 2 }, 'less than or equal to 1'],
  ['/list-enabled-baselines', { filter: { statuses: ['SUCCEEDED', 'FAILED'] } }, 'less than or equal to 1'],
  ['/list-enabled-baselines', { filter: { statuses: ['IN_PROGRESS'] } }, 'enum value set'],
  ['/get-baseline-operation', { operationIdentifier: 'A'.repeat(36) }, 'regular expression'],
  ['/get-baseline-operation', {}, "Value null at 'operationIdentifier'"],
  ['/enable-baseline', { baselineIdentifier: 'x', parameters: [{ key: 'a' }] }, '5 validation errors detected'],
  ['/create-landingzone', { version: '4.0', remediationTypes: ['NONE'] }, 'enum value set'],
  ['/get-baseline', { baselineIdentifier: `arn:aws:controltower:${HOME}::baseline/short` }, 'regular expression'],
])('the model refuses %s %j', async (path, body, message) => {
  const on = tower();
  const refused = await request(on, 'POST', path, JSON.stringify(body));
  expect([refused.status, parsed(refused)['__type']]).toEqual([400, 'ValidationException']);
  expect(String(parsed(refused)['message'])).toContain(message);
});

test('lists come in pages, some of them empty, all of them once', async () => {
  const on = tower({ pageSize: 2, emptyPages: true });
  const all = await enabledBaselines(on);
  expect(all).toHaveLength(9);
  expect(new Set(all.map(({ arn }) => arn)).size).toBe(9);
  const { nextToken } = await on.call('ListBaselines', {});
  expect(await on.refusal('ListEnabledBaselines', { nextToken: nextToken ?? 'none' })).toMatch(/^ValidationException/);
});

test('a path that nobody has is a loud 501, a body that is no JSON a SerializationException', async () => {
  const on = tower();
  expect((await request(on, 'POST', '/nothing', '{}')).status).toBe(501);
  expect((await request(on, 'POST', '/list-baselines', '{')).status).toBe(400);
  expect(parsed(await request(on, 'POST', '/list-baselines', '[]'))['__type']).toBe('SerializationException');
});

test('a saved state goes on where it was, operations under way included', async () => {
  const on = tower({ pace: { kind: 'time', ms: 60_000 } });
  const { arn } = await landingZone(on);
  await on.call('ResetLandingZone', { landingZoneIdentifier: arn });
  const other = tower({ pace: { kind: 'time', ms: 60_000 } });
  other.simulator.loadState(JSON.parse(JSON.stringify(on.simulator.saveState())));
  expect((await landingZone(other)).details?.status).toBe('PROCESSING');
  other.clock.advance(60_000);
  expect((await landingZone(other)).details?.status).toBe('ACTIVE');
});
