import type { LiveContext } from '../../kind.js';
import type { Address, NodeName } from '../../model.js';
import { regionsToRead, registeredByPlan, registeredFor, sayUnregistered } from '../config-rule/registered.js';
import type { Surroundings } from '../surroundings.js';
import { CONFIG } from './desired.js';

type Context = LiveContext<Surroundings>;

/** Where an aggregator stands. */
export interface Place {
  readonly account: NodeName;
  readonly region: string;
}

/** What a plan to be applied only relies on has no spec. */
export function placeKey({ account, region }: Partial<Place>): string {
  return `${account} ${region}`;
}

/**
 * Where aggregators are declared and, to find what is declared no more, every Region that accounts have from the start, of
 * the management account and of every registered administrator. An account that is about to be made has nothing yet.
 */
export async function placesToRead(context: Context): Promise<Place[]> {
  const { declared, names, organization, onlyDeclared } = context;
  const wanted = [...declared.values()].map(({ spec }) => spec as Partial<Place>);
  const places = wanted.flatMap(({ account, region }) => (account && region ? [{ account, region }] : []));
  if (onlyDeclared !== true) {
    const management = [...organization.nodes.values()].find((node) => node.management === true)?.name;
    const administrators = await registeredFor(CONFIG, context);
    const callers = [...(management ? [management] : []), ...(administrators ?? [])];
    sayMissingAdministrators(context, places, callers, administrators);
    const regions = regionsToRead(places.map(({ region }) => region));
    for (const account of callers) for (const region of regions) places.push({ account, region });
  }
  const known = new Map(places.map((place) => [placeKey(place), place]));
  return [...known.values()].filter(({ account }) => names.tryIdOf(account as Address) !== undefined);
}

/** An account gathers from the organization only while it is registered, or about to be. */
function sayMissingAdministrators(
  context: Context,
  places: readonly Place[],
  may: readonly NodeName[],
  administrators: readonly NodeName[] | undefined,
): void {
  if (administrators === undefined) return;
  const allowed = [...may, ...registeredByPlan(CONFIG, context)];
  const missing = new Set(places.map(({ account }) => account).filter((account) => !allowed.includes(account)));
  for (const desired of context.declared.values()) {
    const { account } = desired.spec as Partial<Place>;
    if (account === undefined || !missing.has(account)) continue;
    const what = 'gather from the organization';
    sayUnregistered(context, desired, account, { what, instead: 'account: management' });
  }
}
