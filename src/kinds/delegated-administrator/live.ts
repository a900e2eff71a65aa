import { describeFault, faultOf } from '../../aws/faults.js';
import { TowerctlError } from '../../errors.js';
import type { LiveContext } from '../../kind.js';
import type { Address, Live, NodeName } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { type DelegatedAdministratorSpec, serviceOf } from './spec.js';

type Context = LiveContext<Surroundings>;

/** One call for each service that the manifest speaks of; nobody registered = nothing there. */
export async function* live(context: Context): AsyncGenerator<Live<DelegatedAdministratorSpec>> {
  const reads = [...context.declared.keys()].map(async (address) => ({
    address,
    ids: await registered(context, address),
  }));
  for (const { address, ids } of await Promise.all(reads)) {
    if (ids.length === 0) continue;
    const accounts = ids.map((id): NodeName => context.names.nameOf(id) ?? `account:${id}`).sort();
    yield { address, spec: { service: serviceOf(address), accounts }, managedBy: 'us', condition: 'settled' };
  }
}

/** A principal that Organizations does not know says nothing of the others; who may not ask may ask for none. */
async function registered({ aws, unknown }: Context, address: Address): Promise<readonly string[]> {
  const service = serviceOf(address);
  try {
    return await aws.organizations.delegatedAdministrators(service);
  } catch (error) {
    const fault = faultOf(error);
    if (fault.class === 'bug' || fault.class === 'denied' || error instanceof TowerctlError) throw error;
    unknown({ address, reason: describeFault(`administrators of ${service}`, fault) });
    return [];
  }
}
