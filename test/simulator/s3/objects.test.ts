import { S3 } from '@aws-sdk/client-s3';
import { VirtualClock } from '../../../src/clock.js';
import { createSimulator, kind, type Simulator, type SimulatorOptions } from '../../../src/simulator/index.js';
import { objectAt, objectAtUrl } from '../../../src/simulator/services/s3/for-services.js';
import { clientOf, errorOf } from '../client.js';

const HOME = 'ap-northeast-1';

function sandbox(options: SimulatorOptions = {}): { simulator: Simulator; s3: S3 } {
  const simulator = createSimulator({ ...kind, clock: new VirtualClock(), ...options });
  return { simulator, s3: new S3(clientOf(simulator, HOME)) };
}

async function withBucket(options: SimulatorOptions = {}) {
  const made = sandbox(options);
  await made.s3.createBucket({ Bucket: 'templates', CreateBucketConfiguration: { LocationConstraint: HOME } });
  return made;
}

describe('objects', () => {
  test('what is put is got, byte for byte, with its metadata', async () => {
    const { s3 } = await withBucket();
    const text = 'Resources: {} # \u6771\u4eac & <tag>';
    const metadata = { commit: '4f1c9e2' };
    const put = await s3.putObject({
      Bucket: 'templates',
      Key: 'a b/\u00fc.yaml',
      Body: text,
      ContentType: 'text/yaml',
      Metadata: metadata,
    });
    const got = await s3.getObject({ Bucket: 'templates', Key: 'a b/\u00fc.yaml' });
    expect(await got.Body?.transformToString()).toBe(text);
    expect(got).toMatchObject({
      ETag: put.ETag,
      ContentType: 'text/yaml',
      Metadata: metadata,
      ContentLength: Buffer.byteLength(text),
    });
    const head = await s3.headObject({ Bucket: 'templates', Key: 'a b/\u00fc.yaml' });
    expect(head).toMatchObject({ ETag: put.ETag, Metadata: metadata, LastModified: got.LastModified });
  });

  test('path style and the bucket in the host name are the same', async () => {
    const { simulator, s3 } = await withBucket();
    await s3.putObject({ Bucket: 'templates', Key: 'one', Body: 'x' });
    const byPath = new S3({ ...clientOf(simulator, HOME), forcePathStyle: true });
    expect((await byPath.headObject({ Bucket: 'templates', Key: 'one' })).ContentLength).toBe(1);
  });

  test('what is not there', async () => {
    const { s3 } = await withBucket();
    expect(await errorOf(s3.getObject({ Bucket: 'templates', Key: 'none' }))).toBe('NoSuchKey');
    expect(await errorOf(s3.headObject({ Bucket: 'templates', Key: 'none' }))).toBe('NotFound');
    expect(await errorOf(s3.getObject({ Bucket: 'nowhere', Key: 'none' }))).toBe('NoSuchBucket');
    expect(await errorOf(s3.deleteObject({ Bucket: 'templates', Key: 'none' }))).toBe('none');
    expect(await errorOf(s3.putObject({ Bucket: 'templates', Key: 'k'.repeat(1_025), Body: 'x' }))).toBe(
      'KeyTooLongError',
    );
  });

  test('several deleted at once', async () => {
    const { s3 } = await withBucket();
    for (const Key of ['a', 'b', 'c']) await s3.putObject({ Bucket: 'templates', Key, Body: Key });
    const { Deleted } = await s3.deleteObjects({
      Bucket: 'templates',
      Delete: { Objects: [{ Key: 'a' }, { Key: 'none' }] },
    });
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['a', 'none']);
    const quiet = await s3.deleteObjects({ Bucket: 'templates', Delete: { Objects: [{ Key: 'b' }], Quiet: true } });
    expect(quiet.Deleted).toBeUndefined();
    expect((await s3.listObjectsV2({ Bucket: 'templates' })).Contents?.map(({ Key }) => Key)).toEqual(['c']);
    expect(await errorOf(s3.deleteObjects({ Bucket: 'templates', Delete: { Objects: [] } }))).toBe('MalformedXML');
  });

  test('without versions each object is its only one, over pages', async () => {
    const { s3 } = await withBucket({ pageSize: 2 });
    for (const Key of ['a/1', 'a/2', 'a/3', 'b']) await s3.putObject({ Bucket: 'templates', Key, Body: Key });
    const first = await s3.listObjectVersions({ Bucket: 'templates', Prefix: 'a/' });
    expect(first).toMatchObject({ IsTruncated: true, NextKeyMarker: 'a/2', NextVersionIdMarker: 'null' });
    expect(first.Versions).toMatchObject([
      { Key: 'a/1', VersionId: 'null', IsLatest: true, Size: 3 },
      { Key: 'a/2', VersionId: 'null', IsLatest: true },
    ]);
    const rest = await s3.listObjectVersions({ Bucket: 'templates', Prefix: 'a/', KeyMarker: first.NextKeyMarker });
    expect(rest.Versions?.map(({ Key }) => Key)).toEqual(['a/3']);
    expect(rest.IsTruncated).toBe(false);
    await s3.deleteObjects({ Bucket: 'templates', Delete: { Objects: [{ Key: 'a/3', VersionId: 'null' }] } });
    expect(await errorOf(s3.getObject({ Bucket: 'templates', Key: 'a/3' }))).toBe('NoSuchKey');
  });

  test('an object can be named like what every object of JavaScript has', async () => {
    const { s3 } = await withBucket();
    expect(await errorOf(s3.getObject({ Bucket: 'templates', Key: '__proto__' }))).toBe('NoSuchKey');
    await s3.putObject({ Bucket: 'templates', Key: '__proto__', Body: 'mine' });
    const got = await s3.getObject({ Bucket: 'templates', Key: '__proto__' });
    expect(await got.Body?.transformToString()).toBe('mine');
    const { Contents } = await s3.listObjectsV2({ Bucket: 'templates' });
    expect(Contents?.map(({ Key }) => Key)).toEqual(['__proto__']);
  });
});

