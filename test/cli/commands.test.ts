import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { run } from '../../src/cli/run.js';
import { planContract } from '../../src/report/plan-schema.js';
import { FakeHost, type FakeHostOptions } from './fake-host.js';
import { smallManifest } from './small-manifest.js';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly host: FakeHost;
}

async function towerctl(cwd: string, line: string, options: FakeHostOptions = {}): Promise<Ended> {
  const host = new FakeHost({ ...options, cwd });
  const code = await run(line.split(' '), host);
  return { code, out: host.stdout.text, err: host.stderr.text, host };
}

const KEPT = '--sandbox --state org.json';

describe('plan, apply and drift on the embedded simulator', () => {
  test('from a first plan to an empty one', async () => {
    const folder = smallManifest();
    const planned = await towerctl(folder, `plan ${KEPT} --detailed-exitcode --out plan.json`);
    expect(planned).toMatchObject({ code: 2 });
    expect(planned.out).toContain('3 create · 1 adopt · 1 attach');
    expect(planned.err).toContain('To apply exactly this: towerctl apply plan.json');
    const id = /^Plan ([0-9a-f]{8})/.exec(planned.out)?.[1] ?? '';

    const applied = await towerctl(folder, `apply plan.json --approve ${KEPT}`);
    expect(applied).toMatchObject({ code: 0 });
    expect(applied.out).toContain(`Plan ${id}`);
    expect(applied.out).toContain('Apply complete   5 done');
    expect(readdirSync(join(folder, '.towerctl'))).toEqual([`undo-${id}.json`]);

    expect(await towerctl(folder, `plan ${KEPT} --detailed-exitcode`)).toMatchObject({ code: 0 });
    const again = await towerctl(folder, `apply plan.json --approve ${KEPT}`);
    expect(again.out).toContain('Apply complete   5 already so');

    expect(await towerctl(folder, `drift ${KEPT}`)).toMatchObject({ code: 0 });
    // The other accounts of the organization are nobody's.
    expect(await towerctl(folder, `drift ${KEPT} --strict`)).toMatchObject({ code: 2 });

    const undone = await towerctl(folder, `undo ${id} --approve ${KEPT}`);
    expect(undone).toMatchObject({ code: 0 });
    expect(undone.out).toMatch(/^Undo plan /);
    const drifted = await towerctl(folder, `drift ${KEPT}`);
    expect(drifted).toMatchObject({ code: 2 });
    expect(drifted.out).toMatch(/^Drift 5 ours, \d undeclared/);
    expect(drifted.out).toContain(' ? account:payments-dev\n');
  });

  test('json fits its schema, and stdout holds nothing else', async () => {
    const { code, out } = await towerctl(smallManifest(), 'plan --sandbox --format json');
    expect(code).toBe(0);
    const validate = new Ajv2020({ strict: false }).compile(planContract());
    const parsed: unknown = JSON.parse(out);
    expect(validate(parsed)).toBe(true);
    expect(parsed).toMatchObject({ counts: { create: 3, adopt: 1, attach: 1 }, empty: false });
  });

  test('the same plan has the same digest each time', async () => {
    const folder = smallManifest();
    const digest = async (): Promise<unknown> =>
      JSON.parse((await towerctl(folder, 'plan --sandbox --format json')).out).digest;
    expect(await digest()).toBe(await digest());
  });

  test('markdown masks the accounts', async () => {
    const { out } = await towerctl(smallManifest(), 'plan --sandbox --format markdown');
    expect(out).toContain('### towerctl plan');
    expect(out).not.toMatch(/\d{12}|@example\.com/);
  });

  test('a scope leaves the rest out, and says so', async () => {
    const { out } = await towerctl(smallManifest(), 'plan --sandbox --scope unit:Workloads');
    expect(out.split('\n')[0]).toContain('scope unit:Workloads');
    expect(out).toContain('+ unit:Workloads/Prod');
    expect(out).not.toContain('+ policy:scp/deny-leave');
  });

  test('with TOWERCTL_DEBUG every event is told, and no credentials', async () => {
    const { err } = await towerctl(smallManifest(), 'plan --sandbox', {
      env: { TOWERCTL_DEBUG: '1', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI' },
    });
    expect(err).toContain('reading account');
    expect(err).not.toContain('wJalrXUtnFEMI');
  });
});

describe('asking', () => {
  test('without --approve and without a terminal nothing is applied, and it says what to do', async () => {
    const { code, out, err } = await towerctl(smallManifest(), 'apply --sandbox');
    expect(code).toBe(6);
    expect(out).toContain('3 create');
    expect(err).toContain('there is no terminal to ask on. Review the plan and pass --approve.');
  });

  test.each(['no', '', 'y', 'yes please'])('the answer %j declines', async (answer) => {
    const { code, host } = await towerctl(smallManifest(), 'apply --sandbox', { answer });
    expect(code).toBe(6);
    expect(host.asked).toEqual(['Apply 5 changes to o-exampleorg1? Only "yes" does it: ']);
  });

  test('the answer yes applies', async () => {
    const { code, out } = await towerctl(smallManifest(), 'apply --sandbox', { answer: ' Yes ' });
    expect(code).toBe(0);
    expect(out).toContain('Apply complete');
  });
});

describe('Ctrl-C', () => {
  test('finishes what is in flight, says how to go on; the next apply does the rest', async () => {
    const folder = smallManifest();
    const host = new FakeHost({ cwd: folder });
    const write = host.stderr.write.bind(host.stderr);
    host.stderr.write = (text) => {
      write(text);
      if (text.includes('create unit:Workloads: started')) host.interrupt();
    };
    expect(await run(`apply --approve ${KEPT}`.split(' '), host)).toBe(1);
    expect(host.stderr.text).toContain('Finishing what is in flight; Ctrl-C again quits at once.');
    expect(host.stdout.text).toContain('Apply incomplete');
    expect(host.stdout.text).toContain('To go on, run towerctl apply again');
    expect(host.listening).toBe(0);

    expect(await towerctl(folder, `apply --approve ${KEPT}`)).toMatchObject({ code: 0 });
    expect(await towerctl(folder, `plan ${KEPT} --detailed-exitcode`)).toMatchObject({ code: 0 });
  });
});

test('Ctrl-C while it reads ends at once, and nothing is written', async () => {
  const folder = smallManifest();
  const host = new FakeHost({ cwd: folder });
  const write = host.stderr.write.bind(host.stderr);
  host.stderr.write = (text) => {
    write(text);
    if (text.includes('read account')) host.interrupt();
  };
  expect(await run(`apply --approve ${KEPT}`.split(' '), host)).toBe(1);
  expect(host.stderr.text).toContain('Interrupted while reading: nothing was written.');
  expect(host.stdout.text).toBe('');
  expect(await towerctl(folder, `plan ${KEPT} --detailed-exitcode`)).toMatchObject({ code: 2 });
});

describe('what goes wrong ends with its own code', () => {
  test('3: an invalid manifest, all of it with places', async () => {
    const folder = smallManifest({ sections: 'policys: {}\nguards: { maxRemoval: 3 }\n' });
    for (const command of ['validate', 'plan --sandbox', 'drift --sandbox', 'apply --sandbox --approve']) {
      const { code, err } = await towerctl(folder, command);
      expect(code).toBe(3);
      expect(err).toMatch(/error {3}manifest\.yaml:17:1 .*"policys"/);
      expect(err).toMatch(/manifest\.yaml:18:11 .*"maxRemoval"/);
      expect(err).toContain('2 errors');
    }
  });

  test('4: a guard refuses, and apply writes nothing', async () => {
    const statement = `{ Sid: "${'x'.repeat(11_000)}", Effect: Deny, Action: "s3:*", Resource: "*" }`;
    const folder = smallManifest({ document: `{ Version: "2012-10-17", Statement: [${statement}] }` });
    expect(await towerctl(folder, 'validate')).toMatchObject({ code: 4 });
    expect(await towerctl(folder, 'plan --sandbox')).toMatchObject({ code: 4 });
    const { code, out, err } = await towerctl(folder, `apply --approve ${KEPT}`);
    expect(code).toBe(4);
    expect(out).toContain('[policy-size]');
    expect(err).toMatch(/Not applied: \d errors?\./);
    expect(readdirSync(folder)).not.toContain('.towerctl');
  });

  test('1: a plan that has gone stale is refused before the first write', async () => {
    const folder = smallManifest();
    await towerctl(folder, `plan ${KEPT} --out plan.json`);
    await towerctl(folder, `apply --approve ${KEPT}`);
    const text = readFileSync(join(folder, 'manifest.yaml'), 'utf8');
    writeFileSync(join(folder, 'manifest.yaml'), text.replace('stage: prod', 'stage: production'));
    await towerctl(folder, `apply --approve ${KEPT}`);
    const { code, err } = await towerctl(folder, `apply plan.json --approve ${KEPT}`);
    expect(code).toBe(1);
    expect(err).toContain('[stale-plan]');
    expect(err).toContain('unit:Workloads/Prod');
  });

  test('64: a plan file that was changed, or is none', async () => {
    const folder = smallManifest();
    await towerctl(folder, 'plan --sandbox --out plan.json');
    const file = join(folder, 'plan.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('deny-leave', 'deny-leaf'));
    expect(await towerctl(folder, 'apply plan.json --sandbox')).toMatchObject({ code: 64 });
    expect(await towerctl(folder, 'apply manifest.yaml --sandbox')).toMatchObject({ code: 64 });
    expect(await towerctl(folder, 'apply nothing.json --sandbox')).toMatchObject({ code: 64 });
  });

  test.each([
    ['--seed nothing.json', '--seed', 'does not exist'],
    ['--seed manifest.yaml', '--seed', 'manifest.yaml'],
    ['--state manifest.yaml', '--state', 'manifest.yaml'],
    ['--catalog nothing.json', '--catalog', 'does not exist'],
    ['--catalog manifest.yaml', '--catalog', 'manifest.yaml'],
  ])('1: plan --sandbox %s', async (options, ...words) => {
    const { code, err } = await towerctl(smallManifest(), `plan --sandbox ${options}`);
    expect(code).toBe(1);
    for (const word of words) expect(err).toContain(word);
  });

  test('70: a bug is one line and how to report it; the stack only when asked for', async () => {
    class Broken extends FakeHost {
      override onInterrupt(): () => void {
        throw new Error('boom\nsecond line');
      }
    }
    const host = new Broken({ cwd: smallManifest() });
    expect(await run(['plan', '--sandbox'], host)).toBe(70);
    expect(host.stderr.text).toMatch(/^towerctl: this is a bug: Error: boom\nPlease report it .*\n$/);
    const debugged = new Broken({ cwd: smallManifest(), env: { TOWERCTL_DEBUG: '1' } });
    expect(await run(['plan', '--sandbox'], debugged)).toBe(70);
    expect(debugged.stderr.text).toContain('    at ');
  });
});

test('validate needs neither AWS nor credentials', async () => {
  const { code, out } = await towerctl(smallManifest(), 'validate');
  expect(code).toBe(0);
  expect(out).toMatch(/manifest\.yaml: valid, no problems\n$/);
});

test('schema prints JSON Schemas', async () => {
  const manifest = JSON.parse((await towerctl('.', 'schema')).out);
  expect(Object.keys(manifest.properties)).toEqual(
    expect.arrayContaining(['organizationalUnits', 'accounts', 'policies']),
  );
  expect(JSON.parse((await towerctl('.', 'schema plan')).out)).toEqual(planContract());
});

test('a variables file is found where the user stands, and beside the manifest as the manifest would name it', async () => {
  const root = new URL('../..', import.meta.url).pathname;
  for (const file of ['manifest/orgs/prod.yaml', 'orgs/prod.yaml']) {
    expect(await towerctl(root, `validate --variables ${file}`)).toMatchObject({ code: 0 });
  }
  const missing = await towerctl(root, 'validate --variables orgs/nope.yaml');
  expect(missing.code).toBe(3);
  expect(missing.err).toContain('"orgs/nope.yaml" does not exist');
});
