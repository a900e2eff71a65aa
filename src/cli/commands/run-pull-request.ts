import { lstatSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { realClock } from '../../clock.js';
import { type Around, planComment, problemsComment, wholePlan } from '../../comment/report.js';
import { KEYS } from '../../deployment/names.js';
import { EXIT, TowerctlError } from '../../errors.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { Plan } from '../../model.js';
import type { PlanView } from '../../report/view.js';
import type { Host } from '../host.js';
import { findManifest, readManifest } from '../manifest-file.js';
import type { BucketOptions, ManifestOptions } from '../options.js';
import { type CommandContext, exitOfPlan, planUnlessInterrupted, runConnected, viewOf } from '../running-command.js';
import { version } from '../version.js';

export interface PullRequestOptions extends ManifestOptions, BucketOptions {
  readonly number?: number;
  /** Where the pull request was checked out: no part of the manifest's path below it may be a link. */
  readonly sourceDir?: string;
  readonly commit?: string;
  /** Where the comment goes. */
  readonly markdown: string;
}

/**
 * Validates and plans a pull request's manifest, and writes what is to be said about it. The pull request is data: its
 * manifest is read, and nothing of it runs. Whatever happens the file is written, and then the exit code told.
 */
export async function runPullRequest(options: PullRequestOptions, host: Host): Promise<number> {
  checkOptions(options);
  const known = new Set<string>();
  try {
    refuseLinks(options, host);
    const manifest = await readManifest(options, host);
    for (const each of accountDataIn(manifest)) known.add(each);
    const refused = await validated(manifest);
    if (refused) throw refused;
    return await runConnected(options, host, (context) => planned(context, manifest, options, known));
  } catch (error) {
    const { message, problems } =
      error instanceof TowerctlError ? error : { message: 'towerctl failed: see the log', problems: [] };
    await write(options, host, problemsComment(message, problems, aroundOf(options, known)));
    throw error;
  }
}

async function planned(
  context: CommandContext,
  manifest: Manifest,
  options: PullRequestOptions,
  known: Set<string>,
): Promise<number> {
  const { connection, host, progress } = context;
  // A simulated organization has an id of its own.
  const id = connection.simulator ? (await connection.aws.organizations.organization()).id : manifest.organization.id;
  const adapted = { ...manifest, organization: { ...manifest.organization, id } };
  const run = await planUnlessInterrupted(context, adapted, { scope: [] });
  progress.close();
  const view = await viewOf(run);
  const whole = await keep(context, manifest, view, options);
  await write(options, host, planComment(view, { ...aroundOf(options, known), ...(whole !== undefined && { whole }) }));
  host.stdout.write(`Plan ${view.digest.slice(0, 8)} written to ${options.markdown}\n`);
  return hasErrors(view.plan) ? exitOfPlan(view.plan) : EXIT.done;
}

/** @returns the key of the plan's text in the run bucket; undefined without one. */
async function keep(
  { connection }: CommandContext,
  manifest: Manifest,
  view: PlanView,
  { bucket, region, number }: PullRequestOptions,
): Promise<string | undefined> {
  if (bucket === undefined || number === undefined) return undefined;
  const { planFileText } = await import('../../plan/file.js');
  const { s3 } = connection.aws.runner(region ?? manifest.organization.homeRegion);
  const folder = `${KEYS.pullRequests}${number}/`;
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  await s3.putBytes(bucket, `${folder}plan.json`, bytes(planFileText(view.plan)), 'application/json');
  await s3.putBytes(bucket, `${folder}plan.md`, bytes(wholePlan(view)), 'text/markdown; charset=utf-8');
  return `${folder}plan.md`;
}

/** What is wrong with the manifest before AWS is asked; undefined where nothing is. */
async function validated(manifest: Manifest): Promise<TowerctlError | undefined> {
  const { validateRun } = await import('../../engine.js');
  const problems = validateRun(manifest, { now: realClock.now(), engineVersion: version() });
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return undefined;
  const { GUARDS } = await import('../../guards/index.js');
  const guards = new Set(GUARDS.map(({ code }) => code));
  const exit = errors.every(({ code }) => guards.has(code)) ? 'guard' : 'manifest';
  return new TowerctlError(exit, 'the manifest is not valid', problems);
}

/**
 * A link in a pull request may lead to anything on this machine. What the manifest names is kept inside its folder by the
 * loader; here it is seen to that the folder and the manifest are what they seem.
 *
 * @throws TowerctlError `manifest`
 */
function refuseLinks(options: PullRequestOptions, host: Host): void {
  const root = resolve(host.cwd, options.sourceDir ?? '.');
  const file = findManifest(options, host);
  if (options.sourceDir !== undefined && !isBelow(root, file)) {
    throw new TowerctlError('usage', `--manifest ${file} does not lie in --source-dir ${root}`);
  }
  const files = [file, ...seedFile(options, host)].filter(
    (each) => options.sourceDir === undefined || isBelow(root, each),
  );
  const steps = files.flatMap((each) => (options.sourceDir === undefined ? [each] : stepsTo(root, each)));
  const link = steps.find((step) => lstatSync(step, { throwIfNoEntry: false })?.isSymbolicLink() === true);
  if (link === undefined) return;
  throw new TowerctlError(
    'manifest',
    `${relative(root, link)} is a symbolic link: a pull request is read as it is, so commit the file or folder itself`,
  );
}

function isBelow(root: string, file: string): boolean {
  return file.startsWith(root + sep);
}

/** Every folder on the way, and the file itself. */
function stepsTo(root: string, file: string): readonly string[] {
  const parts = relative(root, file).split(sep);
  return parts.map((_, at) => join(root, ...parts.slice(0, at + 1)));
}

function seedFile({ seed }: PullRequestOptions, host: Host): readonly string[] {
  return seed === undefined || seed === 'default' || seed === 'none' ? [] : [resolve(host.cwd, seed)];
}

function checkOptions({ bucket, number }: PullRequestOptions): void {
  if (bucket === undefined || number !== undefined) return;
  throw new TowerctlError('usage', '--bucket keeps the plan by the number of the pull request: add --number N');
}

/** Twelve digits, and email addresses, as far as the manifest knows them. */
function accountDataIn(manifest: Manifest): readonly string[] {
  return manifest.nodes.flatMap(({ node }) =>
    Object.values(node)
      .filter((value) => /^\d{12}$|@/.test(String(value)))
      .map(String),
  );
}

function aroundOf({ commit, sandbox }: PullRequestOptions, known: Iterable<string>): Around {
  return { isSimulated: sandbox === true, known, ...(commit !== undefined && commit !== '' && { commit }) };
}

const hasErrors = ({ problems }: Plan): boolean => problems.some(({ severity }) => severity === 'error');

/** Readable by its owner only, until it is posted. */
async function write({ markdown }: PullRequestOptions, host: Host, text: string): Promise<void> {
  await writeFile(resolve(host.cwd, markdown), text, { mode: 0o600 });
}
