import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import type { z } from 'zod';
import type { DeploymentSettings } from '../../src/deployment/settings.js';
import { pipelineSchema } from '../../src/manifest/pipeline.js';
import type { PolicyDocument } from '../../src/permissions/document.js';

// cdk-nag reads properties that the CDK has deprecated.
env['JSII_DEPRECATED'] = 'quiet';
// The CDK checks templates against CloudFormation's schemas, which takes seconds; each synthesis out of tests does it.
env['CDK_VALIDATION'] = 'false';

export const MANAGEMENT = '111111111111';
export const DEPLOYMENT = '222222222222';
export const HOME = 'eu-central-1';

/** Where assets and templates of one test file lie. */
export const workFolder = (): string => mkdtempSync(join(tmpdir(), 'towerctl-pipeline-'));

const document = (action: string, resource: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Read', Effect: 'Allow', Action: [action], Resource: resource },
    { Sid: 'NoRoot', Effect: 'Deny', Action: ['sts:AssumeRoot'], Resource: '*' },
  ],
});

/** A whole deployment, small policies in place of the real ones; `pipeline` is as a manifest has it. */
export function sampleSettings(
  folder: string,
  pipeline: Partial<z.input<typeof pipelineSchema>> = {},
  more: Partial<DeploymentSettings> = {},
): DeploymentSettings {
  const file = join(folder, 'engine.zip');
  writeFileSync(file, 'PK: an engine');
  return {
    format: 1,
    manifestName: 'acme',
    organization: {
      id: 'o-abcde12345',
      managementAccountId: MANAGEMENT,
      homeRegion: HOME,
      identityCenterRegion: HOME,
    },
    account: DEPLOYMENT,
    region: HOME,
    pipeline: pipelineSchema.parse({
      account: DEPLOYMENT,
      source: {
        connection: `arn:aws:codeconnections:${HOME}:${DEPLOYMENT}:connection/11111111-2222-3333-4444-555555555555`,
        repository: 'acme/organization',
        paths: ['manifest/**'],
      },
      ...pipeline,
    }),
    engine: { file, sha256: 'a'.repeat(64), version: '0.1.0' },
    policies: {
      plan: [
        document('organizations:DescribeOrganization', '*'),
        document('iam:GetRole', `arn:aws:iam::${MANAGEMENT}:role/*`),
      ],
      apply: [document('organizations:MoveAccount', `arn:aws:organizations::${MANAGEMENT}:account/o-abcde12345/*`)],
      audit: [document('organizations:ListAccounts', '*')],
      pullRequest: [document('organizations:DescribeOrganization', '*')],
    },
    ...more,
  };
}
