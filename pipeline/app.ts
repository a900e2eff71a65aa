import { readFileSync } from 'node:fs';
import { argv, env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { App, Tags } from 'aws-cdk-lib';
import { ACCOUNT_TAG, STACKS, TOOLKIT } from '../src/deployment/names.js';
import type { DeploymentSettings } from '../src/deployment/settings.js';
import { DeploymentStack } from './deployment-stack.js';
import { forwardingRegions } from './events/forwarded-rules.js';
import { EventsStack } from './events-stack.js';
import { ManagementStack } from './management-stack.js';

/** Fixed here and not left to a cdk.json, so that the same settings always become the same templates. */
const FLAGS = {
  // Access logs by a bucket policy that names the source bucket; the other way needs ACLs.
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  // `arn:aws:` and not a reference, wherever the Region is known.
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:checkSecretUsage': true,
  // The toolkit that `towerctl bootstrap` lays.
  '@aws-cdk/core:bootstrapQualifier': TOOLKIT.qualifier,
};

/**
 * All stacks of a deployment. Pure: settings in, constructs out; no look-ups, no bundling.
 * @param outdir Where the cloud assembly goes; absent = where the CDK CLI says, or a temporary folder.
 */
export function buildApp(settings: DeploymentSettings, outdir?: string): App {
  const app = new App({
    context: FLAGS,
    analyticsReporting: false,
    ...(outdir === undefined ? {} : { outdir }),
  });
  const deployment = new DeploymentStack(app, STACKS.deployment, settings);
  const management = new ManagementStack(app, settings);
  if (settings.pipeline.lifecycle !== 'off') {
    for (const region of forwardingRegions(settings)) {
      const events = new EventsStack(app, settings, region);
      // Its rules name the bus and the role that puts events on it.
      events.addStackDependency(deployment);
      events.addStackDependency(management);
    }
  }
  Tags.of(app).add('towerctl:manifest', settings.manifestName);
  Tags.of(app).add(ACCOUNT_TAG, settings.account);
  return app;
}

/** @throws Error The file is missing, is no JSON, or was written by another version. */
export function readSettings(file: string): DeploymentSettings {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isSettings(parsed)) {
    throw new Error(`${file} does not hold settings of format 1: write it with "towerctl bootstrap" of this version`);
  }
  return parsed;
}

/** The file is written by `towerctl bootstrap` for this very version: only mixed-up files and versions are looked for. */
function isSettings(value: unknown): value is DeploymentSettings {
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== 1) return false;
  return ['manifestName', 'organization', 'account', 'region', 'pipeline', 'engine', 'policies'].every(
    (name) => name in value,
  );
}

function settingsFile(): string {
  const file = env['TOWERCTL_DEPLOYMENT'] ?? new App().node.tryGetContext('settings');
  if (typeof file === 'string' && file !== '') return file;
  throw new Error(
    'no settings: set TOWERCTL_DEPLOYMENT to the file that "towerctl bootstrap" writes, or -c settings=FILE',
  );
}

if (argv[1] !== undefined && argv[1] === fileURLToPath(import.meta.url)) buildApp(readSettings(settingsFile())).synth();