describe('conditions', () => {
  test('a write only where nothing is, or over what was seen', async () => {
    const { s3 } = await withBucket();
    const at = { Bucket: 'templates', Key: 'lock' };
    const first = await s3.putObject({ ...at, Body: '1', IfNoneMatch: '*' });
    expect(await errorOf(s3.putObject({ ...at, Body: '2', IfNoneMatch: '*' }))).toBe('PreconditionFailed');
    expect(await errorOf(s3.putObject({ ...at, Body: '2', IfMatch: '"other"' }))).toBe('PreconditionFailed');
    const second = await s3.putObject({ ...at, Body: '2', IfMatch: first.ETag });
    expect(await errorOf(s3.putObject({ ...at, Body: '3', IfMatch: first.ETag }))).toBe('PreconditionFailed');
    expect(await errorOf(s3.putObject({ ...at, Key: 'gone', Body: '3', IfMatch: first.ETag }))).toBe('NoSuchKey');
    expect(await errorOf(s3.putObject({ ...at, Body: '3', IfNoneMatch: first.ETag }))).toBe('NotImplemented');
    expect(await errorOf(s3.deleteObject({ ...at, IfMatch: first.ETag }))).toBe('PreconditionFailed');
    await s3.deleteObject({ ...at, IfMatch: second.ETag });
    expect(await errorOf(s3.getObject(at))).toBe('NoSuchKey');
    expect(await errorOf(s3.deleteObject({ ...at, IfMatch: second.ETag }))).toBe('NoSuchKey');
  });

  test('a read only of what was seen, or of what is new', async () => {
    const { s3 } = await withBucket();
    const at = { Bucket: 'templates', Key: 'lock' };
    const { ETag } = await s3.putObject({ ...at, Body: '1' });
    expect(await errorOf(s3.getObject({ ...at, IfMatch: '"other"' }))).toBe('PreconditionFailed');
    await expect(s3.getObject({ ...at, IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    expect((await s3.getObject({ ...at, IfMatch: ETag, IfNoneMatch: '"other"' })).ETag).toBe(ETag);
  });
});

describe('buckets', () => {
  test('a name that is none, a location that does not fit, one that is taken', async () => {
    const { s3 } = await withBucket();
    const create = (Bucket: string, region?: 'ap-northeast-1' | 'eu-west-1') =>
      errorOf(
        s3.createBucket({ Bucket, ...(region && { CreateBucketConfiguration: { LocationConstraint: region } }) }),
      );
    for (const name of ['aa', 'Upper', '-first', 'two..dots', '10.0.0.1']) {
      expect(await create(name, HOME)).toBe('InvalidBucketName');
    }
    expect(await create('other', 'eu-west-1')).toBe('IllegalLocationConstraintException');
    expect(await create('templates', HOME)).toBe('BucketAlreadyOwnedByYou');
  });

  test('in us-east-1 one creates without a location, and again without harm', async () => {
    const { simulator } = sandbox();
    const s3 = new S3(clientOf(simulator));
    await s3.createBucket({ Bucket: 'mine' });
    await s3.createBucket({ Bucket: 'mine' });
    const { Buckets } = await s3.listBuckets({});
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['mine']);
  });

  test('another Region is told where the bucket is', async () => {
    const { simulator } = await withBucket();
    const s3 = new S3(clientOf(simulator));
    await expect(s3.headBucket({ Bucket: 'templates' })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 301 },
      $response: { headers: { 'x-amz-bucket-region': HOME } },
    });
    expect(await errorOf(s3.getObject({ Bucket: 'templates', Key: 'x' }))).toBe('PermanentRedirect');
  });

  test('head of what is there, of what is not, and of somebody else’s', async () => {
    const { simulator, s3 } = await withBucket();
    expect((await s3.headBucket({ Bucket: 'templates' })).BucketRegion).toBe(HOME);
    expect(await errorOf(s3.headBucket({ Bucket: 'nowhere' }))).toBe('NotFound');
    const state = simulator.world.snapshot();
    const text = JSON.stringify(state).replace(
      '"accountId":"123456789012","region"',
      '"accountId":"300000000001","region"',
    );
    simulator.world.restore(JSON.parse(text));
    await expect(s3.headBucket({ Bucket: 'templates' })).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    expect(await errorOf(s3.getObject({ Bucket: 'templates', Key: 'x' }))).toBe('AccessDenied');
    expect(
      await errorOf(s3.createBucket({ Bucket: 'templates', CreateBucketConfiguration: { LocationConstraint: HOME } })),
    ).toBe('BucketAlreadyExists');
  });

  test('only an empty one is deleted', async () => {
    const { s3 } = await withBucket();
    await s3.putObject({ Bucket: 'templates', Key: 'one', Body: 'x' });
    expect(await errorOf(s3.deleteBucket({ Bucket: 'templates' }))).toBe('BucketNotEmpty');
    await s3.deleteObject({ Bucket: 'templates', Key: 'one' });
    await s3.deleteBucket({ Bucket: 'templates' });
    expect(await errorOf(s3.headBucket({ Bucket: 'templates' }))).toBe('NotFound');
  });
});

