import { Argument, Command, Option } from 'commander';
import { addBootstrap } from './bootstrap-program.js';
import type { Host } from './host.js';
import { addLifecycle } from './lifecycle-program.js';
import * as given from './options.js';
import { addPermissions } from './permissions-program.js';
import {
  examples,
  type Finish,
  paceOption,
  withBucket,
  withFormat,
  withManifest,
  withSandbox,
  withScope,
  withSimulator,
  withUndo,
} from './program-options.js';
import { addComment } from './pull-request-program.js';
import { addRoot } from './root-program.js';
import { addRuns } from './runs-program.js';
import { addStages } from './stages-program.js';
import { version } from './version.js';

const EXIT_CODES = `
Exit codes:
  0   done                      3   the manifest is invalid     6   declined
  1   failed                    4   refused by a guard          64  usage
  2   changes, or drift         5   access denied               70  a bug in towerctl`;

const RESET_DRIFT = ['--reset-drift', 'also mend drift of baselines and controls that is only reported'] as const;

/** All commands. Nothing is loaded for a command but what it needs, when it runs. */
export function buildProgram(host: Host, finish: Finish): Command {
  const program = new Command('towerctl')
    .description('Extends AWS Control Tower from one declarative manifest: plan, apply, drift.')
    .version(version(), '-V, --version', 'print the version')
    .option('--no-color', 'no colour, even on a terminal (NO_COLOR does the same)')
    .helpOption('-h, --help', 'print help, with examples')
    .addHelpText('after', EXIT_CODES)
    .showSuggestionAfterError()
    .showHelpAfterError('(towerctl --help shows all commands and options)');
  program.configureOutput({
    writeOut: (text) => host.stdout.write(text),
    writeErr: (text) => host.stderr.write(text),
    getOutHelpWidth: () => host.stdout.columns ?? 100,
    getErrHelpWidth: () => host.stderr.columns ?? 100,
  });
  program.exitOverride();
  examples(program);
  addReading(program, host, finish);
  addWriting(program, host, finish);
  addLifecycle(program, host, finish);
  addRuns(program, host, finish);
  addStages(program, host, finish);
  addRoot(program, host, finish);
  addPermissions(program, host, finish);
  addBootstrap(program, host, finish);
  addComment(program, host, finish);
  addTools(program, host, finish);
  return program;
}

function addReading(program: Command, host: Host, finish: Finish): void {
  examples(withSimulator(withManifest(program.command('validate'))))
    .description('check the manifest, offline: syntax, names, references, policies, guards')
    .action(async (_: object, command: Command) => {
      const { validate } = await import('./commands/validate.js');
      finish(await validate(command.optsWithGlobals<given.ManifestOptions>(), host));
    });
  examples(withSandbox(withBucket(withFormat(withScope(withManifest(program.command('plan')))))))
    .description('show what apply would do; writes nothing')
    .option('--out <file>', 'also write the plan to a file, to be reviewed and applied')
    .option('--detailed-exitcode', 'exit 2 when there are changes')
    .option(...RESET_DRIFT)
    .addOption(paceOption())
    .action(async (_: object, command: Command) => {
      const { plan } = await import('./commands/plan.js');
      finish(await plan(command.optsWithGlobals<given.PlanOptions>(), host));
    });
  examples(withSandbox(withFormat(withScope(withManifest(program.command('drift'))))))
    .description('tell what is not as declared, and what nobody declared; exit 2 when something of ours has drifted')
    .option('--strict', 'exit 2 for undeclared and foreign things too')
    .option(
      '--detect',
      'first let AWS look for drift in every declared StackSet, which blocks those meanwhile; and wait',
    )
    .addOption(paceOption())
    .action(async (_: object, command: Command) => {
      const { detect, scope } = command.optsWithGlobals<given.DriftOptions>();
      if (detect === true && scope.length > 0) {
        command.error('error: --detect looks into whole StackSets: it takes no --scope');
      }
      const { drift } = await import('./commands/drift.js');
      finish(await drift(command.optsWithGlobals<given.DriftOptions>(), host));
    });
  addChecklist(program, host, finish);
}

