import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { buildApp, readSettings } from '../../../pipeline/app.js';
import { toolkitCommands } from '../../../src/bootstrap/cdk.js';
import type { Host } from '../../../src/cli/host.js';
import { run } from '../../../src/cli/run.js';
import { VirtualClock } from '../../../src/clock.js';
import { createSimulator, inProcess } from '../../../src/simulator/index.js';
import { FakeHost, type FakeHostOptions } from '../../cli/fake-host.js';
import { smallManifest } from '../../cli/small-manifest.js';
import { sampleSettings } from '../settings.js';

const AUDIT = '200000000002';
const PIPELINE = `pipeline:
  account: account:audit
  source: { codecommit: organization }
  approval: { when: [removals, { changes: 20 }] }
`;
const AUDIT_ACCOUNT = '  audit: { email: audit@example.com, name: Audit, ou: Security }\n';

/** Runs the app in this process, and nothing else: other programs are written down. */
class SynthesizingHost extends FakeHost implements Host {
  readonly session: NonNullable<Host['session']>;

  constructor(options: FakeHostOptions) {
    super(options);
    const clock = new VirtualClock(0);
    this.session = {
      clock,
      requestHandler: inProcess(createSimulator({ seed: 'default', clock })),
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    };
  }

  override async runProgram(
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    const { TOWERCTL_DEPLOYMENT: file, CDK_OUTDIR: folder } = env;
    if (file === undefined) return super.runProgram(program, args, env);
    buildApp(readSettings(file), folder).synth();
    return 0;
  }

  /** `deploy --app ...`, without the program and what is quiet. */
  get cdk(): readonly string[] {
    return this.programs.map(({ line }) => line.slice(line.indexOf('bin/cdk ') + 'bin/cdk '.length));
  }
}

