import { z } from 'zod';
import { TowerctlError } from '../../../errors.js';
import type { World } from '../../world.js';
import { ALL_REGIONS } from '../account/state.js';
import { accountOf, memberIds } from '../organizations/for-services.js';
import { CONTINUOUS, EVERYTHING } from './recorders/effective.js';
import { configState, DEFAULT_QUOTAS, emptyConfig, type Place } from './state.js';

const states = z.record(z.string(), z.enum(['on', 'off', 'none'])).superRefine((given, { addIssue }) => {
  for (const name of Object.keys(given)) {
    if (!ALL_REGIONS.includes(name)) addIssue({ code: 'custom', path: [name], message: 'is no Region' });
  }
});
const count = z.int().min(1);
const format = z.strictObject({
  /** Account name or id -> Region -> a recorder that runs, one that is stopped, or none. */
  recorders: z.record(z.string(), states).optional(),
  /** Organization rules that a caller may have in a Region. */
  organizationRules: count.optional(),
  /** Rules that an account may have in a Region. */
  rulesPerAccount: count.optional(),
});

export type ConfigSeed = z.infer<typeof format>;

/** @throws TowerctlError (usage) with every problem. */
export function parseConfigSeed(given: unknown): ConfigSeed {
  const parsed = format.safeParse(given);
  if (parsed.success) return parsed.data;
  const found = parsed.error.issues.map(({ path, message }) => `${['config', ...path].join('.')}: ${message}`);
  throw new TowerctlError('usage', `the seed is not valid: ${found.join('; ')}`);
}

/** After the organization and Control Tower: what is said here is otherwise than they make it. @throws TowerctlError (usage) */
export function seedConfig(world: World, seed: ConfigSeed | undefined): void {
  world.setState('config', emptyConfig(world));
  const {
    recorders = {},
    organizationRules = DEFAULT_QUOTAS.organizationRules,
    rulesPerAccount = DEFAULT_QUOTAS.rulesPerAccount,
  } = seed ?? {};
  configState(world).quotas = { organizationRules, rulesPerAccount };
  const unknown: string[] = [];
  for (const [account, states] of Object.entries(recorders)) {
    const accountId = accountNamed(world, account);
    if (accountId === undefined) unknown.push(account);
    else for (const [name, state] of Object.entries(states)) setRecorder(world, { accountId, region: name }, state);
  }
  if (unknown.length > 0) {
    throw new TowerctlError('usage', `config.recorders: there is no account ${unknown.join(', ')}`);
  }
}

function accountNamed(world: World, account: string): string | undefined {
  return memberIds(world).find((id) => id === account || accountOf(world, id)?.name === account);
}

/** Puts the recorder of an account and Region into this state, as if somebody there had. */
export function setRecorder(world: World, place: Place, state: 'on' | 'off' | 'none'): void {
  const { recorders, channels, deleted } = configState(world);
  const key = `${place.accountId}/${place.region}`;
  const at = world.clock.now();
  if (state === 'none') {
    delete recorders[key];
    delete channels[key];
    deleted[`recorder ${key}`] = at;
    deleted[`channel ${key}`] = at;
    return;
  }
  recorders[key] = {
    name: 'default',
    roleArn: `arn:aws:iam::${place.accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
    group: EVERYTHING,
    mode: CONTINUOUS,
    at,
    recording: state === 'on',
    startedAt: at,
    ...(state === 'off' && { stoppedAt: at }),
  };
  channels[key] = { name: 'default', bucket: `config-${place.accountId}`, more: {}, at };
}
