import type { JsonObject } from '../../../../../model.js';
import type { World } from '../../../../world.js';
import type { CatalogControl } from '../../../controlcatalog/catalog/index.js';
import { organizationOf } from '../../../organizations/for-services.js';
import type { Parameter } from '../../state.js';
import { DECLARATIVE } from './declarative.js';
import { RESOURCE_CONTROL } from './resource-control.js';
import { SERVICE_CONTROL } from './service-control.js';

/**
 * The statement that a preventive control puts into a policy, with these parameters. Of a control that only a user's own
 * catalog has, no text is known: its statement stands there and denies nothing that exists.
 */
export function statementOf(
  world: World,
  control: CatalogControl,
  form: 'scp' | 'rcp',
  parameters: readonly Parameter[],
): JsonObject {
  const table = form === 'scp' ? SERVICE_CONTROL : RESOURCE_CONTROL;
  const write = control.aliases.map((alias) => table[alias]).find((each) => each !== undefined);
  if (write) return write({ parameters, organizationId: organizationOf(world)?.id ?? '' });
  return {
    Action: ['towerctl-sandbox:TextOfThisControlIsNotKnown'],
    Resource: '*',
    Effect: 'Deny',
    ...(form === 'rcp' ? { Principal: '*' } : {}),
    Sid: sidOf(control),
  };
}

/** What a declarative control sets below `ec2_attributes`; undefined where its text is not known. */
export function settingsOf(control: CatalogControl): JsonObject | undefined {
  return control.aliases.map((alias) => DECLARATIVE[alias]).find((each) => each !== undefined);
}

/** Control Tower's own way to a Sid: the alias without what a Sid may not have. */
function sidOf({ aliases, id }: CatalogControl): string {
  return (aliases[0] ?? id).replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();
}
