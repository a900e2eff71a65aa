import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Aws } from '../../aws/session.js';
import { EXIT, TowerctlError } from '../../errors.js';
import type { LiveOrganization } from '../../kinds/live-organization.js';
import type { NodeName } from '../../model.js';
import type { PrivilegedTask } from '../../root/tasks.js';
import type { Host } from '../host.js';
import { readManifest } from '../manifest-file.js';
import type { RootTaskOptions } from '../options.js';
import { messageOf } from '../reasons.js';
import { type CommandContext, runConnected } from '../running-command.js';

/** What stands for itself in a task: which account, and what it is told there. */
interface Prepared {
  readonly task: PrivilegedTask;
  /** What it does and why somebody would want it, for whoever is asked. */
  readonly lines: readonly string[];
}

type Prepare = (given: {
  readonly aws: Aws;
  readonly accountId: string;
  readonly account: NodeName;
  readonly email: string;
  readonly homeRegion: string;
}) => Promise<Prepared>;

export function unlockBucket(account: string, bucket: string, options: RootTaskOptions, host: Host): Promise<number> {
  return runTask(account, options, host, async ({ aws, accountId, account: name, homeRegion }) => {
    const { unlockBucket: prepare } = await import('../../root/tasks.js');
    const region = options.region ?? homeRegion;
    return {
      task: await prepare(aws, { accountId, bucket, region }),
      lines: [
        `Deletes the policy of the S3 bucket ${bucket} (${region}) as the root user of ${name} (${accountId}).`,
        'For a policy that locks everybody out. Who may use the bucket is then up to IAM in that account, until a policy is put again.',
        'This policy goes:',
      ],
    };
  });
}

export function unlockQueue(account: string, queueUrl: string, options: RootTaskOptions, host: Host): Promise<number> {
  return runTask(account, options, host, async ({ aws, accountId, account: name, homeRegion }) => {
    const { unlockQueue: prepare } = await import('../../root/tasks.js');
    const { region, owner } = readQueueUrl(queueUrl);
    if (owner !== accountId) {
      throw new TowerctlError(
        'usage',
        `the queue ${queueUrl} is not in ${name} (${accountId}): its URL names ${owner}`,
      );
    }
    const where = options.region ?? region ?? homeRegion;
    return {
      task: await prepare(aws, { accountId, queueUrl, region: where }),
      lines: [
        `Deletes the policy of the SQS queue ${queueUrl} (${where}) as the root user of ${name} (${accountId}).`,
        'For a policy that locks everybody out. Who may use the queue is then up to IAM in that account, until a policy is put again.',
        'This policy goes:',
      ],
    };
  });
}