function addChecklist(program: Command, host: Host, finish: Finish): void {
  examples(withSandbox(withFormat(withManifest(program.command('checklist')))))
    .description('tell how far the organization is from the target state, row by row, with what to do; writes nothing')
    .option('--no-manifest', 'AWS’s own names, even where a manifest lies in the usual place')
    .addOption(
      new Option('--fail-on <verdict>', 'exit 2 unless every row that is assessed is met').choices(['not-met']),
    )
    .addOption(paceOption())
    .action(async (_: object, command: Command) => {
      const { checklist } = await import('./commands/checklist.js');
      finish(await checklist(command.optsWithGlobals<given.ChecklistOptions>(), host));
    });
}

function addWriting(program: Command, host: Host, finish: Finish): void {
  examples(withSandbox(withBucket(withUndo(withScope(withManifest(program.command('apply')))), 'wait')))
    .description('make AWS as the manifest says, or apply a plan file; shows the plan and asks first')
    .argument('[planfile]', 'a plan that `plan --out` wrote')
    .option(...RESET_DRIFT)
    .addOption(paceOption())
    .action(async (file: string | undefined, _: object, command: Command) => {
      const options = command.optsWithGlobals<given.ApplyOptions>();
      if (file !== undefined && (options.manifest ?? options.variables) !== undefined) {
        command.error('error: a plan file holds everything: it takes no --manifest and no --variables');
      }
      if (file !== undefined && options.resetDrift === true) {
        command.error('error: a plan file holds what is reset: make a new plan with --reset-drift');
      }
      if (file !== undefined && options.scope.length > 0) {
        command.error('error: a plan file has the scope it was made with: make a new plan for another one');
      }
      const { apply } = await import('./commands/apply.js');
      finish(await apply(file, options, host));
    });
  examples(withSandbox(withBucket(withUndo(program.command('undo')), 'wait')))
    .description('apply the inverse of a plan; shows it and asks first')
    .argument('<plan>', 'the id of an applied plan, its plan file, or the undo file that its apply wrote')
    .addOption(paceOption())
    .action(async (plan: string, _: object, command: Command) => {
      const { undo } = await import('./commands/undo.js');
      finish(await undo(plan, command.optsWithGlobals<given.WriteOptions>(), host));
    });
}

function addTools(program: Command, host: Host, finish: Finish): void {
  examples(program.command('sandbox'))
    .description('serve a simulated AWS Organizations on a loopback port, until SIGTERM or Ctrl-C')
    .addOption(new Option('--port <port>', '0 takes any free one').argParser(given.parsePort).default(4566))
    .option('--seed <file>', 'what the organization holds at first: a seed file, `default` or `none`')
    .option('--catalog <file>', 'the Control Catalog: what `aws controlcatalog list-controls` printed')
    .option('--state <file>', 'goes on from this file, and writes it when it stops')
    .option('--account-id <id>', 'the management account', given.parseAccountId)
    .option('--pace <pace>', 'slow operations: immediate, polls:N or time:MS', given.parseSandboxPace)
    .addOption(
      new Option('--rates <factor>', 'request rates: 1 as AWS documents them, 10 ten times as fast, or `off`')
        .default(10)
        .argParser(given.parseRates),
    )
    .action(async (_: object, command: Command) => {
      const { sandbox } = await import('./commands/sandbox.js');
      finish(await sandbox(command.optsWithGlobals<given.SandboxOptions>(), host));
    });
  program
    .command('demo')
    .description('watch the main job on a simulated organization: plan, apply, drift by somebody else, healing')
    .action(async (_: object, command: Command) => {
      const { demo } = await import('./demo.js');
      finish(await demo(command.optsWithGlobals<{ color: boolean }>(), host));
    });
  examples(program.command('schema'))
    .description('print the JSON Schema of the manifest, for editors, or of the JSON that `plan` and `checklist` print')
    .addArgument(new Argument('[what]', 'which schema').choices(['manifest', 'plan', 'checklist']).default('manifest'))
    .action(async (what: string) => {
      const { schema } = await import('./commands/schema.js');
      finish(await schema(what, host));
    });
  examples(program.command('explain'))
    .description('tell about a kind, a guard or a problem code; without one, list them all')
    .argument('[topic]', 'a kind (`policy-attachment`) or a code (`loss-of-protection`)')
    .action(async (topic: string | undefined, _: object, command: Command) => {
      const { explain } = await import('./commands/explain.js');
      finish(await explain(topic, command.optsWithGlobals<{ color: boolean }>(), host));
    });
  examples(program.command('completion'))
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: string) => {
      const { completion } = await import('./commands/completion.js');
      finish(completion(shell, program, host));
    });
}
