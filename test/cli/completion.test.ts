import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/run.js';
import { FakeHost } from './fake-host.js';

async function scriptFor(shell: string): Promise<string> {
  const host = new FakeHost();
  expect(await run(['completion', shell], host)).toBe(0);
  return host.stdout.text;
}

/** What bash would offer for the words of a command line, the last one being typed. */
function bashOffers(script: string, words: readonly string[]): string[] {
  const file = join(mkdtempSync(join(tmpdir(), 'towerctl-')), 'completion.bash');
  writeFileSync(file, script);
  const array = words.map((word) => `'${word}'`).join(' ');
  const program = `source ${file}; COMP_WORDS=(${array}); COMP_CWORD=${words.length - 1}; _towerctl; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['--norc', '-c', program], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

test('bash completes commands, options and choices', async () => {
  const script = await scriptFor('bash');
  expect(bashOffers(script, ['towerctl', 'va'])).toEqual(['validate']);
  expect(bashOffers(script, ['towerctl', 'plan', '--det'])).toEqual(['--detailed-exitcode']);
  expect(bashOffers(script, ['towerctl', 'plan', '--format', 'm'])).toEqual(['markdown']);
  expect(bashOffers(script, ['towerctl', 'completion', 'zs'])).toEqual(['zsh']);
  expect(bashOffers(script, ['towerctl', 'root', 'unlock'])).toEqual(['unlock-bucket', 'unlock-queue']);
  expect(bashOffers(script, ['towerctl', 'root', 'audit', '--sc'])).toEqual(['--scope']);
});

test.each(['zsh', 'fish'])('%s: every command and option is there', async (shell) => {
  const script = await scriptFor(shell);
  for (const word of ['validate', 'sandbox', 'explain', 'detailed-exitcode', 'account-id', 'undo-file']) {
    expect(script).toContain(word);
  }
  // Where the shell itself is installed it must accept the script.
  const check = spawnSync(shell, ['-n'], { input: script });
  if (check.error === undefined) expect(check.status).toBe(0);
  expect(script).not.toContain('undefined');
});
