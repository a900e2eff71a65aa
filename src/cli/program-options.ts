import { type Command, Option } from 'commander';
import * as given from './options.js';

/** Takes the exit code that a command ended with. */
export type Finish = (code: number) => void;

/** By command; words about an example stand behind three spaces or more. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  towerctl: [
    'towerctl demo                                    the main job in a simulated organization, in a minute',
    'towerctl plan                                    what would change, read from AWS; writes nothing',
    'towerctl plan --sandbox                          the same against an embedded simulator, without AWS',
    'towerctl plan --out plan.json                    to be reviewed, then: towerctl apply plan.json',
    'towerctl drift --strict                          exit 2 when something is not as declared, or not declared',
  ],
  validate: ['towerctl validate -m manifest/manifest.yaml', 'towerctl validate --variables orgs/dev.yaml'],
  plan: [
    'towerctl plan --scope unit:Workloads/Prod --scope account:payments-dev',
    'towerctl plan --out plan.json --format markdown > comment.md',
    'towerctl plan --sandbox --state org.json         on a simulated organization that is kept in a file',
  ],
  apply: [
    'towerctl apply                                   plans, shows it, asks, applies',
    'towerctl apply plan.json --approve               exactly the plan that was reviewed; no manifest needed',
    'towerctl apply --bucket towerctl-runs            waits for other runs, and leaves a record',
    'towerctl apply --sandbox --approve --state org.json',
  ],
  undo: ['towerctl undo 7d3a91c4                           takes back what the apply of plan 7d3a91c4 did'],
  drift: [
    'towerctl drift --format json',
    'towerctl drift --strict --scope unit:Workloads',
    'towerctl drift --detect                          lets CloudFormation look into every stack first; takes a while',
  ],
  checklist: [
    'towerctl checklist                               how far the organization is from the target state',
    'towerctl checklist --no-manifest --format markdown > checklist.md',
    'towerctl checklist --sandbox --fail-on not-met   exit 2 unless every row that is assessed is met',
  ],
  lifecycle: [
    'towerctl lifecycle --event event.json --dry-run      what follows from the event, and what would change',
    'towerctl lifecycle --event event.json                plans only what the event asks for, shows it, asks, applies',
    'towerctl lifecycle --event batch.json --unattended   new accounts without asking; exit 2 when something waits',
  ],
  lease: [
    'towerctl lease --bucket towerctl-runs                who may write now, and since when',
    'towerctl lease --bucket towerctl-runs --take-over --reason "build 41 was stopped by hand"',
  ],
  hold: [
    'towerctl hold policy:scp/deny-leave --until 4h --reason CHG-9001 --bucket towerctl-runs',
    'towerctl hold --list --bucket towerctl-runs',
    'towerctl hold --release policy:scp/deny-leave --bucket towerctl-runs',
  ],
  'root audit': [
    'towerctl root audit                              who can still sign in as root where; writes the result that a plan reads',
    'towerctl root audit --scope account:payments-dev --out audit.json',
  ],
  'root unlock-bucket': ['towerctl root unlock-bucket payments-prod locked-bucket --region eu-west-1'],
  'root unlock-queue': [
    'towerctl root unlock-queue payments-prod https://sqs.eu-west-1.amazonaws.com/300000000001/orders',
  ],
  'root allow-recovery': ['towerctl root allow-recovery payments-prod'],
  permissions: [
    'towerctl permissions plan                        what a role that only reads has to be allowed, and why',
    'towerctl permissions apply --declared --account-id 123456789012 --bucket towerctl-runs --out policies',
    'towerctl permissions plan --format json',
  ],
  run: [
    'towerctl run plan --source pipeline --bucket towerctl-runs --env stage.env',
    'towerctl run plan --source lifecycle --events --bucket towerctl-runs --env stage.env',
  ],
  'run check': ['towerctl run check -m manifest/manifest.yaml'],
  'run plan': [
    'towerctl run plan --source pipeline --commit 4f1c9e2 --bucket towerctl-runs --env stage.env',
    'towerctl run plan --source lifecycle --events --release-pipeline towerctl-release --bucket towerctl-runs',
    'towerctl run plan --source pipeline --events-of 20261124T131500Z-lifecycle-1f3c09ab --bucket towerctl-runs',
  ],
  'run apply': [
    'towerctl run apply --bucket towerctl-runs --run-id "$RUN_ID" --expect "$PLAN_DIGEST" --stop-after 25200 --env stage.env',
  ],
  'run drift': ['towerctl run drift --bucket towerctl-runs --topic "$TOPIC_ARN" --env stage.env'],
  'run heal': ['towerctl run heal --bucket towerctl-runs --kinds organizational-unit,policy-attachment'],
  'run verify': [
    'towerctl run verify --run-id 20261124T131500Z-pipeline-1f3c09ab --source-dir . --bucket towerctl-runs',
  ],
  'run pull-request': [
    'towerctl run pull-request --markdown plan.md --number 12 --bucket towerctl-runs',
    'towerctl run pull-request --markdown plan.md --sandbox     without credentials, on a simulated organization',
  ],
  comment: ['towerctl comment --provider github --repository bank/organization --number 12 --file plan.md'],
  sandbox: ['towerctl sandbox --port 4566', 'AWS_ENDPOINT_URL=http://127.0.0.1:4566 aws organizations list-accounts'],
  schema: ['towerctl schema > manifest/manifest.schema.json', 'towerctl schema plan', 'towerctl schema checklist'],
  explain: ['towerctl explain loss-of-protection', 'towerctl explain organizational-unit', 'towerctl explain'],
  completion: ['source <(towerctl completion bash)', 'towerctl completion fish | source'],
};

/** `plan`, `root audit`: below the program's own name. */
export function commandName(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${commandName(parent)} ${command.name()}` : command.name();
}

export function examples(command: Command): Command {
  const lines = EXAMPLES[commandName(command)] ?? [];
  return lines.length === 0 ? command : command.addHelpText('after', `\nExamples:\n  ${lines.join('\n  ')}`);
}

export const paceOption = (): Option =>
  new Option('--pace <percent>', 'share of the request rates that AWS documents, 1 to 100, or `off`')
    .argParser(given.parsePace)
    .default(50);

/** What works on an organization: in AWS, or a simulated one. */
export function withSandbox(command: Command): Command {
  return withSimulator(command).addOption(
    new Option(
      '--role-arn <arn>',
      'enter the organization by this role; what a run keeps in its bucket stays with your own identity',
    ).argParser(given.parseRoleArn),
  );
}

export function withSimulator(command: Command): Command {
  return command
    .option('--sandbox', 'run on an embedded simulator, on virtual time; no AWS, no credentials')
    .option('--seed <file>', 'what the simulated organization holds at first: a seed file, `default` or `none`')
    .option('--catalog <file>', 'the simulated Control Catalog: what `aws controlcatalog list-controls` printed')
    .option('--state <file>', "keeps the simulator's state in this file between runs");
}

export function withManifest(command: Command): Command {
  return command
    .option('-m, --manifest <file>', 'the manifest (default: manifest/manifest.yaml, else manifest.yaml)')
    .option('--variables <file>', 'variables file, instead of the one that the manifest names');
}

export function withScope(command: Command): Command {
  return command.addOption(
    new Option('--scope <scope>', 'only `unit:PATH` with everything below, or `account:NAME`; may be repeated')
      .argParser(given.parseScope)
      .default([], 'everything'),
  );
}

export function withFormat(command: Command): Command {
  return command.addOption(
    new Option('--format <format>', 'how the report is written').choices(given.FORMATS).default('text'),
  );
}

/** Works with others: `wait` for those that write. */
export function withBucket(command: Command, wait?: 'wait'): Command {
  command
    .option('--bucket <name>', 'the run bucket: holds are respected, and the run leaves a record')
    .option('--region <region>', 'where the bucket is (default: the home Region)');
  if (wait === undefined) return command;
  return command.addOption(
    new Option(
      '--wait <seconds>',
      'how long to wait in the queue for the lease of the bucket (default: 3600)',
    ).argParser(given.parseWait),
  );
}

export function withUndo(command: Command): Command {
  return command
    .option('--approve', 'apply without asking')
    .option('--undo-file <file>', 'where the inverse plan is written (default: .towerctl/undo-PLANID.json)');
}
