import type { ConfigPort } from '../../aws/config.js';
import type { AggregatorRecord, AggregatorSourceRecord } from '../../aws/config-records.js';
import type { LiveContext } from '../../kind.js';
import type { Address, Live, NodeName } from '../../model.js';
import { readPlaces } from '../config-rule/reading.js';
import { ownerOf, plainTags } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { type Place, placeKey, placesToRead } from './places.js';
import { type ConfigAggregatorSpec, configAggregatorAddress } from './spec.js';

type Context = LiveContext<Surroundings>;
type Found = Live<ConfigAggregatorSpec>;

export async function* live(context: Context): AsyncGenerator<Found> {
  yield* await readPlaces(context, await placesToRead(context), {
    noun: 'aggregators',
    placeOf: ({ spec }): Partial<Place> => spec as Partial<Place>,
    keyOf: placeKey,
    read: (place, meets) => aggregatorsAt(context, place as Place, meets),
  });
}

async function aggregatorsAt(context: Context, place: Place, meets: (address: Address) => void): Promise<Found[]> {
  const id = context.names.idOf(place.account as Address);
  const port = (await context.aws.readIn(id)).config(place.region);
  const records = await port.aggregators();
  // Whose one is stands in its tags.
  for (const record of records) if (madeBy(record) === undefined) meets(configAggregatorAddress(record.name));
  const read = records.map((record) => aggregator(context, place, port, record));
  return (await Promise.all(read)).flatMap((one) => one ?? []);
}

/** Undefined = one that nobody asked for and that follows no organization: none of this kind. */
async function aggregator(
  context: Context,
  { account, region }: Place,
  port: ConfigPort,
  record: AggregatorRecord,
): Promise<Found | undefined> {
  const address = configAggregatorAddress(record.name);
  const desired = context.declared.get(address);
  const isService = madeBy(record);
  const tags = isService ? {} : await port.tagsOf(record.arn);
  const owner = isService ?? ownerOf(tags, context.manifestName);
  if (desired === undefined && owner.managedBy !== 'us' && record.roleArn === undefined) return undefined;
  const spec: ConfigAggregatorSpec = {
    name: record.name,
    region,
    account,
    ...(!record.allRegions && { regions: [...record.regions].sort() }),
    role: record.roleArn === undefined ? 'none: it names accounts' : record.roleArn.replace(/^[^/]*:role\//, ''),
    tags: plainTags(tags),
  };
  const isMeant = desired !== undefined || owner.managedBy === 'us';
  const told = isMeant ? await conditionOf(context, port, record) : { condition: 'settled' as const };
  return { address, spec, id: record.arn, ...owner, ...told };
}

function madeBy({ name, createdBy }: AggregatorRecord): Pick<Live, 'managedBy' | 'owner'> | undefined {
  if (name.startsWith('aws-controltower-') || createdBy?.startsWith('controltower') === true)
    return { managedBy: 'control-tower' };
  return createdBy === undefined ? undefined : { managedBy: 'aws', owner: createdBy };
}

/**
 * That the organization cannot be read is a failure of the aggregator. That a single account could not be is none of its
 * doing: said, since making it anew would change nothing.
 */
async function conditionOf(
  { organization, names }: Context,
  port: ConfigPort,
  { name, roleArn }: AggregatorRecord,
): Promise<Pick<Live, 'condition' | 'detail' | 'reported'>> {
  if (roleArn === undefined) return { condition: 'settled' };
  const lagging = await port.aggregatorSources(name, ['FAILED', 'OUTDATED']);
  const whole = lagging.find(({ sourceId, status }) => sourceId === organization.id && status === 'FAILED');
  if (whole) return { condition: 'failed', detail: `it cannot read the organization${reasonOf(whole)}` };
  const told = lagging.flatMap((source) => {
    const account = names.nameOf(source.sourceId);
    return account === undefined || organization.get(account)?.state !== undefined ? [] : [{ source, account }];
  });
  return told.length === 0 ? { condition: 'settled' } : { condition: 'settled', reported: summaryOf(told) };
}

/** Accounts that are named one by one. */
const MOST_NAMED = 5;

function summaryOf(told: readonly { readonly source: AggregatorSourceRecord; readonly account: NodeName }[]): string {
  const accounts = [...new Set(told.map(({ account }) => account))].sort();
  const rest = accounts.length - MOST_NAMED;
  const named = `${accounts.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  const [first] = told;
  return `${accounts.length} account${accounts.length === 1 ? '' : 's'} could not be gathered from: ${named}${first ? reasonOf(first.source) : ''}`;
}

function reasonOf({ lastErrorCode, lastErrorMessage, status }: AggregatorSourceRecord): string {
  return `: ${[lastErrorCode ?? status, lastErrorMessage].filter((part) => part !== undefined).join(': ')}`;
}
