import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TOOLKIT } from '../deployment/names.js';
import type { DeploymentSettings } from '../deployment/settings.js';
import { partitionOf } from '../facts/regions.js';
import { packageFolder } from '../package-folder.js';

/** One command line of the AWS CDK's own tool, and in whose account it works. */
export interface CdkCommand {
  readonly args: readonly string[];
  /** Twelve digits: the account whose credentials it needs where those at hand are of another; absent = as they are. */
  readonly inside?: string;
}

/** The AWS CDK's command line, as it was installed with towerctl. */
export function cdkProgram(): string {
  return join(dirname(fileURLToPath(import.meta.resolve('aws-cdk/package.json'))), 'bin', 'cdk');
}

/** The app that makes the stacks. */
export function appProgram(): string {
  return join(packageFolder(), 'dist', 'pipeline', 'app.mjs');
}

const QUIET = ['--no-notices', '--no-version-reporting'];

/**
 * A toolkit for each account and Region that a stack goes to, since `cdk deploy` puts assets and takes roles there.
 * The management account is let into the others, and nobody into the management account.
 */
export function toolkitCommands(
  { organization: { managementAccountId } }: DeploymentSettings,
  environments: readonly { readonly account: string; readonly region: string }[],
): readonly CdkCommand[] {
  const distinct = [...new Set(environments.map(({ account, region }) => `aws://${account}/${region}`))];
  return distinct.map((environment) => {
    const account = environment.slice('aws://'.length, -1).split('/')[0] ?? '';
    const isManagement = account === managementAccountId;
    return {
      args: [
        'bootstrap',
        environment,
        '--qualifier',
        TOOLKIT.qualifier,
        '--toolkit-stack-name',
        TOOLKIT.stack,
        '--cloudformation-execution-policies',
        `arn:${partitionOf(environment.split('/').at(-1) ?? '')}:iam::aws:policy/AdministratorAccess`,
        ...(isManagement ? [] : ['--trust', managementAccountId, '--trust-for-lookup', managementAccountId]),
        ...QUIET,
      ],
      ...(!isManagement && { inside: account }),
    };
  });
}

/** By the templates alone: a change set would be a write. */
export function diffCommand(assembly: string): CdkCommand {
  return { args: ['diff', '--app', assembly, '--all', '--method=template', ...QUIET] };
}

export function deployCommand(assembly: string): CdkCommand {
  return {
    args: [
      'deploy',
      '--app',
      assembly,
      '--all',
      '--require-approval',
      'never',
      '--import-existing-resources',
      ...TOOLKIT_NAME,
      ...QUIET,
    ],
  };
}

export function destroyCommand(assembly: string): CdkCommand {
  return { args: ['destroy', '--app', assembly, '--all', '--force', ...QUIET] };
}

const TOOLKIT_NAME = ['--toolkit-stack-name', TOOLKIT.stack];
