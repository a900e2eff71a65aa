import type { ConfigPort } from '../../aws/config.js';
import type { LiveContext, Names } from '../../kind.js';
import type { Address, Desired, NodeName } from '../../model.js';
import { delegatedAdministratorAddress } from '../delegated-administrator/spec.js';
import type { Surroundings } from '../surroundings.js';
import { regionsToRead, registeredByPlan, registeredFor, sayUnregistered } from './registered.js';

/** For whom an account is registered that lays organization rules and conformance packs in place of the management account. */
export const MULTI_ACCOUNT_SETUP = 'config-multiaccountsetup.amazonaws.com';

/** Who lays it, and where: each caller in each Region sees its own rules and packs only. */
export interface Place {
  /** Absent = the management account. */
  readonly administrator?: NodeName;
  readonly region: string;
}

/** AWS Config as that caller has it. Refused = AccessDenied. */
export async function configPort(
  { aws, names }: { readonly aws: Surroundings; readonly names: Names },
  { administrator, region }: Place,
  how: 'read' | 'write',
): Promise<ConfigPort> {
  if (administrator === undefined) return aws.configIn(region);
  const id = names.idOf(administrator as Address);
  const account = how === 'read' ? await aws.readIn(id) : await aws.inAccount(id);
  return account.config(region);
}

/** What a rule or a pack of this caller stands on. */
export function administratorNeeds({ administrator }: Pick<Place, 'administrator'>): Address[] {
  return administrator === undefined
    ? []
    : [delegatedAdministratorAddress(MULTI_ACCOUNT_SETUP), administrator as Address];
}

/**
 * Callers and Regions worth a look: those that are declared and, to find what is declared no more, every Region that
 * accounts have from the start and every registered administrator. A declared administrator that is not registered yet
 * has laid nothing.
 */
export async function placesToRead(
  context: LiveContext<Surroundings>,
  placeOf: (desired: Desired) => Place,
): Promise<Place[]> {
  const declared = [...context.declared.values()].map(placeOf);
  const named = new Set(declared.flatMap(({ administrator }) => administrator ?? []));
  const registered = named.size > 0 || !context.onlyDeclared ? await registeredFor(MULTI_ACCOUNT_SETUP, context) : [];
  const unregistered = [...named].filter((administrator) => registered && !registered.includes(administrator));
  if (!context.onlyDeclared) sayMissingAdministrators(context, unregistered, placeOf);
  const administrators = [...new Set([...named, ...(context.onlyDeclared ? [] : (registered ?? []))])].filter(
    (administrator) => !unregistered.includes(administrator),
  );
  const callers = [undefined, ...administrators];
  const asked = declared.map(({ region }) => region);
  const regions = context.onlyDeclared ? new Set(asked) : regionsToRead(asked);
  const places = callers.flatMap((administrator) =>
    [...regions].map((region): Place => ({ ...(administrator !== undefined && { administrator }), region })),
  );
  const keys = new Set(declared.map(placeKey));
  return context.onlyDeclared ? places.filter((place) => keys.has(placeKey(place))) : places;
}

export function placeKey({ administrator, region }: Place): string {
  return `${administrator ?? 'management'} ${region}`;
}

function sayMissingAdministrators(
  context: LiveContext<Surroundings>,
  unregistered: readonly NodeName[],
  placeOf: (desired: Desired) => Place,
): void {
  const coming = registeredByPlan(MULTI_ACCOUNT_SETUP, context);
  for (const administrator of unregistered) {
    if (coming.includes(administrator)) continue;
    const first = [...context.declared.values()].find((desired) => placeOf(desired).administrator === administrator);
    if (first === undefined) continue;
    const what = 'lay rules and packs for the organization';
    sayUnregistered(context, first, administrator, { what, instead: 'leave administrator: out' });
  }
}
