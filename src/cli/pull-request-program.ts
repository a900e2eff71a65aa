import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommentCommandOptions } from './commands/comment.js';
import type { PullRequestOptions } from './commands/run-pull-request.js';
import type { Host } from './host.js';
import { examples, type Finish, withManifest, withSandbox } from './program-options.js';

const PROVIDERS = ['github', 'gitlab', 'bitbucket'];

/** `towerctl comment`: one comment on a pull request, updated and not repeated. */
export function addComment(program: Command, host: Host, finish: Finish): void {
  examples(program.command('comment'))
    .description('post a file as a comment on a pull request, or update the comment that it posted before')
    .addOption(
      new Option('--provider <provider>', 'where the pull request is').choices(PROVIDERS).makeOptionMandatory(),
    )
    .requiredOption('--repository <repository>', 'owner/name, as the provider spells it')
    .addOption(numberOption('of the pull request').makeOptionMandatory())
    .requiredOption('--file <file>', 'Markdown, such as `run pull-request` writes')
    .addOption(new Option('--name <name>', 'tells several comments apart').argParser(parseName).default('plan'))
    .option('--token-env <variable>', 'which environment variable holds the token (default: GITHUB_TOKEN, ...)')
    .option('--api <url>', 'the API of an enterprise server (default: GITHUB_API_URL, ..., else the public one)')
    .action(async (_: object, command: Command) => {
      const { comment } = await import('./commands/comment.js');
      finish(await comment(command.optsWithGlobals<CommentCommandOptions>(), host));
    });
}

/** `towerctl run pull-request`; `run` is the group. */
export function addPullRequest(run: Command, host: Host, finish: Finish): void {
  examples(withSandbox(withManifest(run.command('pull-request'))))
    .description('validate and plan the manifest of a pull request, which is only read, and write the comment on it')
    .requiredOption('--markdown <file>', 'where the comment goes; account ids and email addresses are masked')
    .addOption(numberOption('of the pull request, with --bucket'))
    .option('--source-dir <folder>', 'where the pull request was checked out: no link is followed out of it')
    .option('--commit <sha>', 'told in the comment')
    .option('--bucket <name>', 'the run bucket: takes the whole plan')
    .option('--region <region>', 'where the bucket is (default: the home Region)')
    .action(async (_: object, command: Command) => {
      const { runPullRequest } = await import('./commands/run-pull-request.js');
      finish(await runPullRequest(command.optsWithGlobals<PullRequestOptions>(), host));
    });
}

const numberOption = (what: string): Option => new Option('--number <number>', what).argParser(parseNumber);

function parseNumber(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give the number of the pull request.');
}

function parseName(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)) return text;
  throw new InvalidArgumentError('Give letters, digits, dots, dashes and underscores, 64 at most.');
}
