import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { run } from '../../src/cli/run.js';
import { EVENT_LINES } from '../../src/report/events.js';
import { FakeHost } from './fake-host.js';

async function explain(...topic: string[]): Promise<{ code: number; out: string; err: string }> {
  const host = new FakeHost();
  const code = await run(['explain', ...topic], host);
  return { code, out: host.stdout.text, err: host.stderr.text };
}

/** The codes of all problems that the source makes, found by looking. */
function codesInSource(): string[] {
  const folder = new URL('../../src/', import.meta.url).pathname;
  const files = globSync(['kinds/**/*.ts', 'plan/**/*.ts', 'engine/**/*.ts', 'guards/**/*.ts', 'manifest/**/*.ts'], {
    cwd: folder,
    absolute: true,
  });
  const codes = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/code: '([a-z]+(?:-[a-z]+)*)'/g)]);
  return [...new Set(codes.map((match) => match[1] ?? ''))].filter(
    (code) => !(code in EVENT_LINES) && code !== 'custom',
  );
}

test('every problem code, guard and kind that can appear in a report is explained', async () => {
  const codes = [...codesInSource(), 'organization-policy', 'manifest-reference'];
  expect(codes).toContain('loss-of-protection');
  for (const code of codes) {
    const { code: exit, out } = await explain(code);
    expect([code, exit]).toEqual([code, 0]);
    expect(out.length).toBeGreaterThan(code.length + 40);
  }
});

test('a guard tells why it is there and what an allowance means', async () => {
  const { out } = await explain('too-many-removals');
  expect(out).toMatch(/^too-many-removals {3}guard: /);
  expect(out).toContain('\nAllowance: ');
});

test('a kind tells its section, its permissions and what leaving out means', async () => {
  const { out } = await explain('account');
  expect(out).toContain('Manifest       accounts');
  expect(out).toContain('organizations:MoveAccount');
  expect(out).toContain('What is not declared is reported and never removed.');
});

test('without a topic it lists everything', async () => {
  const { code, out } = await explain();
  expect(code).toBe(0);
  for (const title of ['Kinds', 'Guards', 'Problems']) expect(out).toMatch(new RegExp(`^${title}$`, 'm'));
  expect(out).toMatch(/^ {2}policy-attachment {2,}\S/m);
});

test('an unknown topic is a usage error with the nearest name', async () => {
  const { code, err } = await explain('los-of-protection');
  expect(code).toBe(64);
  expect(err).toContain('did you mean loss-of-protection?');
});
