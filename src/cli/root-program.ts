import type { Command } from 'commander';
import type { Host } from './host.js';
import type * as given from './options.js';
import { examples, type Finish, paceOption, withManifest, withSandbox, withScope } from './program-options.js';

/** `towerctl root ...`: what concerns the root users of member accounts. */
export function addRoot(program: Command, host: Host, finish: Finish): void {
  const root = program
    .command('root')
    .description('look at root users of member accounts, and act as one of them where nobody else can');
  examples(withSandbox(withScope(withManifest(root.command('audit')))))
    .description('find out what root users of members can sign in with, and write the result that a plan reads')
    .option('--out <file>', 'also write the result to this file')
    .addOption(paceOption())
    .action(async (_: object, command: Command) => {
      const { rootAudit } = await import('./commands/root-audit.js');
      finish(await rootAudit(command.optsWithGlobals<given.RootAuditOptions>(), host));
    });
  rootTask(root, 'unlock-bucket')
    .description('delete the policy of a bucket that locks everybody out, and keep a copy; shows it and asks first')
    .argument('<account>', 'its key, its name or its id')
    .argument('<bucket>', 'the name of the bucket')
    .option('--region <region>', 'where the bucket is (default: the home Region)')
    .option('--backup <file>', 'where the policy is kept (default: .towerctl/policy-....json)')
    .action(async (account: string, bucket: string, _: object, command: Command) => {
      const { unlockBucket } = await import('./commands/root-task.js');
      finish(await unlockBucket(account, bucket, command.optsWithGlobals<given.RootTaskOptions>(), host));
    });
  rootTask(root, 'unlock-queue')
    .description('delete the policy of a queue that locks everybody out, and keep a copy; shows it and asks first')
    .argument('<account>', 'its key, its name or its id')
    .argument('<queue-url>', 'https://sqs.REGION.amazonaws.com/ACCOUNT/NAME')
    .option('--region <region>', 'where the queue is, if its URL does not say')
    .option('--backup <file>', 'where the policy is kept (default: .towerctl/policy-....json)')
    .action(async (account: string, queueUrl: string, _: object, command: Command) => {
      const { unlockQueue } = await import('./commands/root-task.js');
      finish(await unlockQueue(account, queueUrl, command.optsWithGlobals<given.RootTaskOptions>(), host));
    });
  rootTask(root, 'allow-recovery')
    .description('let the recovery of a root password through again; says what that means and asks first')
    .argument('<account>', 'its key, its name or its id')
    .action(async (account: string, _: object, command: Command) => {
      const { allowRecovery } = await import('./commands/root-task.js');
      finish(await allowRecovery(account, command.optsWithGlobals<given.RootTaskOptions>(), host));
    });
}

function rootTask(root: Command, name: string): Command {
  return examples(withSandbox(withManifest(root.command(name))))
    .option('--approve', 'do it without asking')
    .addOption(paceOption());
}
