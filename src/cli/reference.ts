import type { Argument, Command, Option } from 'commander';
import { EXIT } from '../errors.js';
import { buildProgram } from './program.js';
import { commandName, EXAMPLES } from './program-options.js';

const EXIT_MEANINGS: { readonly [Name in keyof typeof EXIT]: string } = {
  done: 'done; nothing to do counts as done',
  failed: 'something failed or was interrupted, a saved plan was stale, something could not be read',
  changes:
    '`plan --detailed-exitcode`: there are changes. `drift`: something of ours has drifted, or with `--strict` anything',
  manifest: 'the manifest is invalid, or AWS has something else than it says exists',
  guard: 'a guard refuses; nothing was written',
  denied: 'AWS denied access; nothing was created or removed on the strength of what was not seen',
  declined: 'somebody said no, or nobody could be asked: `apply` without `--approve` needs a terminal',
  usage: 'an unknown command, option or value, or a plan file that is none',
  bug: 'a bug in towerctl: it prints one line, and the stack with `TOWERCTL_DEBUG=1`',
};

const REST = `## Environment

| Variable | Effect |
|---|---|
| \`AWS_PROFILE\`, \`AWS_ACCESS_KEY_ID\` ... | credentials, as for every AWS SDK |
| \`AWS_ENDPOINT_URL\`, \`AWS_ENDPOINT_URL_ORGANIZATIONS\` ... | sends calls somewhere else, such as \`towerctl sandbox\` |
| \`NO_COLOR\`, \`TERM=dumb\` | no colour; with \`dumb\` also plain ASCII and no rewritten lines |
| \`COLUMNS\` | width of a report that does not go to a terminal; 120 unless set |
| \`TOWERCTL_DEBUG=1\` | every event as a line on stderr, and the stack of an error; never credentials |

## Output

Reports go to stdout, everything else to stderr: progress (rewritten in place on a terminal, a timestamped line each in a
log), questions, errors. \`plan --format json\` is a versioned contract: [plan.schema.json](plan.schema.json). Within a
version members are only added. \`--format markdown\` is made for a pull-request comment: account ids and email addresses
are masked, and it stays below GitHub's limit.

## Files

| File | What it is |
|---|---|
| \`.towerctl/undo-PLANID.json\` | the inverse plan, written beside the manifest before the first write of an apply; \`towerctl undo PLANID\` |
| the file of \`plan --out\` | a plan with its digest. It holds policy texts and account names: keep it as you keep those |
`;

/** docs/reference/cli.md, from the definitions that the program itself parses with. */
export function cliReference(): string {
  const silent = { write: () => {}, isTTY: false, columns: undefined };
  const host = {
    stdout: silent,
    stderr: silent,
    env: {},
    cwd: '.',
    ask: async () => undefined,
    onInterrupt: () => () => {},
    runProgram: async () => 0,
    quit: () => {},
  };
  const program = buildProgram(host, () => {});
  const codes = Object.entries(EXIT).map(([name, code]) => `| ${code} | ${EXIT_MEANINGS[name as keyof typeof EXIT]} |`);
  return [
    '# The command line',
    '<!-- Generated from src/cli/program.ts: change it there. -->',
    `${program.description()} Options that hold for every command:`,
    optionTable(program.options),
    ['## Exit codes', '', '| Code | Meaning |', '|---|---|', ...codes].join('\n'),
    '## Commands',
    ...program.commands.flatMap((command) => [command, ...command.commands]).map(section),
    REST,
  ].join('\n\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function optionTable(options: readonly Option[]): string {
  if (options.length === 0) return '';
  const rows = options.map((option) => {
    const choices = option.argChoices
      ? ` One of ${option.argChoices.map((choice) => `\`${choice}\``).join(', ')}.`
      : '';
    return `| \`${cell(option.flags)}\` | ${cell(option.description)}.${choices}${defaultOf(option)} |`;
  });
  return ['| Option | |', '|---|---|', ...rows].join('\n');
}

function defaultOf(option: Option): string {
  const value: unknown = option.defaultValueDescription ?? option.defaultValue;
  return value === undefined || option.negate ? '' : ` Default: ${String(value)}.`;
}

function argumentText(argument: Argument): string {
  const choices = argument.argChoices ? `: ${argument.argChoices.map((choice) => `\`${choice}\``).join(', ')}` : '';
  return `- \`${argument.name()}\`${argument.required ? '' : ' (optional)'}: ${argument.description}${choices}`;
}

function section(command: Command): string {
  const [first = '', ...rest] = command.description();
  const examples = EXAMPLES[commandName(command)] ?? [];
  return [
    `### \`towerctl ${commandName(command)} ${command.usage()}\``,
    `${first.toUpperCase()}${rest.join('')}.`,
    command.registeredArguments.map(argumentText).join('\n'),
    optionTable(command.options),
    examples.length === 0 ? '' : ['```sh', ...examples.map(commented), '```'].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** `command      words about it` -> `command  # words about it`, which can be pasted. */
function commented(example: string): string {
  return example.replace(/ {3,}(\S.*)$/, '  # $1');
}
