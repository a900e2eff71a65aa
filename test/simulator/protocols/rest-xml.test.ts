import * as schemas from '@aws-sdk/client-s3';
import { VirtualClock } from '../../../src/clock.js';
import { createSimulator, kind } from '../../../src/simulator/index.js';
import { restXml } from '../../../src/simulator/protocols/rest-xml.js';
import { ServiceError } from '../../../src/simulator/service.js';
import { normalise } from '../../../src/simulator/services/s3/endpoint.js';
import { signature, textOf } from '../toy.js';

const wire = { name: 's3', xmlNamespace: 'urn:s3', schemas: { ...schemas } };

function request(method: string, url: string, headers: Record<string, string> = {}, body = '') {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  return normalise({
    method,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers,
    body: Buffer.from(body),
  });
}

describe('which operation is meant, told by clients that send no hint', () => {
  test.each([
    ['GET', '/', {}, 'ListBuckets'],
    ['PUT', '/bucket', {}, 'CreateBucket'],
    ['HEAD', '/bucket', {}, 'HeadBucket'],
    ['GET', '/bucket', {}, 'ListObjects'],
    ['GET', '/bucket?list-type=2&prefix=a', {}, 'ListObjectsV2'],
    ['GET', '/bucket?location', {}, 'GetBucketLocation'],
    ['POST', '/bucket?delete', {}, 'DeleteObjects'],
    ['PUT', '/bucket/key', {}, 'PutObject'],
    ['PUT', '/bucket/key', { 'x-amz-copy-source': '/bucket/other' }, 'CopyObject'],
    ['PUT', '/bucket/key?partNumber=1&uploadId=u', {}, 'UploadPart'],
    ['PUT', '/bucket/key?tagging', {}, 'PutObjectTagging'],
    ['GET', '/bucket/a/deep/key', {}, 'GetObject'],
    ['GET', '/bucket/key?uploadId=u', {}, 'ListParts'],
    ['HEAD', '/bucket/key', {}, 'HeadObject'],
    ['DELETE', '/bucket/key', {}, 'DeleteObject'],
    ['DELETE', '/bucket/key?uploadId=u', {}, 'AbortMultipartUpload'],
    ['GET', '/key', { host: 'my.bucket.s3.eu-west-1.amazonaws.com' }, 'GetObject'],
    ['GET', '/', { host: 'bucket.localhost:4566' }, 'ListObjects'],
  ] as const)('%s %s %j is %s', (method, url, headers, operation) => {
    expect(restXml.operationOf(request(method, url, headers), wire)).toBe(operation);
  });
});

test('labels, query, headers and prefixed headers become members', () => {
  const headers = { 'if-none-match': '*', 'x-amz-meta-commit': 'abc', 'content-type': 'text/yaml' };
  const read = restXml.readInput(schemas.PutObject$, request('PUT', '/bucket/a%20b/c', headers, 'text'));
  expect(read).toMatchObject({
    Bucket: 'bucket',
    Key: 'a b/c',
    IfNoneMatch: '*',
    Metadata: { commit: 'abc' },
    ContentType: 'text/yaml',
  });
  expect(Buffer.from(read['Body'] as Uint8Array).toString()).toBe('text');
});

test('a body in chunks is unpacked, however its client framed it', () => {
  const body = '5;chunk-signature=ab\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';
  const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
  expect(Buffer.from(request('PUT', '/bucket/key', headers, body).body).toString()).toBe('hello world');
  expect(Buffer.from(request('PUT', '/bucket/key', {}, body).body).toString()).toBe(body);
});

test('a structure that is the payload is read from XML; what is no XML is refused', () => {
  const xml =
    '<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>';
  const read = (body: string): unknown => restXml.readInput(schemas.CreateBucket$, request('PUT', '/bucket', {}, body));
  expect(read(xml)).toEqual({ Bucket: 'bucket', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } });
  expect(read('')).toEqual({ Bucket: 'bucket' });
  expect(() => read('<CreateBucketConfiguration><Location')).toThrow(ServiceError);
});

test('what the model does not have never leaves', () => {
  expect(() => restXml.writeOutput(wire, schemas.GetObject$, { Nonsense: 1 }, 'id')).toThrow(
    /Nonsense is not a member/,
  );
});

test('lists are written under the name that the model gives the root, times as dates', () => {
  const output = { Name: 'b', KeyCount: 1, IsTruncated: false, Contents: [{ Key: 'a&b', LastModified: new Date(0) }] };
  const { body, status } = restXml.writeOutput(wire, schemas.ListObjectsV2$, output, 'id');
  expect(status).toBe(200);
  expect(textOf(body)).toMatch(
    /<ListBucketResult xmlns="urn:s3">.*<Key>a&amp;b<\/Key><LastModified>1970-01-01T00:00:00Z</,
  );
});

test('an error stands at the root, escaped, with its details; x- details are headers', () => {
  const error = new ServiceError(
    'PermanentRedirect',
    'a < b',
    { Bucket: 'b', 'x-amz-bucket-region': 'eu-west-1' },
    301,
  );
  const { status, headers, body } = restXml.writeError(wire, error, 'request-1');
  expect([status, headers['x-amz-bucket-region']]).toEqual([301, 'eu-west-1']);
  expect(textOf(body)).toMatch(
    /<Error><Code>PermanentRedirect<\/Code><Message>a &lt; b<\/Message><Bucket>b<\/Bucket><RequestId>request-1<\/RequestId><\/Error>$/,
  );
});

test('the answer to a HEAD has no body, over a socket too, and tells the length of what it does not carry', async () => {
  const simulator = createSimulator({ ...kind, clock: new VirtualClock() });
  const listening = await simulator.listen();
  const headers = { authorization: signature('s3') };
  try {
    const send = (method: string, path: string, body?: string) =>
      fetch(`${listening.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    await send('PUT', '/bucket');
    await send('PUT', '/bucket/key', 'twelve bytes');
    const head = await send('HEAD', '/bucket/key');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '12', '']);
    const none = await send('HEAD', '/bucket/none');
    expect([none.status, await none.text()]).toEqual([404, '']);
    const unknown = await send('GET', '/bucket?acl');
    expect(unknown.status).toBe(501);
    expect(await unknown.text()).toContain('s3:GetBucketAcl is not simulated');
  } finally {
    await listening.close();
  }
});
