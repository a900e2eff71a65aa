import { AttachPolicyCommand, CreatePolicyCommand } from '@aws-sdk/client-organizations';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type RootAudit, rootAuditRun } from '../../src/engine/root-audit.js';
import { parseResult, type RootAuditResult } from '../../src/root/result.js';
import { inProcess } from '../../src/simulator/index.js';
import { organizationOf } from '../../src/simulator/services/organizations/for-services.js';
import { type Bench, ENGINE_VERSION, manifestOf } from './organization.js';

/** Where the manifests of tests keep the result of the audit. */
export const AUDIT = { bucket: 'root-audits', key: 'towerctl/root-audit.json' } as const;

/** `rootAccess` with both features, and more. */
export const ROOT_ACCESS = (more = ''): string =>
  `trustedAccess: { iam.amazonaws.com: on }\nrootAccess: { credentialsManagement: true, sessions: true, audit: { bucket: ${AUDIT.bucket} }${more} }\n`;

export const SWEEP = (more = ''): string => ROOT_ACCESS(`, sweep: { targets: [root]${more} }`);

/** S3 of the management account, in the home Region. */
export function s3Of(bench: Bench): S3Client {
  return new S3Client({
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    maxAttempts: 1,
    forcePathStyle: true,
    requestHandler: inProcess(bench.simulator) as never,
  });
}

export async function makeAuditBucket(bench: Bench): Promise<void> {
  const s3 = s3Of(bench);
  await retried(() =>
    s3.send(
      new CreateBucketCommand({
        Bucket: AUDIT.bucket,
        CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-1' },
      }),
    ),
  );
}

/** Features on, a bucket, and the result of a whole audit in it. */
export async function audited(bench: Bench): Promise<RootAudit> {
  await makeAuditBucket(bench);
  await bench.converge(await manifestOf(ROOT_ACCESS()));
  return audit(bench);
}

export async function audit(bench: Bench, scope: readonly string[] = []): Promise<RootAudit> {
  return rootAuditRun(await manifestOf(ROOT_ACCESS()), {
    aws: bench.session(),
    clock: bench.clock,
    engineVersion: ENGINE_VERSION,
    scope,
  });
}

/** A policy that denies root in every member, AssumeRoot sessions included. */
export async function denyRoot(bench: Bench, target = organizationOf(bench.simulator.world)?.rootId): Promise<void> {
  const content = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } },
      },
    ],
  });
  const made = await retried(() =>
    bench.client().send(
      new CreatePolicyCommand({
        Name: 'deny-root',
        Type: 'SERVICE_CONTROL_POLICY',
        Description: '',
        Content: content,
      }),
    ),
  );
  const id = made.Policy?.PolicySummary?.Id;
  await retried(() => bench.client().send(new AttachPolicyCommand({ PolicyId: id, TargetId: target })));
}

export async function storedResult(bench: Bench): Promise<RootAuditResult> {
  const { Body } = await retried(() =>
    s3Of(bench).send(new GetObjectCommand({ Bucket: AUDIT.bucket, Key: AUDIT.key })),
  );
  return parseResult((await Body?.transformToString()) ?? '', 'the result');
}

export async function putResult(bench: Bench, text: string): Promise<void> {
  await retried(() => s3Of(bench).send(new PutObjectCommand({ Bucket: AUDIT.bucket, Key: AUDIT.key, Body: text })));
}

/** The unkind preset throttles. */
async function retried<T>(send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (attempt >= 10) throw error;
    }
  }
}
