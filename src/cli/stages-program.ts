import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RunApplyOptions } from './commands/run-apply.js';
import type { RunCheckOptions } from './commands/run-check.js';
import type { RunDriftOptions } from './commands/run-drift.js';
import type { RunHealOptions } from './commands/run-heal.js';
import type { RunPlanOptions } from './commands/run-plan.js';
import type { RunVerifyOptions } from './commands/run-verify.js';
import type { Host } from './host.js';
import * as given from './options.js';
import { examples, type Finish, paceOption, withManifest, withSandbox } from './program-options.js';
import { addPullRequest } from './pull-request-program.js';

/** `towerctl run`: what the builds of a pipeline do. Each leaves what the next one reads: in the run bucket, and in `--env`. */
export function addStages(program: Command, host: Host, finish: Finish): void {
  const run = examples(program.command('run')).description(
    'the stages of a pipeline: check, plan, apply, verify, drift, heal, pull-request; all that they need is in options',
  );
  addCheck(run, host, finish);
  addPlan(run, host, finish);
  addApply(run, host, finish);
  addVerify(run, host, finish);
  addDrift(run, host, finish);
  addHeal(run, host, finish);
  addPullRequest(run, host, finish);
}

function addCheck(run: Command, host: Host, finish: Finish): void {
  examples(withManifest(run.command('check')))
    .description('check the manifest, offline, as `validate` does')
    .option('--source-dir <folder>', 'what `run verify` is to keep: nothing in it may be a link')
    .action(async (_: object, command: Command) => {
      const { runCheck } = await import('./commands/run-check.js');
      finish(await runCheck(command.optsWithGlobals<RunCheckOptions>(), host));
    });
}

function addPlan(run: Command, host: Host, finish: Finish): void {
  examples(withRun(withManifest(run.command('plan'))))
    .description('plan, store the plan in the run bucket, and say whether a person must agree to it; reads only')
    .addOption(
      new Option('--source <source>', 'which pipeline this is')
        .choices(['pipeline', 'lifecycle'])
        .makeOptionMandatory(),
    )
    .option('--commit <sha>', 'of the manifest, for the record')
    .option('--author <name>', 'who wrote it, for the record (default: the ARN of whoever runs this)')
    .addOption(
      new Option('--events', 'plan only what pending events ask for, as far as it may run unattended').conflicts(
        'eventsOf',
      ),
    )
    .option('--events-of <run>', 'plan only what that lifecycle run left to a person; `none` = everything')
    .option('--release-pipeline <name>', 'takes over what waits for a person, with --events')
    .option('--pipeline <name>', 'that this build is part of, with --execution')
    .option('--execution <id>', 'of the pipeline that this build is part of')
    .addOption(waitOption())
    .addOption(paceOption())
    .action(async (_: object, command: Command) => {
      const options = command.optsWithGlobals<RunPlanOptions>();
      checkExecution(options, command);
      const { runPlan } = await import('./commands/run-plan.js');
      finish(await runPlan(options, host));
    });
}

function addApply(run: Command, host: Host, finish: Finish): void {
  examples(withRun(run.command('apply')))
    .description('apply exactly the plan that `run plan` stored; the same command again goes on where it stopped')
    .requiredOption('--run-id <id>', 'the run that `run plan` began')
    .addOption(
      new Option('--expect <digest>', 'of the plan that was agreed to, 64 hexadecimal digits; `none` = nothing')
        .argParser(parseDigest)
        .makeOptionMandatory(),
    )
    .option('--pipeline <name>', 'whose approval the record names, with --execution')
    .option('--execution <id>', 'of the pipeline that this build is part of')
    .addOption(
      new Option('--stop-after <seconds>', 'start nothing more after it: APPLY_STATUS is CONTINUE then').argParser(
        parseSeconds,
      ),
    )
    .addOption(waitOption())
    .addOption(paceOption())
    .action(async (_: object, command: Command) => {
      const options = command.optsWithGlobals<RunApplyOptions>();
      checkExecution(options, command);
      const { runApply } = await import('./commands/run-apply.js');
      finish(await runApply(options, host));
    });
}

function addDrift(run: Command, host: Host, finish: Finish): void {
  examples(withRun(withManifest(run.command('drift'))))
    .description('look for drift, keep the report in the run bucket, and tell people when it is not as last time')
    .addOption(waitOption())
    .addOption(paceOption())
    .action(async (_: object, command: Command) => {
      const { runDrift } = await import('./commands/run-drift.js');
      finish(await runDrift(command.optsWithGlobals<RunDriftOptions>(), host));
    });
}

function addHeal(run: Command, host: Host, finish: Finish): void {
  examples(withRun(withManifest(run.command('heal'))))
    .description('mend drift of some kinds without asking, never by a removal; the rest is left')
    .requiredOption('--kinds <kinds>', 'names of kinds with commas between, such as `organizational-unit,account`')
    .addOption(waitOption())
    .addOption(paceOption())
    .action(async (_: object, command: Command) => {
      const { runHeal } = await import('./commands/run-heal.js');
      finish(await runHeal(command.optsWithGlobals<RunHealOptions>(), host));
    });
}

function addVerify(run: Command, host: Host, finish: Finish): void {
  examples(withRun(withManifest(run.command('verify'))))
    .description('plan once more what a run has applied: nothing may be left; exit 2 when something is')
    .requiredOption('--run-id <id>', 'the run that `run plan` began')
    .option(
      '--source-dir <folder>',
      'after a clean run of everything, this folder becomes manifest/applied.zip in the bucket',
    )
    .addOption(paceOption())
    .action(async (_: object, command: Command) => {
      const { runVerify } = await import('./commands/run-verify.js');
      finish(await runVerify(command.optsWithGlobals<RunVerifyOptions>(), host));
    });
}

/** What each stage is given that works with the run bucket. */
export function withRun(command: Command): Command {
  return withSandbox(command)
    .requiredOption('--bucket <name>', 'the run bucket')
    .option('--region <region>', 'where the bucket is (default: AWS_REGION)')
    .option('--topic <arn>', 'SNS topic that people are told on')
    .option('--env <file>', "takes what the stage found out, as NAME='value' for `. file`");
}

export const waitOption = (): Option =>
  new Option('--wait <seconds>', 'how long to wait while another run writes (default: 3600)').argParser(
    given.parseWait,
  );

/** One without the other says nothing. */
export function checkExecution(
  { pipeline, execution }: { readonly pipeline?: string; readonly execution?: string },
  command: Command,
): void {
  if ((pipeline === undefined) !== (execution === undefined)) {
    command.error('error: --pipeline and --execution go together');
  }
}

/** @throws InvalidArgumentError for what is no number of seconds above 0. */
export function parseSeconds(text: string): number {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (seconds > 0) return seconds;
  throw new InvalidArgumentError('Give whole seconds, 1 or more.');
}

function parseDigest(text: string): string {
  if (text === 'none' || /^[0-9a-f]{64}$/.test(text)) return text;
  throw new InvalidArgumentError('Give the 64 hexadecimal digits that `run plan` left as PLAN_DIGEST, or `none`.');
}