describe('lists', () => {
  const keys = ['a/1', 'a/2', 'b', 'c/d/1', 'z'];

  async function filled(options: SimulatorOptions = {}): Promise<S3> {
    const { s3 } = await withBucket(options);
    for (const Key of [...keys].reverse()) await s3.putObject({ Bucket: 'templates', Key, Body: Key });
    return s3;
  }

  test('keys in order, a page at a time, each once', async () => {
    const s3 = await filled({ pageSize: 2 });
    const found: string[] = [];
    for (let ContinuationToken: string | undefined, first = true; first || ContinuationToken; first = false) {
      const page = await s3.listObjectsV2({ Bucket: 'templates', ContinuationToken });
      found.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
      expect(page.KeyCount).toBeLessThanOrEqual(2);
      ContinuationToken = page.NextContinuationToken;
    }
    expect(found).toEqual(keys);
  });

  test('a delimiter folds what has it, and a prefix narrows', async () => {
    const s3 = await filled();
    const folded = await s3.listObjectsV2({ Bucket: 'templates', Delimiter: '/' });
    expect(folded.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['a/', 'c/']);
    expect(folded.Contents?.map(({ Key }) => Key)).toEqual(['b', 'z']);
    const below = await s3.listObjectsV2({ Bucket: 'templates', Prefix: 'c/', Delimiter: '/' });
    expect(below.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['c/d/']);
    const after = await s3.listObjectsV2({ Bucket: 'templates', StartAfter: 'b', MaxKeys: 1 });
    expect(after).toMatchObject({ KeyCount: 1, IsTruncated: true, Contents: [{ Key: 'c/d/1', Size: 5 }] });
  });
});

test('other services read an object by bucket and key, or by its URL in either style', async () => {
  const { simulator, s3 } = await withBucket();
  await s3.putObject({ Bucket: 'templates', Key: 'a b/vpc.yaml', Body: 'Resources: {}' });
  const { world } = simulator;
  expect(objectAt(world, 'templates', 'a b/vpc.yaml')).toBe('Resources: {}');
  expect(objectAt(world, 'templates', 'none')).toBeUndefined();
  for (const url of [
    'https://templates.s3.ap-northeast-1.amazonaws.com/a%20b/vpc.yaml',
    'https://templates.s3.amazonaws.com/a%20b/vpc.yaml',
    'https://s3.ap-northeast-1.amazonaws.com/templates/a%20b/vpc.yaml',
    'https://s3-ap-northeast-1.amazonaws.com/templates/a%20b/vpc.yaml',
  ]) {
    expect([url, objectAtUrl(world, url)]).toEqual([url, 'Resources: {}']);
  }
  for (const url of [
    'no url',
    'https://example.com/templates/a%20b/vpc.yaml',
    'https://s3.amazonaws.com/',
    'https://s3.amazonaws.com/templates/%ZZ',
  ]) {
    expect(objectAtUrl(world, url)).toBeUndefined();
  }
});
