import { run } from '../../src/cli/run.js';
import { FakeHost } from './fake-host.js';

async function towerctl(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const host = new FakeHost();
  const code = await run(args, host);
  return { code, out: host.stdout.text, err: host.stderr.text };
}

const COMMANDS = ['validate', 'plan', 'apply', 'undo', 'drift', 'sandbox', 'demo', 'schema', 'explain', 'completion'];

describe('help and version', () => {
  test('--help lists every command, the exit codes and examples', async () => {
    const { code, out, err } = await towerctl('--help');
    expect(code).toBe(0);
    expect(err).toBe('');
    for (const command of COMMANDS) expect(out).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
    expect(out).toContain('3   the manifest is invalid');
    expect(out).toContain('towerctl plan --out plan.json');
  });

  test.each(COMMANDS.filter((command) => command !== 'demo'))('%s --help has examples', async (command) => {
    const { code, out } = await towerctl(command, '--help');
    expect(code).toBe(0);
    expect(out).toContain('\nExamples:\n');
  });

  test('--version is the version alone', async () => {
    const { code, out } = await towerctl('--version');
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('usage errors end with 64 and say what is meant', () => {
  test.each([
    [['plna'], "unknown command 'plna'\n(Did you mean plan?)"],
    [['plan', '--scoop', 'x'], "unknown option '--scoop'\n(Did you mean --scope?)"],
    [['plan', '--format', 'html'], 'Allowed choices are text, json, markdown.'],
    [['plan', '--scope', 'Workloads'], 'Give `root`, `unit:PATH`'],
    [['plan', '--pace', '0'], 'Give a percentage'],
    [['plan', '--pace', '101'], 'Give a percentage'],
    [['plan', 'extra'], 'too many arguments'],
    [['sandbox', '--port', '70000'], 'Give a port'],
    [['sandbox', '--pace', 'slow'], 'polls:N'],
    [['sandbox', '--account-id', '12'], 'An account id has 12 digits.'],
    [['apply', 'plan.json', '-m', 'manifest.yaml'], 'takes no --manifest'],
    [['apply', 'plan.json', '--scope', 'root'], 'has the scope it was made with'],
    [['undo'], "missing required argument 'plan'"],
    [['undo', '00000000'], 'no undo file of plan 00000000'],
    [['undo', 'nowhere.json'], 'there is no plan file nowhere.json'],
    [['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish.'],
    [['schema', 'x'], 'Allowed choices are manifest, plan, checklist.'],
    [['plan', '--seed', 'x.json'], 'add --sandbox'],
    [['plan', '--catalog', 'x.json'], 'add --sandbox'],
    [['validate'], 'no manifest/manifest.yaml and no manifest.yaml here: name the manifest with -m FILE'],
  ])('%j', async (args, message) => {
    const { code, out, err } = await towerctl(...args);
    expect(err).toContain(message);
    expect(out).toBe('');
    expect(code).toBe(64);
  });

  test('no command at all shows the help', async () => {
    const { code, err } = await towerctl();
    expect(code).toBe(64);
    expect(err).toContain('Commands:');
  });
});
