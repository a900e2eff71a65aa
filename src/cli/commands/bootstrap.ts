import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readAssembly, type SynthesizedStack } from '../../bootstrap/assembly.js';
import {
  appProgram,
  type CdkCommand,
  cdkProgram,
  deployCommand,
  destroyCommand,
  diffCommand,
  toolkitCommands,
} from '../../bootstrap/cdk.js';
import { engineFile } from '../../bootstrap/engine-file.js';
import { textBootstrap } from '../../bootstrap/preview.js';
import { deploymentSettings, pipelineOf } from '../../bootstrap/settings.js';
import { ACCOUNT_TAG, STACKS } from '../../deployment/names.js';
import type { DeploymentSettings } from '../../deployment/settings.js';
import { EXIT, TowerctlError } from '../../errors.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { Host } from '../host.js';
import { readManifest } from '../manifest-file.js';
import type { BootstrapOptions } from '../options.js';
import { type CommandContext, runConnected } from '../running-command.js';
import { version } from '../version.js';

/** Deploys the pipeline, or removes it: what it is first, then the CDK's own tool. Asks before the first write. */
export function bootstrap(options: BootstrapOptions, host: Host): Promise<number> {
  return runConnected(options, host, async (context) => {
    const manifest = await readManifest(options, host);
    pipelineOf(manifest);
    const engine = await engineFile(version(), options.engine && resolve(host.cwd, options.engine));
    const settings = await settingsFor(manifest, engine, context);
    context.progress.close();
    const folder = await mkdtemp(join(tmpdir(), 'towerctl-bootstrap-'));
    try {
      const assembly = options.out === undefined ? join(folder, 'assembly') : resolve(host.cwd, options.out);
      const stacks = await synthesize(settings, { folder, assembly }, host);
      host.stdout.write(`${textBootstrap(settings, stacks, context.style)}\n`);
      return await deploy({ context, options, settings, assembly, stacks });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function settingsFor(
  manifest: Manifest,
  packed: DeploymentSettings['engine'],
  { engine }: CommandContext,
): Promise<DeploymentSettings> {
  const { placeOfEvents } = await import('../../engine/lifecycle.js');
  const { names, nodes } = await placeOfEvents(manifest, engine);
  const { managementAccountId } = await engine.aws.organizations.organization();
  return deploymentSettings(
    manifest,
    { managementAccountId, idOf: (node) => (nodes.has(node) ? names.idOf(node) : undefined) },
    packed,
  );
}

/** In a process of its own, offline: the app reads its settings and nothing else. */
async function synthesize(
  settings: DeploymentSettings,
  { folder, assembly }: { readonly folder: string; readonly assembly: string },
  host: Host,
): Promise<readonly SynthesizedStack[]> {
  host.stderr.write('Synthesizing the stacks (offline)\n');
  const file = join(folder, 'deployment.json');
  await mkdir(assembly, { recursive: true });
  await writeFile(file, JSON.stringify(settings));
  const code = await host.runProgram(process.execPath, [appProgram()], {
    TOWERCTL_DEPLOYMENT: file,
    CDK_OUTDIR: assembly,
  });
  if (code !== 0) throw new TowerctlError('failed', `the stacks could not be synthesized (exit code ${code})`);
  return readAssembly(assembly);
}

interface Deploying {
  readonly context: CommandContext;
  readonly options: BootstrapOptions;
  readonly settings: DeploymentSettings;
  readonly assembly: string;
  readonly stacks: readonly SynthesizedStack[];
}

async function deploy(work: Deploying): Promise<number> {
  const { context, options, settings, assembly, stacks } = work;
  if (options.sandbox === true) return EXIT.done;
  if (options.destroy !== true) {
    context.host.stdout.write('\n');
    const compared = await runCdk(work, diffCommand(assembly));
    if (compared !== 0) context.host.stderr.write(NO_COMPARISON);
    if (options.preview === true) return EXIT.done;
  }
  if (options.destroy === true) await refuseOthers(work);
  if (!(await agreed(work))) return EXIT.declined;
  const commands = options.destroy
    ? [destroyCommand(assembly)]
    : [...toolkitCommands(settings, stacks), deployCommand(assembly)];
  for (const command of commands) {
    const code = await runCdk(work, command);
    if (code === 0) continue;
    context.host.stderr.write(
      `cdk ${command.args[0]} ended with ${code}. Run the same command again when that is mended.\n`,
    );
    return EXIT.failed;
  }
  return EXIT.done;
}

const NO_COMPARISON =
  'What is deployed could not be compared with this: before the first deployment there is nothing to compare.\n';

/** The roles in the management account are one set: after a move to another account they are the new pipeline's. */
async function refuseOthers({ context: { engine }, settings }: Deploying): Promise<void> {
  const { homeRegion } = settings.organization;
  const stack = await engine.aws.inHomeRegion(homeRegion).cloudFormation.stack(STACKS.management);
  const account = stack?.tags.find(({ key }) => key === ACCOUNT_TAG)?.value;
  if (account === undefined || account === settings.account) return;
  throw new TowerctlError(
    'failed',
    `the roles in the management account serve the pipeline in account ${account}, and this manifest names ${settings.account}; nothing was removed. ` +
      `Delete what is left in ${settings.account} by hand (the stack ${STACKS.deployment}), or use the manifest that ${account} was deployed with`,
  );
}

async function agreed({ context: { host }, options, settings }: Deploying): Promise<boolean> {
  if (options.approve === true) return true;
  const what = options.destroy === true ? 'Remove this from' : 'Deploy this to';
  const answer = await host.ask(`${what} ${settings.organization.id}? Only "yes" does it: `);
  if (answer?.trim().toLowerCase() === 'yes') return true;
  host.stderr.write(
    answer === undefined ? 'Nothing done: there is no terminal to ask on. Pass --approve.\n' : 'Nothing done.\n',
  );
  return false;
}

/** As whoever runs this; inside another account, by the role that enters members. */
async function runCdk({ context }: Deploying, { args, inside }: CdkCommand): Promise<number> {
  const env = inside === undefined ? {} : await credentialsFor(context, inside);
  return context.host.runProgram(process.execPath, [cdkProgram(), ...args], env);
}

async function credentialsFor({ engine, host }: CommandContext, accountId: string): Promise<Record<string, string>> {
  // Those at hand may be of that account already, where a profile or a variable says so.
  host.stderr.write(`Entering ${accountId} to lay the CDK's toolkit there.\n`);
  const { accessKeyId, secretAccessKey, sessionToken } = await engine.aws.credentialsIn(accountId);
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
  };
}
