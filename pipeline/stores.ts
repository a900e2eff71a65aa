import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  CfnBucket,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { accessLogBucketName, artifactBucketName, KEYS, runBucketName } from '../src/deployment/names.js';
import type { DeploymentSettings } from '../src/deployment/settings.js';

type Keep = DeploymentSettings['pipeline']['keep'];

/** A plan and an apply with both of its continuations may take 36 hours each; a run before it may hold the lease. */
const DAYS_OF_A_RUN = 8;

/** What stays when everything else goes; only a creation that fails leaves nothing behind. */
const STAYS = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/**
 * The key and the buckets of the deployment account.
 *
 * Artifacts have a bucket of their own: CodePipeline knows no prefix, it would lay its folders beside `runs/` and
 * `lease/`, under a retention of years, and every role that reads a source would have rights in the run bucket.
 */
export class Stores extends Construct {
  readonly key: Key;
  /** Leases, holds, records, plans, drift reports, events, the manifest that was applied last. */
  readonly runs: IBucket;
  readonly artifacts: IBucket;
  readonly accessLogs: IBucket;

  constructor(scope: Construct, id: string, settings: DeploymentSettings) {
    super(scope, id);
    const { account, region } = settings;
    const { keep, approval } = settings.pipeline;
    const least = Math.ceil(approval.timeoutHours / 24) + DAYS_OF_A_RUN;
    this.key = this.#key();
    const common = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: STAYS,
    };
    this.accessLogs = bucket(this, 'AccessLogs', {
      ...common,
      bucketName: accessLogBucketName(account, region),
      // Log delivery writes with S3's own keys.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [expiring(keep.logs), tidying(keep.artifacts)],
    });
    const encrypted = {
      ...common,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: this.accessLogs,
    };
    this.runs = bucket(this, 'Runs', {
      ...encrypted,
      bucketName: runBucketName(account, region),
      serverAccessLogsPrefix: 'runs/',
      lifecycleRules: runRules({ ...keep, runs: Math.max(keep.runs, least) }),
    });
    tellEventBridge(this.runs);
    this.artifacts = bucket(this, 'Artifacts', {
      ...encrypted,
      bucketName: artifactBucketName(account, region),
      serverAccessLogsPrefix: 'artifacts/',
      lifecycleRules: [expiring(Math.max(keep.artifacts, least)), tidying(keep.artifacts)],
    });
  }

  /** One key for all that the deployment keeps: whoever may read a run's plan may as well read its log. */
  #key(): Key {
    const stack = Stack.of(this);
    const key = new Key(this, 'Key', {
      alias: 'alias/towerctl',
      description: 'towerctl: records of runs, sources, logs, notices, events',
      enableKeyRotation: true,
      removalPolicy: STAYS,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogGroupsOfTowerctl',
        principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
        actions: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
          'kms:GenerateDataKey',
          'kms:DescribeKey',
        ],
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': ['/towerctl/*', '/aws/lambda/towerctl-*'].map((name) =>
              stack.formatArn({
                service: 'logs',
                resource: 'log-group',
                resourceName: name,
                arnFormat: ArnFormat.COLON_RESOURCE_NAME,
              }),
            ),
          },
        },
      }),
    );
    return key;
  }
}

/** The CDK was compiled without `exactOptionalPropertyTypes`: to the compiler its Bucket is not quite its IBucket. */
/** The CDK's own way of switching it on is a function of its own. */
function tellEventBridge({ node: { defaultChild } }: IBucket): void {
  if (!(defaultChild instanceof CfnBucket)) throw new Error('a bucket is no AWS::S3::Bucket');
  defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}

function bucket(scope: Construct, id: string, props: BucketProps): IBucket {
  return new Bucket(scope, id, props) as IBucket;
}

/**
 * By prefix. Nothing expires that is the only copy of what still counts: the lock, holds, events that wait, the
 * manifest that was applied last.
 */
function runRules(keep: Keep): LifecycleRule[] {
  return [
    ...['runs/', 'leases/', 'drift/', KEYS.unknownEvents, KEYS.notices].map((prefix) => expiring(keep.runs, prefix)),
    expiring(keep.artifacts, KEYS.pullRequests),
    // The lock is written anew every minute of an apply.
    { id: 'lock', prefix: 'lease/', noncurrentVersionExpiration: Duration.days(Math.min(7, keep.artifacts)) },
    tidying(keep.artifacts),
  ];
}

function expiring(days: number, prefix?: string): LifecycleRule {
  return {
    id: prefix === undefined ? 'all' : prefix.replaceAll('/', '-').replace(/-$/, ''),
    ...(prefix === undefined ? {} : { prefix }),
    expiration: Duration.days(days),
  };
}

function tidying(days: number): LifecycleRule {
  return {
    id: 'old-versions',
    noncurrentVersionExpiration: Duration.days(days),
    abortIncompleteMultipartUploadAfter: Duration.days(7),
  };
}
