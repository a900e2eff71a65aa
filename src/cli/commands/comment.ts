import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { realClock } from '../../clock.js';
import { postComment } from '../../comment/post.js';
import { PROVIDER, type ProviderName } from '../../comment/providers.js';
import { EXIT, TowerctlError } from '../../errors.js';
import type { Host } from '../host.js';

export interface CommentCommandOptions {
  readonly provider: ProviderName;
  readonly repository: string;
  readonly number: number;
  readonly file: string;
  readonly name: string;
  /** The environment variable that holds the token; each provider has a usual one. */
  readonly tokenEnv?: string;
  readonly api?: string;
}

/** Posts a file as a comment on a pull request, or updates the one that it posted before. */
export async function comment(options: CommentCommandOptions, host: Host): Promise<number> {
  const { provider, repository, number, file, name } = options;
  const { tokenVariable, apiVariable } = PROVIDER[provider];
  const variable = options.tokenEnv ?? tokenVariable;
  const token = host.env[variable]?.trim() ?? '';
  if (token === '')
    throw new TowerctlError('usage', `there is no token: set ${variable}, or name another with --token-env`);
  const body = await readFile(resolve(host.cwd, file), 'utf8').catch((error: unknown) => {
    throw new TowerctlError('failed', `--file ${file} cannot be read`, [], { cause: error });
  });
  const api = options.api ?? host.env[apiVariable];
  const posted = await postComment({
    pull: { provider, repository, number },
    name,
    body,
    token,
    clock: realClock,
    ...(api !== undefined && api !== '' && { api }),
  });
  host.stdout.write(`Comment ${posted.id} on ${repository} ${number}: ${posted.action}.\n`);
  return EXIT.done;
}