function placed(more: Partial<FakeHostOptions> = {}, sections = PIPELINE): SynthesizingHost {
  const cwd = smallManifest({ sections });
  const file = join(cwd, 'manifest.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('accounts:\n', `accounts:\n${AUDIT_ACCOUNT}`));
  writeFileSync(join(cwd, 'engine.zip'), 'PK: an engine');
  return new SynthesizingHost({ cwd, ...more });
}

const bootstrap = (host: Host, ...args: string[]): Promise<number> =>
  run(['bootstrap', '--engine', 'engine.zip', ...args], host);

describe('bootstrap', () => {
  it('shows what would be deployed where, and what that changes; writes nothing', async () => {
    const host = placed();
    expect(await bootstrap(host, '--preview', '--out', 'assembly')).toBe(0);
    const shown = host.stdout.text;
    expect(shown).toMatch(new RegExp(`TowerctlDeployment +${AUDIT} \\(deployment\\) +ap-northeast-1 +\\d+ resources`));
    expect(shown).toMatch(/TowerctlManagement +123456789012 \(management\)/);
    expect(shown).toMatch(/TowerctlEvents +123456789012 \(management\) +us-east-1/);
    expect(shown).toContain(
      'CodeCommit organization, branch main; waits for a person (72 h): removals; 20 changes or more',
    );
    expect(shown).toMatch(/TowerctlApply +reads and writes; enters members \(\d policies\)/);
    expect(shown).not.toContain('TowerctlPullRequest');
    expect(shown).toContain(`towerctl-runs-${AUDIT}-ap-northeast-1`);
    expect(shown).toMatch(/SHA-256 is [0-9a-f]{64}$/m);
    expect(host.cdk).toEqual([expect.stringMatching(/^diff --app \S+assembly --all --method=template/)]);
    expect(host.asked).toEqual([]);
  });

  it('asks, lays a toolkit of its own in each place, then deploys; other toolkits are left alone', async () => {
    const host = placed({ answer: 'yes' });
    expect(await bootstrap(host)).toBe(0);
    expect(host.asked).toEqual([expect.stringContaining('Deploy this to o-exampleorg1?')]);
    const [diff, ...lines] = host.cdk;
    expect(diff).toMatch(/^diff/);
    const toolkit = '--qualifier towerctl --toolkit-stack-name TowerctlToolkit';
    expect(
      lines
        .slice(0, -1)
        .map((line) => line.split(' ').slice(0, 2).join(' '))
        .sort(),
    ).toEqual([
      'bootstrap aws://123456789012/ap-northeast-1',
      'bootstrap aws://123456789012/us-east-1',
      `bootstrap aws://${AUDIT}/ap-northeast-1`,
    ]);
    for (const line of lines.slice(0, -1)) expect(line).toContain(toolkit);
    // The management account may deploy into the other, and nobody into the management account.
    const trusting = lines.filter((line) => line.includes('--trust'));
    expect(trusting).toEqual([expect.stringMatching(new RegExp(`aws://${AUDIT}/.* --trust 123456789012`))]);
    expect(lines.at(-1)).toMatch(/^deploy .*--all --require-approval never/);
    const inside = host.programs.filter(({ env }) => env['AWS_SESSION_TOKEN'] !== undefined);
    expect(inside.map(({ line }) => line.includes(`aws://${AUDIT}/`))).toEqual([true]);
    expect(host.stdout.text + host.stderr.text).not.toContain(inside[0]?.env['AWS_SECRET_ACCESS_KEY']);
  });

  it('nobody agreed: nothing is done; removed only when asked', async () => {
    const refusing = placed({ answer: 'no' });
    expect(await bootstrap(refusing)).toBe(6);
    expect(refusing.cdk.filter((line) => !line.startsWith('diff'))).toEqual([]);
    const removing = placed();
    expect(await bootstrap(removing, '--destroy', '--approve')).toBe(0);
    expect(removing.cdk).toEqual([expect.stringMatching(/^destroy .*--all --force/)]);
  });

  it('does not remove the roles of a pipeline that has moved to another account', async () => {
    const host = placed();
    const stacks = new CloudFormationClient({ region: 'ap-northeast-1', ...host.session });
    const Tags = [{ Key: 'towerctl:deployment-account', Value: '300000000009' }];
    const TemplateBody = JSON.stringify({ Resources: { Log: { Type: 'AWS::Logs::LogGroup' } } });
    await stacks.send(new CreateStackCommand({ StackName: 'TowerctlManagement', TemplateBody, Tags }));
    expect(await bootstrap(host, '--destroy', '--approve')).toBe(1);
    expect(host.stderr.text).toContain('serve the pipeline in account 300000000009');
    expect(host.cdk).toEqual([]);
  });

  it('lays a toolkit with the policy of the partition that the place is in', () => {
    const settings = sampleSettings(smallManifest());
    const places = ['eu-central-1', 'us-gov-west-1', 'cn-north-1'].map((region) => ({ account: AUDIT, region }));
    expect(
      toolkitCommands(settings, places).map(
        ({ args }) => args[args.indexOf('--cloudformation-execution-policies') + 1],
      ),
    ).toEqual(['aws', 'aws-us-gov', 'aws-cn'].map((name) => `arn:${name}:iam::aws:policy/AdministratorAccess`));
  });

  it('stops where the CDK fails, and says how to go on', async () => {
    const host = placed();
    host.programExit = 1;
    expect(await bootstrap(host, '--approve')).toBe(1);
    expect(host.cdk.filter((line) => !line.startsWith('diff'))).toHaveLength(1);
    expect(host.stderr.text).toContain('cdk bootstrap ended with 1. Run the same command again');
  });

  it('says what is missing: the section, the account, a connection of another account', async () => {
    const without = placed({}, '');
    expect(await bootstrap(without, '--preview')).toBe(3);
    expect(without.stderr.text).toContain('has no section "pipeline"');
    const elsewhere = placed(
      {},
      PIPELINE.replace('account:audit', '"999999999999"').replace(
        '{ codecommit: organization }',
        '{ connection: "arn:aws:codeconnections:ap-northeast-1:200000000002:connection/1", repository: a/b }',
      ),
    );
    expect(await bootstrap(elsewhere, '--preview')).toBe(3);
    expect(elsewhere.stderr.text).toContain('is of account 200000000002, and the pipeline runs in 999999999999');
    for (const roles of ['{ read: AWSControlTowerExecution }', '{ read: Members, write: Members }']) {
      const writing = placed();
      const file = join(writing.cwd, 'manifest.yaml');
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace('homeRegion:', `memberRoles: ${roles}, homeRegion:`));
      expect(await bootstrap(writing, '--preview')).toBe(3);
      expect(writing.stderr.text).toContain('a role that writes');
    }
  });
});
