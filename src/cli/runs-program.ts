import { type Command, Option } from 'commander';
import type { Host } from './host.js';
import type * as given from './options.js';
import { examples, type Finish, withSandbox } from './program-options.js';

/** `towerctl lease`, `towerctl hold`: what several runs share in the run bucket. */
export function addRuns(program: Command, host: Host, finish: Finish): void {
  examples(inBucket(withSandbox(program.command('lease'))))
    .description('tell which run may write to the organization now; take that right from a run that is stuck')
    .option('--take-over', 'end the lease of whoever has it; shows who that is and asks first')
    .option('--reason <why>', 'why it is taken over: recorded in the bucket')
    .option('--approve', 'take it over without asking')
    .addOption(plainFormat())
    .action(async (_: object, command: Command) => {
      const options = command.optsWithGlobals<given.LeaseOptions>();
      const { checkLeaseOptions, lease } = await import('./commands/lease.js');
      checkLeaseOptions(options);
      finish(await lease(options, host));
    });
  examples(inBucket(withSandbox(program.command('hold'))))
    .description('ask for a time without changes to one address: runs with this bucket then only report it')
    .argument('[address]', 'as a plan writes it, such as policy:scp/deny-leave')
    .option('--until <time>', 'when it ends by itself: 4h, 3d, 2026-12-01 (that day included) or 2026-12-01T18:00:00Z')
    .option('--reason <why>', 'told in every plan')
    .option('--list', 'show what is held')
    .option('--release <address>', 'end a hold now')
    .addOption(plainFormat())
    .action(async (address: string | undefined, _: object, command: Command) => {
      const { hold } = await import('./commands/hold.js');
      finish(await hold(address, command.optsWithGlobals<given.HoldOptions>(), host));
    });
}

function inBucket(command: Command): Command {
  return command
    .requiredOption('--bucket <name>', 'the run bucket')
    .option('--region <region>', 'where the bucket is (default: AWS_REGION)');
}

const plainFormat = (): Option =>
  new Option('--format <format>', 'how it is written').choices(['text', 'json']).default('text');
