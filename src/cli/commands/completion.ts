import type { Command, Option } from 'commander';
import { EXIT } from '../../errors.js';
import type { Host } from '../host.js';

export function completion(shell: string, program: Command, host: Host): number {
  const commands = program.commands.map((command) => wordsOf(command, program));
  const scripts: Readonly<Record<string, (commands: readonly Words[]) => string>> = { bash, zsh, fish };
  host.stdout.write(`${scripts[shell]?.(commands) ?? ''}\n`);
  return EXIT.done;
}

interface OptionWords {
  readonly flags: readonly string[];
  readonly description: string;
  readonly choices: readonly string[];
  readonly takesValue: boolean;
}

interface Words {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionWords[];
  /** Fixed words that an argument may be; a command without any completes file names. */
  readonly choices: readonly string[];
}

/** A command that holds others is completed with their names, and with what any of them takes. */
function wordsOf(command: Command, program: Command): Words {
  const own = [command, ...command.commands].flatMap(({ options }) => options);
  const known = new Map(own.map((option) => [option.flags, option]));
  const options = [...known.values(), ...program.options.filter((option) => option.long !== '--version')];
  return {
    name: command.name(),
    description: command.description(),
    options: [
      ...options.map(optionWords),
      { flags: ['--help'], description: 'print help', choices: [], takesValue: false },
    ],
    choices: [
      ...command.commands.map((sub) => sub.name()),
      ...command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
    ],
  };
}

function optionWords(option: Option): OptionWords {
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined && flag !== null),
    description: option.description,
    choices: option.argChoices ?? [],
    takesValue: option.required || option.optional,
  };
}

function flagsOf(words: Words): string {
  return words.options.flatMap((option) => option.flags).join(' ');
}

function bash(commands: readonly Words[]): string {
  const cases = commands.map(
    (words) => `    ${words.name}) words="${[flagsOf(words), ...words.choices].join(' ')}" ;;`,
  );
  const values = commands.flatMap((words) =>
    words.options
      .filter((option) => option.choices.length > 0)
      .map((option) => `    ${words.name}:${option.flags.at(-1)}) words="${option.choices.join(' ')}" ;;`),
  );
  return `# towerctl completion for bash: source <(towerctl completion bash)
_towerctl() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${commands.map((words) => words.name).join(' ')} --help --version"
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case "$command:$previous" in
${values.join('\n')}
  esac
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case "$command" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))
}
complete -o filenames -F _towerctl towerctl`;
}

/** Single quotes for a shell, colons and brackets as _arguments wants them. */
function zshText(text: string): string {
  return text.replaceAll("'", '’').replace(/([:[\]])/g, '\\$1');
}

function zshOption(option: OptionWords): string {
  const value = option.takesValue
    ? `:value:${option.choices.length > 0 ? `(${option.choices.join(' ')})` : '_files'}`
    : '';
  return option.flags.map((flag) => `        '*${flag}[${zshText(option.description)}]${value}'`).join(' \\\n');
}

function zsh(commands: readonly Words[]): string {
  const list = commands.map((words) => `    '${words.name}:${zshText(words.description)}'`);
  const cases = commands.map((words) => {
    const rest = words.choices.length > 0 ? `(${words.choices.join(' ')})` : '_files';
    return `    ${words.name})\n      _arguments \\\n${words.options.map(zshOption).join(' \\\n')} \\\n        '*:argument:${rest}' ;;`;
  });
  return `#compdef towerctl
# towerctl completion for zsh: source <(towerctl completion zsh)
_towerctl() {
  local -a commands
  commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
  esac
}
compdef _towerctl towerctl`;
}

function fishText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}

function fishOption(command: string, option: OptionWords): string {
  const flags = option.flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const value = option.choices.length > 0 ? ` -x -a '${option.choices.join(' ')}'` : option.takesValue ? ' -r -F' : '';
  const seen = `__fish_seen_subcommand_from ${command}`;
  return `complete -c towerctl -n '${seen}' ${flags.join(' ')} -d '${fishText(option.description)}'${value}`;
}

function fish(commands: readonly Words[]): string {
  const lines = commands.flatMap((words) => [
    `complete -c towerctl -f -n __fish_use_subcommand -a ${words.name} -d '${fishText(words.description)}'`,
    ...words.options.map((option) => fishOption(words.name, option)),
    ...(words.choices.length === 0
      ? []
      : [`complete -c towerctl -f -n '__fish_seen_subcommand_from ${words.name}' -a '${words.choices.join(' ')}'`]),
  ]);
  return ['# towerctl completion for fish: towerctl completion fish | source', ...lines].join('\n');
}
