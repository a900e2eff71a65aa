import type { Deed } from '../../../service.js';
import type { World } from '../../../world.js';
import { configState } from '../state.js';
import { PRINCIPAL } from './table.js';

/** An account that stops being administrator leaves aggregators behind that nobody can change any more. */
export function react(world: World, { service, operation, input }: Deed): void {
  if (service !== 'organizations') return;
  const isDeregistered = operation === 'DeregisterDelegatedAdministrator' && input['ServicePrincipal'] === PRINCIPAL;
  if (!isDeregistered && operation !== 'RemoveAccountFromOrganization') return;
  for (const [place, named] of Object.entries(configState(world).aggregators)) {
    if (!place.startsWith(`${String(input['AccountId'])}/`)) continue;
    for (const row of Object.values(named)) if (row.source.roleArn !== undefined) row.orphaned = true;
  }
}
