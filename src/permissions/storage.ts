import type { PolicyStatement } from './document.js';
import type { Places } from './places.js';
import { statement } from './statements.js';

export interface Storage {
  readonly role: 'plan' | 'apply' | 'audit';
  /** Templates that are too large to be sent inline go through a bucket. */
  readonly sendsTemplates: boolean;
  readonly writesAudit: boolean;
}

/** ARNs by what may be done there. */
interface Objects {
  readonly buckets: readonly string[];
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/** What a run keeps in its bucket, by who reads and who writes it. */
const RUN_OBJECTS: Readonly<
  Record<Storage['role'], { readonly read: readonly string[]; readonly write: readonly string[] }>
> = {
  plan: {
    read: ['drift/*', 'engine/*', 'holds.json', 'runs/*'],
    write: ['drift/*', 'runs/*'],
  },
  apply: {
    read: ['drift/*', 'engine/*', 'holds.json', 'lease/*', 'leases/*', 'runs/*'],
    write: ['lease/*', 'leases/*', 'runs/*'],
  },
  audit: { read: ['engine/*'], write: [] },
};

export function storageOf({ role, sendsTemplates, writesAudit }: Storage, places: Places): readonly Objects[] {
  const { partition, account, region, options } = places;
  const bucketArn = (name: string): string => `arn:${partition}:s3:::${name}`;
  const { auditResult, runBucket } = options;
  const templates = bucketArn(`towerctl-templates-${account}-${region}`);
  const run = runBucket && RUN_OBJECTS[role];
  const inRun = (keys: readonly string[]): string[] => keys.map((key) => bucketArn(`${runBucket?.name}/${key}`));
  return [
    // Whether the bucket is there is asked by a plan; CloudFormation fetches a template in the caller's name.
    ...(sendsTemplates ? [objects(templates, role === 'apply' ? [`${templates}/*`] : [], role === 'apply')] : []),
    ...(auditResult
      ? [objects(bucketArn(auditResult.bucket), [bucketArn(`${auditResult.bucket}/${auditResult.key}`)], writesAudit)]
      : []),
    ...(runBucket && run
      ? [{ buckets: [bucketArn(runBucket.name)], read: inRun(run.read), write: inRun(run.write) }]
      : []),
  ];
}

function objects(bucket: string, keys: readonly string[], writes: boolean): Objects {
  return { buckets: [bucket], read: keys, write: writes ? keys : [] };
}

/** S3 says that there is no such object only to who may list its bucket; to others it denies access. */
export function storing(places: readonly Objects[]): PolicyStatement[] {
  const one = (sid: string, action: string, arns: readonly string[]): PolicyStatement[] =>
    arns.length === 0 ? [] : [statement('Allow', sid, [action], arns)];
  return [
    ...one(
      'S3Buckets',
      's3:ListBucket',
      places.flatMap(({ buckets }) => buckets),
    ),
    ...one(
      'S3Read',
      's3:GetObject',
      places.flatMap(({ read }) => read),
    ),
    ...one(
      'S3Write',
      's3:PutObject',
      places.flatMap(({ write }) => write),
    ),
  ];
}

/** The key of the run bucket, through S3 alone. */
export function keyStatements({ partition, region, options }: Places): PolicyStatement[] {
  const arn = options.runBucket?.keyArn;
  if (arn === undefined) return [];
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return [
    statement('Allow', 'RunKey', ['kms:Decrypt', 'kms:GenerateDataKey'], [arn], {
      StringLike: { 'kms:ViaService': `s3.${region}.${suffix}` },
    }),
  ];
}