/** `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`; on an endpoint of one's own the host tells no Region. */
function readQueueUrl(queueUrl: string): { readonly region: string | undefined; readonly owner: string } {
  const [, host = '', owner] = /^https?:\/\/([^/]+)\/(\d{12})\/[\w.-]+$/.exec(queueUrl) ?? [];
  if (owner === undefined) {
    throw new TowerctlError(
      'usage',
      `"${queueUrl}" is not the URL of a queue: write https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`,
    );
  }
  return { region: /^(?:sqs\.)?([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(host)?.[1], owner };
}

export function allowRecovery(account: string, options: RootTaskOptions, host: Host): Promise<number> {
  return runTask(account, options, host, async ({ aws, accountId, account: name, email }) => {
    const { allowRecovery: prepare } = await import('../../root/tasks.js');
    return {
      task: await prepare(aws, { accountId }),
      lines: [
        `Lets the recovery of the root password of ${name} (${accountId}) through again.`,
        `Whoever reads ${email} can then set one (sign in as root, "Forgot password?"). For a task that root alone can do.`,
        'Take the password away again afterwards: `towerctl root audit`, then plan. A sweep does so in any case.',
      ],
    };
  });
}

/** Finds the account, shows what will be done and why, asks, keeps what goes, does it, and says who did what when. */
async function runTask(given: string, options: RootTaskOptions, host: Host, prepare: Prepare): Promise<number> {
  const manifest = await readManifest(options, host);
  return runConnected(options, host, async (context) => {
    const { homeRegion, memberRoles } = manifest.organization;
    const aws = context.connection.aws.inHomeRegion(homeRegion, memberRoles);
    const { openOrganization } = await import('../../engine/organization.js');
    const { hintsOf } = await import('../../kinds/hints.js');
    const live = await openOrganization(aws, manifest, hintsOf(manifest), false);
    const account = memberNamed(live, given);
    const { task, lines } = await prepare({
      aws,
      account,
      accountId: live.names.idOf(account),
      email: live.organization.get(account)?.email ?? 'the email of its root user',
      homeRegion,
    });
    context.progress.close();
    host.stdout.write(`${[...lines, ...(task.goes === undefined ? [] : [pretty(task.goes)])].join('\n')}\n`);
    if (options.approve !== true && !(await approved(host))) return EXIT.declined;
    const backup = task.goes === undefined ? undefined : await keep(task, account, options, host, context);
    await perform(context, task, account, aws);
    if (backup !== undefined) host.stderr.write(`The policy that was there: ${relative(host.cwd, backup)}\n`);
    host.stdout.write('Done\n');
    return EXIT.done;
  });
}

/** By key (`account:KEY` or `KEY`) or id. @throws TowerctlError `usage` for what is no active member. */
function memberNamed({ organization, names }: LiveOrganization, given: string): NodeName {
  const name = /^\d{12}$/.test(given) ? names.nameOf(given) : (`account:${given.replace(/^account:/, '')}` as const);
  const node = name === undefined ? undefined : organization.get(name);
  if (!node?.name.startsWith('account:')) {
    throw new TowerctlError('usage', `there is no account ${given}: give its key in the manifest, its name or its id`);
  }
  if (node.management) {
    throw new TowerctlError('usage', `${node.name} is the management account: AssumeRoot enters member accounts only`);
  }
  if (node.state !== undefined) {
    throw new TowerctlError('usage', `${node.name} is ${node.state}: AssumeRoot enters active accounts only`);
  }
  return node.name;
}

async function approved(host: Host): Promise<boolean> {
  const answer = await host.ask('Do this? Only "yes" does it: ');
  if (answer?.trim().toLowerCase() === 'yes') return true;
  host.stderr.write(
    answer === undefined
      ? 'Not done: there is no terminal to ask on. Review what it does and pass --approve.\n'
      : 'Not done.\n',
  );
  return false;
}

/** Before it goes: a policy that is deleted is nowhere else. */
async function keep(
  task: PrivilegedTask,
  account: NodeName,
  options: RootTaskOptions,
  host: Host,
  { connection }: CommandContext,
): Promise<string> {
  const time = new Date(connection.clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const what = (task.target ?? task.task)
    .replace(/^s3:\/\//, '')
    .split('/')
    .at(-1);
  const file = options.backup ?? join('.towerctl', `policy-${account.slice('account:'.length)}-${what}-${time}.json`);
  const whole = resolve(host.cwd, file);
  await mkdir(dirname(whole), { recursive: true });
  try {
    await writeFile(whole, `${pretty(task.goes ?? '')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new TowerctlError('failed', `the policy cannot be kept, so nothing was done: ${messageOf(error)}`, [], {
      cause: error,
    });
  }
  return whole;
}

async function perform(context: CommandContext, task: PrivilegedTask, account: NodeName, aws: Aws): Promise<void> {
  const { clock } = context.connection;
  const progress = context.restartProgress();
  const by = await aws.caller();
  const say = (state: 'started' | 'done' | 'failed', problem?: string): void =>
    progress.listener({
      code: 'root-task',
      at: clock.now(),
      task: task.task,
      account: account as `account:${string}`,
      ...(task.target !== undefined && { target: task.target }),
      by,
      state,
      ...(problem !== undefined && { problem }),
    });
  say('started');
  try {
    await task.run();
    say('done');
  } catch (error) {
    const { describeFault, faultOf } = await import('../../aws/faults.js');
    const problem = error instanceof TowerctlError ? error.message : describeFault(task.task, faultOf(error));
    say('failed', problem);
    throw error instanceof TowerctlError ? error : new TowerctlError('failed', problem, [], { cause: error });
  } finally {
    progress.close();
  }
}

function pretty(policy: string): string {
  try {
    return JSON.stringify(JSON.parse(policy), undefined, 2);
  } catch {
    // As it is written: AWS took it.
    return policy;
  }
}
