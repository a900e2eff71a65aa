import { CommanderError } from 'commander';
import { EXIT, TowerctlError } from '../errors.js';
import type { Host } from './host.js';
import { buildProgram } from './program.js';

/**
 * Runs one command line, program name excluded. Never throws: everything ends as an exit code of src/errors.ts, with
 * the reason on stderr.
 */
export async function run(args: readonly string[], host: Host): Promise<number> {
  let code: number = EXIT.done;
  const program = buildProgram(host, (given) => {
    code = given;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    // Logs of builds are read by more people than the one who runs a command by hand.
    const isMasked = args[0] === 'run';
    return reportFailure(error, host, { colour: !args.includes('--no-color'), isMasked });
  }
}

interface Telling {
  readonly colour: boolean;
  /** Without ids and email addresses of accounts. */
  readonly isMasked: boolean;
}

async function reportFailure(error: unknown, host: Host, { colour, isMasked }: Telling): Promise<number> {
  const { maskAccountData } = await import('../report/mask.js');
  const masked = (text: string): string => (isMasked ? maskAccountData(text) : text);
  if (error instanceof TowerctlError) {
    const { failureText } = await import('./failure.js');
    host.stderr.write(`${masked(failureText(error, host, colour))}\n`);
    if (host.env['TOWERCTL_DEBUG'] === '1') host.stderr.write(`${error.stack ?? ''}\n`);
    return error.exitCode;
  }
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const [line = ''] = what.split('\n');
  host.stderr.write(`towerctl: this is a bug: ${masked(line)}\n`);
  if (host.env['TOWERCTL_DEBUG'] === '1' && error instanceof Error) host.stderr.write(`${error.stack ?? ''}\n`);
  else host.stderr.write('Please report it with the command, `towerctl --version` and what TOWERCTL_DEBUG=1 prints.\n');
  return EXIT.bug;
}
