import type { Command } from 'commander';
import type { Host } from './host.js';
import type * as given from './options.js';
import {
  examples,
  type Finish,
  paceOption,
  withBucket,
  withManifest,
  withSandbox,
  withUndo,
} from './program-options.js';

/** `towerctl lifecycle`: what an event asks for, done by hand. */
export function addLifecycle(program: Command, host: Host, finish: Finish): void {
  examples(withSandbox(withBucket(withUndo(withManifest(program.command('lifecycle'))), 'wait')))
    .description(
      'plan and apply what an event of Control Tower, Organizations or Identity Center asks for, and no more',
    )
    .requiredOption('--event <file>', 'an event as EventBridge or SNS sends it, several of them, or a batch from SQS')
    .option('--dry-run', 'say what follows from the event and show the plan; writes nothing')
    .option('--unattended', 'without asking, but only what may run without a person; exit 2 when something waits')
    .addOption(paceOption())
    .action(async (_: object, command: Command) => {
      const options = command.optsWithGlobals<given.LifecycleOptions>();
      const chosen = [
        options.dryRun === true ? '--dry-run' : undefined,
        options.unattended === true ? '--unattended' : undefined,
        options.approve === true ? '--approve' : undefined,
      ].filter((option) => option !== undefined);
      if (chosen.length > 1) command.error(`error: ${chosen.join(' and ')} exclude each other`);
      const { lifecycle } = await import('./commands/lifecycle.js');
      finish(await lifecycle(options, host));
    });
}
