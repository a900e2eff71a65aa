import type { ConfigPort } from '../../aws/config.js';
import type { OrganizationPackRecord } from '../../aws/config-records.js';
import { unlessGone } from '../../aws/faults.js';
import type { LiveContext } from '../../kind.js';
import type { Address, Desired, Live } from '../../model.js';
import { configPort, type Place, placeKey, placesToRead } from '../config-rule/callers.js';
import { conditionOf } from '../config-rule/deployment.js';
import { liveExcluded } from '../config-rule/excluded.js';
import { readPlaces } from '../config-rule/reading.js';
import type { Surroundings } from '../surroundings.js';
import { type ConformancePackSpec, conformancePackAddress, partsOf } from './spec.js';
import { OWN_PARAMETERS, OWNER_PARAMETER, TEMPLATE_PARAMETER } from './template.js';

type Context = LiveContext<Surroundings>;
type Found = Live<ConformancePackSpec>;

/** Each caller in each Region by itself; who laid a pack is the only one who sees it. */
export async function* live(context: Context): AsyncGenerator<Found> {
  yield* await readPlaces(context, await placesToRead(context, placeOf), {
    noun: 'conformance packs',
    placeOf,
    keyOf: placeKey,
    read: (place, meets) => packsAt(context, place, meets),
  });
}

/** A plan that is applied knows the spec; what it only relies on is known by its address. */
function placeOf({ address, spec }: Pick<Desired, 'address' | 'spec'>): Place {
  const administrator = spec['administrator'];
  return {
    ...(typeof administrator === 'string' &&
      administrator.startsWith('account:') && {
        administrator: administrator as `account:${string}`,
      }),
    region: partsOf(address).region,
  };
}

async function packsAt(context: Context, place: Place, meets: (address: Address) => void): Promise<Found[]> {
  const port = await configPort(context, place, 'read');
  const packs = await port.organizationPacks();
  for (const pack of packs) {
    if (ownerOf(pack) === context.manifestName) meets(conformancePackAddress(pack.name, place.region));
  }
  // Lists lag: one may be gone when it is asked about.
  const found = packs.map((pack) => unlessGone(() => livePack(context, place, port, pack)));
  return (await Promise.all(found)).flatMap((pack) => pack ?? []);
}

/** The manifest that laid it, where it was one. */
function ownerOf({ parameters }: OrganizationPackRecord): string | undefined {
  return parameters.find(({ name }) => name === OWNER_PARAMETER)?.value;
}

async function livePack(
  context: Context,
  { administrator, region }: Place,
  port: ConfigPort,
  pack: OrganizationPackRecord,
): Promise<Found> {
  const { names, organization, manifestName } = context;
  const address = conformancePackAddress(pack.name, region);
  const given = new Map(pack.parameters.map(({ name, value }) => [name, value]));
  const owner = ownerOf(pack);
  const excluded = liveExcluded(context, pack.excludedAccounts);
  const parameters = [...given].filter(([name]) => !OWN_PARAMETERS.includes(name));
  const isOurs = owner === manifestName;
  const spec: ConformancePackSpec = {
    name: pack.name,
    region,
    ...(administrator !== undefined && { administrator }),
    template: given.get(TEMPLATE_PARAMETER) ?? 'unknown',
    ...(parameters.length > 0 && {
      parameters: Object.fromEntries(parameters.map(([name, value]) => [name, names.symbolic(value)])),
    }),
    ...(pack.deliveryBucket !== undefined && { deliveryBucket: pack.deliveryBucket }),
    excluded,
  };
  const base = { address, spec, ...ownership(owner, isOurs) };
  if (!isOurs && !context.declared.has(address)) return { ...base, condition: 'settled', partial: true };
  const status = (await port.organizationPackStatuses()).find(({ name }) => name === pack.name);
  const asked = {
    status: async () => status,
    failures: () => port.organizationPackFailures(pack.name),
  };
  return { ...base, ...(await conditionOf(status, asked, { names, organization, excluded })) };
}

function ownership(owner: string | undefined, isOurs: boolean): Pick<Live, 'managedBy' | 'owner'> {
  if (isOurs) return { managedBy: 'us' };
  return owner === undefined || owner === ''
    ? { managedBy: 'nobody' }
    : { managedBy: 'someone-else', owner: `towerctl manifest ${owner}` };
}
