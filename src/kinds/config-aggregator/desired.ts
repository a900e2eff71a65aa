import type { DesiredContext } from '../../kind.js';
import type { Address, Desired } from '../../model.js';
import { configRegions } from '../config-rule/regions.js';
import { delegatedAdministratorAddress } from '../delegated-administrator/spec.js';
import { knownAccount } from '../named-account.js';
import { type ConfigAggregatorEntry, configAggregators, SERVICE_LINKED_ROLE } from './section.js';
import { type ConfigAggregatorSpec, configAggregatorAddress } from './spec.js';

/** For whom an account is registered that gathers from the whole organization. */
export const CONFIG = 'config.amazonaws.com';

export function* desired(context: DesiredContext): Generator<Desired<ConfigAggregatorSpec>> {
  for (const [key, entry] of Object.entries(context.manifest.section(configAggregators) ?? {})) {
    const one = aggregator(context, key, entry);
    if (one !== undefined) yield one;
  }
}

function aggregator(
  context: DesiredContext,
  key: string,
  entry: ConfigAggregatorEntry,
): Desired<ConfigAggregatorSpec> | undefined {
  const { manifest, organization } = context;
  const section = configAggregators.key;
  const address = configAggregatorAddress(key);
  const account = placeOf(context, key, entry);
  const regions = regionsOf(context, key, entry);
  // What is wrong has been said.
  if (account === undefined || regions === undefined) return undefined;
  const isManagement = organization.get(account)?.management === true || account === MANAGEMENT;
  const needs: readonly Address[] = isManagement ? [] : [delegatedAdministratorAddress(CONFIG)];
  return {
    address,
    spec: {
      name: key,
      region: entry.region ?? manifest.organization?.homeRegion ?? 'home',
      account,
      ...(regions !== 'all' && { regions }),
      role: entry.role ?? SERVICE_LINKED_ROLE,
      ...(entry.tags && { tags: entry.tags }),
    },
    origin: manifest.originOf(section, key),
    needs,
    ...(entry.adopt === true && { adopt: true }),
  };
}

/** Stands for it where a manifest is checked without AWS and does not declare it. */
const MANAGEMENT = 'account:management';

function placeOf(context: DesiredContext, key: string, { account = 'management' }: ConfigAggregatorEntry) {
  const { organization, manifest } = context;
  const hasManagement = [...organization.nodes.values()].some(({ management }) => management === true);
  if (account === 'management' && !hasManagement && !organization.has(MANAGEMENT)) return MANAGEMENT;
  return knownAccount(context, account, {
    code: 'config-aggregator-account',
    address: configAggregatorAddress(key),
    origin: manifest.originOf(configAggregators.key, key, 'account'),
  });
}

/** Undefined = no Region is known, which has been said. */
function regionsOf(
  context: DesiredContext,
  key: string,
  { regions = 'all' }: ConfigAggregatorEntry,
): readonly string[] | 'all' | undefined {
  if (regions === 'all') return 'all';
  const found = configRegions(context, configAggregators.key, key, regions);
  return found.length === 0 ? undefined : found;
}
