import { faultOf } from '../../aws/faults.js';
import { DEFAULT_REGIONS, partitionOf } from '../../facts/regions.js';
import type { LiveContext } from '../../kind.js';
import type { Desired, NodeName } from '../../model.js';
import { delegatedAdministratorAddress } from '../delegated-administrator/spec.js';
import type { Surroundings } from '../surroundings.js';

type Context = LiveContext<Surroundings>;

/** Accounts registered for a service principal of AWS Config. Undefined where AWS does not tell: then their own answers do. */
export async function registeredFor(
  principal: string,
  { aws, names }: Pick<Context, 'aws' | 'names'>,
): Promise<NodeName[] | undefined> {
  try {
    return (await aws.organizations.delegatedAdministrators(principal)).flatMap((id) => names.nameOf(id) ?? []);
  } catch (error) {
    if (['denied', 'refused'].includes(faultOf(error).class)) return undefined;
    throw error;
  }
}

/** Accounts that this plan registers. */
export function registeredByPlan(principal: string, { declaredOf }: Pick<Context, 'declaredOf'>): readonly NodeName[] {
  const planned = declaredOf('delegated-administrator').get(delegatedAdministratorAddress(principal));
  const accounts = planned?.absent === true ? [] : (planned?.spec['accounts'] ?? []);
  return Array.isArray(accounts) ? (accounts as NodeName[]) : [];
}

/** `what`: what only an administrator can do. */
export function sayUnregistered(
  { problem }: Pick<Context, 'problem'>,
  { address, origin }: Pick<Desired, 'address' | 'origin'>,
  account: NodeName,
  { what, instead }: { readonly what: string; readonly instead: string },
): void {
  problem({
    code: 'config-administrator',
    address,
    origin,
    message: `${account} is not a delegated administrator of AWS Config, and only one (or the management account) can ${what}`,
    hint: `write delegatedAdministrators: { config: ${account} }, or ${instead}`,
  });
}

/**
 * The declared Regions and, to find what is declared no more, every Region that accounts have from the start. Another
 * partition has others, which no list here names.
 */
export function regionsToRead(declared: Iterable<string>): Set<string> {
  const regions = new Set(declared);
  return [...regions].every((region) => partitionOf(region) === 'aws')
    ? new Set([...regions, ...DEFAULT_REGIONS])
    : regions;
}
