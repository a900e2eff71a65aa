import type { ConfigPort } from '../../aws/config.js';
import type { DeploymentStatusRecord, OrganizationRuleRecord } from '../../aws/config-records.js';
import { unlessGone } from '../../aws/faults.js';
import type { LiveContext } from '../../kind.js';
import type { Address, Desired, Live } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { configPort, type Place, placeKey, placesToRead } from './callers.js';
import { conditionOf, isLeaving } from './deployment.js';
import { liveExcluded } from './excluded.js';
import { unmarked } from './marks.js';
import { readPlaces } from './reading.js';
import { specOf } from './record.js';
import { type ConfigRuleSpec, configRuleAddress, partsOf } from './spec.js';

type Context = LiveContext<Surroundings>;
type Found = Live<ConfigRuleSpec>;

/**
 * Two lists a caller and Region; failures of single accounts only where a deployment failed, the text of a rule in Guard
 * only where it is ours or wanted. Elsewhere (where nothing is declared) one list, and nothing more while none is ours.
 */
export async function* live(context: Context): AsyncGenerator<Found> {
  yield* await readPlaces(context, await placesToRead(context, placeOf), {
    noun: 'organization rules',
    placeOf,
    keyOf: placeKey,
    read: (place, meets) => read(context, place, meets),
  });
}

/** In a saved plan, what a change stands on has no spec: its address names the Region. */
export function placeOf({ address, spec }: Pick<Desired, 'address' | 'spec'>): Place {
  const { administrator } = spec as Partial<ConfigRuleSpec>;
  return { ...(administrator !== undefined && { administrator }), region: partsOf(address).region };
}

async function read(context: Context, place: Place, meets: (address: Address) => void): Promise<Found[]> {
  const port = await configPort(context, place, 'read');
  const records = await port.organizationRules();
  const mine = (name: string): boolean => context.declared.has(configRuleAddress(name, place.region));
  const meant = records.filter(({ name, description }) => mine(name) || isOurs(context, description));
  for (const { name } of meant) meets(configRuleAddress(name, place.region));
  const statuses = new Map(
    meant.length > 0 ? (await port.organizationRuleStatuses()).map((status) => [status.name, status]) : [],
  );
  // What is wanted and on its way out has to be laid anew; what is to go is there until it is gone.
  const wanted = (name: string): boolean => {
    const desired = context.declared.get(configRuleAddress(name, place.region));
    return desired !== undefined && desired.absent !== true;
  };
  const staying = records.filter(({ name }) => !(wanted(name) && isLeaving(statuses.get(name))));
  const found = staying.map((record) =>
    // Lists lag: one may be gone when it is asked about.
    unlessGone(() =>
      one(context, { port, place, record, status: statuses.get(record.name), asked: mine(record.name) }),
    ),
  );
  return (await Promise.all(found)).flatMap((rule) => rule ?? []);
}

function isOurs({ manifestName }: Context, description: string | undefined): boolean {
  return unmarked(description, manifestName).managedBy === 'us';
}

interface Seen {
  readonly port: ConfigPort;
  readonly place: Place;
  readonly record: OrganizationRuleRecord;
  readonly status: DeploymentStatusRecord | undefined;
  /** The manifest declares it. */
  readonly asked: boolean;
}

async function one(context: Context, { port, place, record, status, asked }: Seen): Promise<Found> {
  const { managedBy, owner } = unmarked(record.description, context.manifestName);
  const whole = asked || managedBy === 'us';
  const text = whole && record.source.type === 'policy' ? await port.organizationRulePolicy(record.name) : '';
  const told = whole
    ? await conditionOf(
        status,
        { status: async () => status, failures: () => port.organizationRuleFailures(record.name) },
        {
          names: context.names,
          organization: context.organization,
          excluded: liveExcluded(context, record.excludedAccounts),
        },
      )
    : { condition: 'settled' as const };
  return {
    address: configRuleAddress(record.name, place.region),
    spec: specOf(context, record, place, text),
    managedBy,
    ...(owner !== undefined && { owner }),
    ...told,
    ...(!whole && { partial: true }),
  };
}
