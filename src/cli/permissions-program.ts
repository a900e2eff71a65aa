import { Argument, type Command, Option } from 'commander';
import type { PermissionRole } from '../permissions/policies.js';
import type { Host } from './host.js';
import * as given from './options.js';
import { examples, type Finish, withManifest } from './program-options.js';

/** `towerctl permissions ROLE`: what a role that runs towerctl has to be allowed. */
export function addPermissions(program: Command, host: Host, finish: Finish): void {
  examples(withManifest(program.command('permissions')))
    .description('print the IAM policies of a role that runs towerctl, no wider than it needs; asks AWS nothing')
    .addArgument(
      new Argument('<role>', 'plan (reads only), apply, or audit (root users)').choices(['plan', 'apply', 'audit']),
    )
    .option('--no-manifest', 'without one, even where one lies in the usual place: wider, since less is known')
    .option('--declared', 'only for the kinds that the manifest has a section for')
    .option('--account-id <id>', 'the management account, which the role is in', given.parseAccountId)
    .option('--bucket <name>', 'the run bucket, where runs are recorded and the lease lies')
    .option('--key-arn <arn>', 'the KMS key that the run bucket is encrypted with')
    .addOption(new Option('--format <format>', 'how it is written').choices(['text', 'json']).default('text'))
    .option('--out <folder>', 'write each policy into a file of its own there')
    .action(async (role: PermissionRole, _: object, command: Command) => {
      const options = command.optsWithGlobals<given.PermissionsOptions>();
      if (options.keyArn !== undefined && options.bucket === undefined) {
        command.error('error: --key-arn is the key of the run bucket: name it with --bucket');
      }
      const { permissions } = await import('./commands/permissions.js');
      finish(await permissions(role, options, host));
    });
}
