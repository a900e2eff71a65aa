import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSpecOf, type StageName } from '../../../pipeline/builds/buildspecs.js';
import { PIPELINES } from '../../../src/deployment/names.js';
import { folder } from '../deployed.js';
import { HOME } from '../settings.js';

describe('commands, under bash', () => {
  const DIGEST = createHash('sha256').update('engine').digest('hex');

  /** Runs a build's commands as CodeBuild does, one shell for all; `node` and `aws` stand for the engine and AWS. */
  function run(
    stage: StageName,
    variables: Record<string, string>,
  ): { readonly calls: string[][]; readonly out: string } {
    const { install, build } = buildSpecOf(stage).phases;
    const exported = buildSpecOf(stage).env['exported-variables'] ?? [];
    const script = [
      'set -e',
      ...install.commands,
      ...build.commands,
      ...exported.map((name) => `echo "${name}=$${name}"`),
    ];
    const log = join(folder, `${stage}.log`);
    writeFileSync(log, '');
    const { stdout, stderr, status } = spawnSync('bash', ['-c', script.join('\n')], {
      encoding: 'utf8',
      env: {
        ...{ PATH: `${bin()}:/usr/bin:/bin`, CALLS: log, CODEBUILD_SRC_DIR: folder, TMPDIR: folder },
        ...{ TOWERCTL_ENGINE_URL: 's3://assets/engine.zip', TOWERCTL_ENGINE_SHA256: DIGEST },
        ...{ TOWERCTL_MANIFEST: 'manifest/manifest.yaml', TOWERCTL_BUCKET: 'runs', TOWERCTL_REGION: HOME },
        ...{ TOWERCTL_ROLE_ARN: 'ROLE', TOWERCTL_TOPIC_ARN: 'TOPIC', CODEBUILD_RESOLVED_SOURCE_VERSION: 'abc123' },
        ...variables,
      },
    });
    const calls = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('|').slice(0, -1));
    return { calls, out: status === 0 ? stdout : `failed: ${stdout}${stderr}` };
  }

  let tools: string | undefined;
  function bin(): string {
    if (tools !== undefined) return tools;
    tools = join(folder, 'bin');
    mkdirSync(tools);
    const tool = (name: string, text: string): void => {
      const file = join(folder, 'bin', name);
      writeFileSync(file, `#!/bin/bash\n${text}\n`);
      chmodSync(file, 0o755);
    };
    tool('aws', 'printf engine > "$4"');
    tool('unzip', 'mkdir -p "$4/dist"');
    tool(
      'node',
      'printf "%s|" "$@" >> "$CALLS"; echo >> "$CALLS"; echo "RUN_ID=\'r1\'\nAPPLY_STATUS=\'CONTINUE\'\nPLAN_SUMMARY=\'2 changes, it is \'\\\'\'so\'" > stage.env',
    );
    return tools;
  }

  const valuesOf = (calls: string[][], ...options: string[]): (string | undefined)[] =>
    options.map((option) => calls[0]?.[calls[0].indexOf(option) + 1]);

  it('a release plans everything, or what one run of events left', () => {
    const { calls, out } = run('plan', {
      TOWERCTL_SOURCE: 'pipeline',
      EVENTS_OF: 'none',
      TOWERCTL_PIPELINE: 'p',
      TOWERCTL_EXECUTION: 'e',
    });
    expect(calls[0]?.slice(0, 3)).toEqual(['engine/dist/cli.mjs', 'run', 'plan']);
    expect(calls[0]).toContain('--events-of=none');
    expect(calls[0]).not.toContain('--events');
    expect(valuesOf(calls, '--manifest', '--commit', '--role-arn', '--topic', '--source')).toEqual([
      ...[join(folder, 'manifest/manifest.yaml'), 'abc123', 'ROLE', 'TOPIC', 'pipeline'],
    ]);
    expect(out).toContain("PLAN_SUMMARY=2 changes, it is 'so");
    expect(out).toContain('RUN_ID=r1');
  });

  it('events are planned for in the other pipeline, and what waits goes to the release', () => {
    const { calls } = run('plan', {
      TOWERCTL_SOURCE: 'lifecycle',
      TOWERCTL_EVENTS: 'pending',
      TOWERCTL_PIPELINE: 'p',
      TOWERCTL_EXECUTION: 'e',
    });
    expect(calls[0]).toEqual(expect.arrayContaining(['--events', '--release-pipeline', PIPELINES.release]));
    expect(calls[0]?.join(' ')).not.toContain('--events-of');
  });

  it('a variable that somebody starts the pipeline with is one argument, whatever is in it', () => {
    const { calls } = run('plan', {
      TOWERCTL_SOURCE: 'pipeline',
      EVENTS_OF: 'x --role-arn evil; touch $(id)',
      TOWERCTL_PIPELINE: 'p',
      TOWERCTL_EXECUTION: 'e',
    });
    expect(calls[0]).toContain('--events-of=x --role-arn evil; touch $(id)');
    expect(calls).toHaveLength(1);
  });

  it('files of a source that look like a repository run nothing; what CodeBuild has cloned names the author', () => {
    const source = join(folder, 'looks-like-git');
    const witness = join(folder, 'ran');
    for (const below of ['objects/info', 'refs/heads']) mkdirSync(join(source, below), { recursive: true });
    writeFileSync(join(source, 'HEAD'), 'ref: refs/heads/main\n');
    writeFileSync(join(source, 'refs/heads/main'), `${'a'.repeat(40)}\n`);
    const settings = [
      '[core]\nrepositoryformatversion = 1\nbare = true\n[extensions]\npartialClone = origin',
      `[remote "origin"]\nurl = file://${source}\npromisor = true\nuploadpack = "touch ${witness}; false"\n`,
    ];
    writeFileSync(join(source, 'config'), settings.join('\n'));
    // Git does run it: this is what the build is kept from.
    spawnSync('git', ['-C', source, 'log', '-1']);
    expect(existsSync(witness)).toBe(true);
    rmSync(witness);
    const given = { CODEBUILD_SRC_DIR: source, TOWERCTL_PIPELINE: 'p', TOWERCTL_EXECUTION: 'e' };
    const { calls } = run('plan', { ...given, TOWERCTL_SOURCE: 'lifecycle', TOWERCTL_EVENTS: 'pending' });
    expect([calls.length, existsSync(witness)]).toEqual([1, false]);
    run('plan', { ...given, TOWERCTL_SOURCE: 'pipeline', TOWERCTL_CLONED: 'yes' });
    expect(existsSync(witness)).toBe(false);
    const clone = join(folder, 'clone');
    const git = (...args: string[]) => spawnSync('git', ['-C', clone, '-c', 'user.email=a@b.c', ...args]);
    mkdirSync(clone);
    git('init', '-q');
    git('-c', 'user.name=Ana $(id)', 'commit', '-q', '--allow-empty', '-m', 'x');
    const cloned = { ...given, CODEBUILD_SRC_DIR: clone, TOWERCTL_SOURCE: 'pipeline' };
    expect(run('plan', { ...cloned, TOWERCTL_CLONED: 'yes' }).calls[0]).toContain('--author=Ana $(id)');
    expect(run('plan', cloned).calls[0]?.join(' ')).not.toContain('--author');
  });

  it('an apply is given the digest, and a continuation does nothing where nothing is left', () => {
    const given = { RUN_ID: 'r1', PLAN_DIGEST: 'd1', TOWERCTL_PIPELINE: 'p', TOWERCTL_EXECUTION: 'e' };
    const first = run('apply', given);
    expect(valuesOf(first.calls, '--run-id', '--expect', '--execution')).toEqual(['r1', 'd1', 'e']);
    expect(first.out).toContain('APPLY_STATUS=CONTINUE');
    const again = run('apply', { ...given, APPLY_STATUS: 'CONTINUE' });
    expect(again.calls).toHaveLength(1);
    const last = run('apply', { ...given, APPLY_STATUS: 'DONE' });
    expect([last.calls, last.out.split('\n').at(-2)]).toEqual([[], 'APPLY_STATUS=DONE']);
  });

  it('only a release keeps its source', () => {
    expect(valuesOf(run('verify', { RUN_ID: 'r1', TOWERCTL_KEEP_SOURCE: 'yes' }).calls, '--source-dir')).toEqual([
      folder,
    ]);
    expect(run('verify', { RUN_ID: 'r1' }).calls[0]).not.toContain('--source-dir');
  });

  it('an engine of another digest never runs', () => {
    const { calls, out } = run('check', { TOWERCTL_ENGINE_SHA256: 'f'.repeat(64) });
    expect(calls).toEqual([]);
    expect(out).toMatch(/^failed: engine\.zip: FAILED/);
  });
});
