import pMap from 'p-map';
import { describeFault, faultOf, missingPermission } from '../../aws/faults.js';
import { TowerctlError } from '../../errors.js';
import type { LiveContext } from '../../kind.js';
import type { Address, Desired, JsonObject, Live, Unknown } from '../../model.js';
import type { Surroundings } from '../surroundings.js';

type Context = LiveContext<Surroundings>;
type Addressed = Pick<Desired, 'address' | 'spec'>;

/** How a kind is read that stands in many places, each an account and a Region. */
export interface Reader<Place, Spec extends JsonObject> {
  /** What is read, for whoever reads why it could not be: `conformance packs of account:audit us-east-1`. */
  readonly noun: string;
  placeOf(thing: Addressed): Place;
  keyOf(place: Place): string;
  /** `meets` is told what is listed that may be ours, before more is asked about it. */
  read(place: Place, meets: (address: Address) => void): Promise<readonly Live<Spec>[]>;
}

/** Places that are read at a time. */
const AT_ONCE = 20;

/**
 * Everything that is found, one thing an address: of two places that have one of that name the one that the manifest names
 * counts, else what is ours. What cannot be read makes unknown what is declared there, and what was met there; where nothing
 * could be read, all is: a manifest that declares nothing would else read like one that has nothing left.
 */
export async function readPlaces<Place, Spec extends JsonObject>(
  context: Context,
  places: readonly Place[],
  reader: Reader<Place, Spec>,
): Promise<Live<Spec>[]> {
  const answers = await pMap(places, (place) => readOrWhyNot(place, reader), { concurrency: AT_ONCE });
  sayUnknown(context, answers, reader);
  const kept = new Map<Address, Live<Spec>>();
  for (const one of answers.flatMap(({ found }) => found ?? [])) {
    const known = kept.get(one.address);
    if (!known || rank(context, one, reader) > rank(context, known, reader)) kept.set(one.address, one);
  }
  return [...kept.values()];
}

function rank<Place, Spec extends JsonObject>(
  { declared }: Context,
  found: Live<Spec>,
  { placeOf, keyOf }: Reader<Place, Spec>,
): number {
  const desired = declared.get(found.address);
  const isNamed = desired !== undefined && keyOf(placeOf(desired)) === keyOf(placeOf(found));
  return (isNamed ? 2 : 0) + (found.managedBy === 'us' ? 1 : 0);
}

/** What was found at a place, or why nothing is known of it. */
interface Answer<Place, Spec extends JsonObject> {
  readonly place: Place;
  readonly found?: readonly Live<Spec>[];
  readonly failure?: Omit<Unknown, 'kind' | 'address'>;
  readonly met: readonly Address[];
}

async function readOrWhyNot<Place, Spec extends JsonObject>(
  place: Place,
  { noun, keyOf, read }: Reader<Place, Spec>,
): Promise<Answer<Place, Spec>> {
  const met: Address[] = [];
  try {
    return { place, met, found: await read(place, (address) => met.push(address)) };
  } catch (error) {
    const fault = faultOf(error);
    if (fault.class === 'bug' || error instanceof TowerctlError) throw error;
    const missing = missingPermission(fault);
    const reason = describeFault(`${noun} of ${keyOf(place)}`, fault);
    return { place, met, failure: { reason, ...(missing !== undefined && { missingPermission: missing }) } };
  }
}

function sayUnknown<Place, Spec extends JsonObject>(
  { declared, unknown }: Context,
  answers: readonly Answer<Place, Spec>[],
  { placeOf, keyOf }: Reader<Place, Spec>,
): void {
  const [first] = answers;
  if (first?.failure && answers.every(({ failure }) => failure !== undefined)) {
    unknown(first.failure);
    return;
  }
  for (const { place, met, failure } of answers) {
    if (failure === undefined) continue;
    const there = [...declared.values()].filter((desired) => keyOf(placeOf(desired)) === keyOf(place));
    const undeclared = met.filter((address) => !declared.has(address));
    for (const address of [...there.map((desired) => desired.address), ...undeclared]) unknown({ address, ...failure });
  }
}
