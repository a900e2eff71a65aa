import { mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { run } from '../../src/cli/run.js';
import { createSimulator } from '../../src/simulator/index.js';
import { s3State } from '../../src/simulator/services/s3/state.js';
import { FakeHost } from '../cli/fake-host.js';
import { smallManifest } from '../cli/small-manifest.js';
import { makeRunBucket, PLACE } from '../lease/house.js';
import { FakeProvider } from './fake-provider.js';

async function towerctl(cwd: string, words: readonly string[], env: Record<string, string> = {}) {
  const host = new FakeHost({ cwd, env });
  const code = await run([...words], host);
  return { code, out: host.stdout.text, err: host.stderr.text };
}

const CHECK = ['run', 'pull-request', '--markdown', 'plan.md', '--sandbox'];
const comment = (cwd: string): string => readFileSync(join(cwd, 'plan.md'), 'utf8');

describe('towerctl run pull-request', () => {
  test('plans, keeps the whole plan in the bucket, and masks the comment', async () => {
    const resource = 'arn:aws:s3:::logs-210987654321eu/them@bank.example';
    const document = `{ Version: "2012-10-17", Statement: [{ Effect: Deny, Action: "s3:GetObject", Resource: "${resource}" }] }`;
    const cwd = smallManifest({ document });
    const simulator = createSimulator({});
    await makeRunBucket(simulator);
    writeFileSync(join(cwd, 'org.json'), JSON.stringify(simulator.saveState()));
    const into = [
      '--bucket',
      PLACE.bucket,
      '--region',
      PLACE.region,
      '--number',
      '12',
      '--commit',
      'c0ffee12'.repeat(5),
    ];
    const ended = await towerctl(cwd, [...CHECK, '--state', 'org.json', ...into]);
    expect(ended).toMatchObject({ code: 0 });
    expect(comment(cwd)).toContain('for `small`');
    expect(comment(cwd)).toMatch(/^\+ \d+ policy:scp\/deny-leave/m);
    expect(comment(cwd)).toContain('_Commit `c0ffee12`. Against a simulated organization');
    expect(comment(cwd)).toContain('`pull-requests/12/plan.md` in the run bucket._');
    expect(comment(cwd)).toContain('arn:aws:s3:::logs-xxxxxxxx4321eu/');
    expect(comment(cwd)).not.toMatch(/\d{12}|@example|@bank/);
    expect(statSync(join(cwd, 'plan.md')).mode & 0o077).toBe(0);

    const after = createSimulator({});
    after.loadState(JSON.parse(readFileSync(join(cwd, 'org.json'), 'utf8')));
    const kept = s3State(after.world).buckets[PLACE.bucket]?.objects ?? {};
    expect(Object.keys(kept).sort()).toEqual(['/pull-requests/12/plan.json', '/pull-requests/12/plan.md']);
    const plan: unknown = JSON.parse(Buffer.from(kept['/pull-requests/12/plan.json']?.body ?? '', 'base64').toString());
    expect(plan).toMatchObject({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      plan: { manifest: { name: 'small' } },
    });
    expect(Buffer.from(kept['/pull-requests/12/plan.md']?.body ?? '', 'base64').toString()).toContain(resource);
  });

  test('an organization id of one’s own is no obstacle to a simulated plan', async () => {
    const cwd = smallManifest();
    const file = join(cwd, 'manifest.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('o-exampleorg1', 'o-z9y8x7w6v5'));
    expect(await towerctl(cwd, CHECK)).toMatchObject({ code: 0 });
    expect(comment(cwd)).toContain('**3 create · 1 adopt');
  });

  test('a manifest with problems: all of them in the comment, with their places; then the exit code', async () => {
    const cwd = smallManifest({
      sections: 'nonsense: { a: 1 }\ntrustedAccess: { for.123456789012.me@bank.example: on }\n',
    });
    const ended = await towerctl(cwd, CHECK);
    expect(ended.code).toBe(3);
    expect(ended.err).toContain('nonsense');
    expect(comment(cwd)).toMatch(/^### towerctl: no plan, \d+ errors?/);
    expect(comment(cwd)).toMatch(/^error: manifest\.yaml:17:1 .*nonsense/m);
    expect(comment(cwd)).not.toMatch(/\d{12}|@bank/);
  });

  test('what a guard refuses is a comment and exit 4', async () => {
    const document = '{ Version: "2012-10-17", Statement: [{ Effect: Deny, Action: "*", Resource: "*" }] }';
    const cwd = smallManifest({ document });
    expect(await towerctl(cwd, CHECK)).toMatchObject({ code: 4 });
    expect(comment(cwd)).toContain('[lockout]');
  });

  test('a plan that cannot be made is told too', async () => {
    const cwd = smallManifest();
    expect(await towerctl(cwd, [...CHECK, '--seed', 'none'])).toMatchObject({ code: expect.any(Number) });
    expect(comment(cwd)).toContain('### towerctl: no plan');
    expect(await towerctl(cwd, [...CHECK, '--bucket', 'runs'])).toMatchObject({ code: 64 });
  });

  test('no link of the pull request is followed', async () => {
    const root = smallManifest();
    const words = [...CHECK, '--source-dir', 'checkout', '--manifest', 'checkout/manifest/manifest.yaml'];
    mkdirSync(join(root, 'checkout/manifest'), { recursive: true });
    renameSync(join(root, 'manifest.yaml'), join(root, 'real.yaml'));
    symlinkSync('../../real.yaml', join(root, 'checkout/manifest/manifest.yaml'));
    const file = await towerctl(root, words);
    expect(file).toMatchObject({ code: 3 });
    expect(comment(root)).toContain('manifest/manifest.yaml is a symbolic link');
    rmSync(join(root, 'checkout/manifest'), { recursive: true });
    mkdirSync(join(root, 'elsewhere'));
    renameSync(join(root, 'real.yaml'), join(root, 'elsewhere/manifest.yaml'));
    symlinkSync('../elsewhere', join(root, 'checkout/manifest'));
    expect(await towerctl(root, words)).toMatchObject({ code: 3 });
    expect(comment(root)).toContain('manifest is a symbolic link');
    expect(comment(root)).not.toContain('deny-leave');
    rmSync(join(root, 'checkout/manifest'));
    renameSync(join(root, 'elsewhere'), join(root, 'checkout/manifest'));
    symlinkSync('/proc/self/environ', join(root, 'checkout/seed.json'));
    expect(await towerctl(root, [...words, '--seed', 'checkout/seed.json'])).toMatchObject({ code: 3 });
    expect(await towerctl(root, words)).toMatchObject({ code: 0 });
    const outside = [...CHECK, '--source-dir', 'checkout/manifest', '--manifest', 'checkout/../plan.md'];
    expect(await towerctl(root, outside)).toMatchObject({ code: 64 });
  });

  test('files that the manifest names stay inside its folder', async () => {
    const cwd = smallManifest({ sections: 'include: [../../../../../etc/passwd]\n' });
    expect(await towerctl(cwd, CHECK)).toMatchObject({ code: 3 });
    expect(comment(cwd)).toContain('lies outside the folder of the manifest');
    expect(comment(cwd)).not.toContain('root:');
  });
});

describe('towerctl comment', () => {
  const WORDS = [
    'comment',
    '--provider',
    'github',
    '--repository',
    'bank/organization',
    '--number',
    '12',
    '--file',
    'x.md',
  ];

  test('posts a file with the token of the named variable, and says it nowhere', async () => {
    const at = await FakeProvider.open('github');
    const cwd = new FakeHost().cwd;
    writeFileSync(join(cwd, 'x.md'), 'the plan');
    const env = { GITHUB_TOKEN: 'ghs_notThis', BOT: 'ghs_secret', GITHUB_API_URL: at.url };
    expect(await towerctl(cwd, WORDS)).toMatchObject({ code: 64, err: expect.stringContaining('set GITHUB_TOKEN') });
    const posted = await towerctl(cwd, [...WORDS, '--token-env', 'BOT'], env);
    expect(posted).toMatchObject({ code: 0, out: 'Comment 1 on bank/organization 12: created.\n' });
    expect(at.seen.every(({ headers }) => headers.authorization === 'Bearer ghs_secret')).toBe(true);
    at.disturb = () => ({ status: 401, json: { message: 'Bad credentials: ghs_secret' } });
    const refused = await towerctl(cwd, [...WORDS, '--token-env', 'BOT'], { ...env, TOWERCTL_DEBUG: '1' });
    expect(refused.code).toBe(5);
    expect(posted.out + posted.err + refused.out + refused.err).not.toContain('ghs_secret');
    at.close();
    expect((await towerctl(cwd, [...WORDS.slice(0, -1), 'none.md'], env)).err).toContain('none.md cannot be read');
    expect(await towerctl(cwd, [...WORDS, '--name', 'a --> b'], env)).toMatchObject({ code: 64 });
  });
});

interface Step {
  readonly name: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly if: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

describe('the workflow for GitHub Actions', () => {
  const text = readFileSync(join(import.meta.dirname, '../../pipeline/github/plan.yml'), 'utf8');
  const { on, permissions, jobs } = parse(text) as {
    on: Record<string, unknown>;
    permissions: unknown;
    jobs: Record<string, Job>;
  };
  const all = Object.values(jobs);
  const steps = all.flatMap((job) => job.steps);

  test('comes from the base branch, and each job has no more rights than it needs', () => {
    expect(Object.keys(on)).toEqual(['pull_request_target']);
    expect(permissions).toEqual({});
    expect(jobs['organization']?.permissions).toEqual({
      contents: 'read',
      'id-token': 'write',
      'pull-requests': 'write',
    });
    expect(jobs['simulated']?.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
    // A fork's pull request comes near no credentials of AWS; each is planned in exactly one of two ways.
    const own = 'github.event.pull_request.head.repo.full_name';
    expect(jobs['organization']?.if).toBe(`vars.TOWERCTL_GITHUB_ROLE_ARN != '' && ${own} == github.repository`);
    expect(jobs['simulated']?.if).toBe(`vars.TOWERCTL_GITHUB_ROLE_ARN == '' || ${own} != github.repository`);
    expect(jobs['simulated']?.steps.some(({ uses }) => uses?.includes('credentials'))).toBe(false);
  });

  test('actions are pinned by commit; the pull request is data, without credentials', () => {
    const actions = steps.flatMap(({ uses }) => uses ?? []);
    expect(actions.length).toBe(3);
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    for (const { with: given } of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
      expect(given).toEqual({
        ref: '${{ github.event.pull_request.head.sha }}',
        path: 'pull-request',
        'persist-credentials': false,
        submodules: false,
        lfs: false,
      });
    }
  });

  test('nothing of the pull request runs, and none of its texts stands in a command', () => {
    const commands = steps.flatMap(({ run: command }) => command ?? []);
    for (const command of commands) {
      expect(command).not.toContain('${{');
      expect(command).not.toMatch(/\bnpm\b|\bnpx\b|\byarn\b|cd pull-request|(node|bash|sh|\.) +"?pull-request/);
      for (const program of command.match(/\bnode +\S+/g) ?? []) expect(program).toBe('node engine/dist/cli.mjs');
    }
    expect(commands.filter((command) => command.includes('sha256sum --check')).length).toBe(all.length);
    for (const { env = {} } of steps) {
      if (env['ENGINE_URL'] === undefined) continue;
      expect(env).toEqual({
        ENGINE_URL: '${{ vars.TOWERCTL_ENGINE_URL }}',
        ENGINE_SHA256: '${{ vars.TOWERCTL_ENGINE_SHA256 }}',
      });
    }
    // Of the event: numbers and commits, nothing that somebody can word.
    const words = [...text.matchAll(/github\.event\.[\w.]+/g)].map(([found]) => found);
    expect(new Set(words)).toEqual(
      new Set(['number', 'head.sha', 'head.repo.full_name'].map((name) => `github.event.pull_request.${name}`)),
    );
    // The token that comments is there when the comment is written, and not when the plan is made.
    const holders = steps.filter(({ env }) => env?.['GITHUB_TOKEN'] !== undefined).map(({ name }) => name);
    expect(holders).toEqual(['Comment', 'Comment']);
  });

  test('its commands are commands that there are', async () => {
    for (const { run: command = '' } of steps) {
      for (const [, words = ''] of command.replaceAll('\\\n', ' ').matchAll(/cli\.mjs ([^\n]*)/g)) {
        const given = words.match(/--[a-z-]+/g) ?? [];
        const help = await towerctl('.', [...(words.match(/^(run )?[a-z-]+/)?.[0] ?? '').split(' '), '--help']);
        expect(help.code).toBe(0);
        for (const option of given) expect(help.out).toContain(` ${option} `);
      }
    }
  });
});
