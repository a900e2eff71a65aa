import { z } from 'zod';
import { allowed, codecommit, documentOf, git } from '../deployed.js';
import { DEPLOYMENT, HOME, MANAGEMENT } from '../settings.js';

describe('buckets and key', () => {
  const key = git.all('AWS::KMS::Key');
  const buckets = git.all('AWS::S3::Bucket');
  const bucket = (name: string) => git.named('AWS::S3::Bucket', 'BucketName', `towerctl-${name}-${DEPLOYMENT}-${HOME}`);

  it('there is one key, rotated', () => {
    expect(key.map(({ Properties }) => Properties['EnableKeyRotation'])).toEqual([true]);
  });

  it.each(['runs', 'artifacts'])('%s: encrypted with the key, versioned, access-logged', (name) => {
    const { Properties } = bucket(name);
    expect(Properties['BucketEncryption']).toEqual({
      ServerSideEncryptionConfiguration: [
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: {
            SSEAlgorithm: 'aws:kms',
            KMSMasterKeyID: { 'Fn::GetAtt': [key[0]?.id, 'Arn'] },
          },
        },
      ],
    });
    expect(Properties['LoggingConfiguration']).toEqual({
      DestinationBucketName: { Ref: bucket('access-logs').id },
      LogFilePrefix: `${name}/`,
    });
    // People hear of holds and of a lease that was taken over; nothing is started by what lies there.
    const told = { EventBridgeConfiguration: { EventBridgeEnabled: true } };
    expect(Properties['NotificationConfiguration']).toEqual(name === 'runs' ? told : undefined);
  });

  it('all: versioned, closed to the public, without ACLs, TLS only, kept when the stack goes', () => {
    expect(buckets).toHaveLength(3);
    for (const { id, Properties, DeletionPolicy, UpdateReplacePolicy } of buckets) {
      expect(Properties['VersioningConfiguration']).toEqual({ Status: 'Enabled' });
      expect(
        Object.values(z.record(z.string(), z.boolean()).parse(Properties['PublicAccessBlockConfiguration'])),
      ).toEqual([true, true, true, true]);
      expect(Properties['OwnershipControls']).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
      const policy = git
        .all('AWS::S3::BucketPolicy')
        .filter((one) => JSON.stringify(one.Properties['Bucket']) === JSON.stringify({ Ref: id }));
      const deny = documentOf(policy[0]?.Properties['PolicyDocument']).filter(({ Effect }) => Effect === 'Deny');
      expect(deny).toMatchObject([{ Action: ['s3:*'], Condition: { Bool: { 'aws:SecureTransport': 'false' } } }]);
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
    }
    expect([key[0]?.DeletionPolicy]).toEqual(['RetainExceptOnCreate']);
  });

  it('nobody outside the account is let in to a bucket, but the delivery of access logs from our own', () => {
    const principals = git
      .all('AWS::S3::BucketPolicy')
      .flatMap(({ Properties }) => allowed(documentOf(Properties['PolicyDocument'])));
    expect(principals.map(({ Principal, Action }) => [Principal, Action])).toEqual([
      [{ Service: 'logging.s3.amazonaws.com' }, ['s3:PutObject']],
      [{ Service: 'logging.s3.amazonaws.com' }, ['s3:PutObject']],
    ]);
    for (const { Condition } of principals) {
      expect(Condition?.['StringEquals']?.['aws:SourceAccount']).toBe(DEPLOYMENT);
      expect(Condition?.['ArnLike']?.['aws:SourceArn']).toBeDefined();
    }
  });

  it('expires by prefix as the manifest says, and never the lock, holds, waiting events or the applied manifest', () => {
    const rules = z
      .object({
        Rules: z.array(
          z.object({
            Prefix: z.string().optional(),
            ExpirationInDays: z.number().optional(),
            NoncurrentVersionExpiration: z.object({ NoncurrentDays: z.number() }).optional(),
          }),
        ),
      })
      .parse(bucket('runs').Properties['LifecycleConfiguration']).Rules;
    const expiring = rules.filter(({ ExpirationInDays }) => ExpirationInDays !== undefined);
    expect(Object.fromEntries(expiring.map(({ Prefix, ExpirationInDays }) => [Prefix, ExpirationInDays]))).toEqual({
      'runs/': 500,
      'leases/': 500,
      'drift/': 500,
      'events/unknown/': 500,
      'events/notices/': 500,
      'pull-requests/': 30,
    });
    const old = rules.filter(({ NoncurrentVersionExpiration: old }) => old !== undefined);
    expect(old.map(({ Prefix, NoncurrentVersionExpiration: days }) => [Prefix, days?.NoncurrentDays])).toEqual([
      ['lease/', 7],
      [undefined, 30],
    ]);
  });

  it('nothing expires that a run still needs which waits for an answer, however little is kept', () => {
    const days = (name: string): unknown =>
      z
        .object({ Rules: z.array(z.object({ ExpirationInDays: z.number().optional() })) })
        .parse(
          codecommit.named('AWS::S3::Bucket', 'BucketName', `towerctl-${name}-${MANAGEMENT}-${HOME}`).Properties[
            'LifecycleConfiguration'
          ],
        ).Rules[0]?.ExpirationInDays;
    expect([days('runs'), days('artifacts')]).toEqual([3 + 8, 3 + 8]);
  });

  it('the key serves the log groups of towerctl alone', () => {
    const logs = documentOf(key[0]?.Properties['KeyPolicy']).filter(({ Sid }) => Sid === 'LogGroupsOfTowerctl');
    expect(logs).toMatchObject([
      {
        Principal: { Service: `logs.${HOME}.amazonaws.com` },
        Condition: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': [
              `arn:aws:logs:${HOME}:${DEPLOYMENT}:log-group:/towerctl/*`,
              `arn:aws:logs:${HOME}:${DEPLOYMENT}:log-group:/aws/lambda/towerctl-*`,
            ],
          },
        },
      },
    ]);
  });
});
