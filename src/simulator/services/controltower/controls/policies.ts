import type { JsonObject } from '../../../../model.js';
import type { World } from '../../../world.js';
import { type CatalogControl, implementationOf } from '../../controlcatalog/catalog/index.js';
import {
  createPolicyOn,
  deletePolicy,
  ensurePolicyType,
  placesLeft,
  replaceContent,
  trustService,
} from '../../organizations/for-services.js';
import {
  guardrailPoliciesOf,
  newName,
  putStatements,
  removeStatements,
  type StatementType,
} from '../guardrail-policies.js';
import type { Parameter } from '../state.js';
import { controlOf, rowsOn } from './rows.js';
import { settingsOf, statementOf } from './statements/index.js';

/** What a preventive control does to the policies of its unit. */

const EC2 = 'DECLARATIVE_POLICY_EC2';
const TYPES: Readonly<Record<'scp' | 'rcp', StatementType>> = {
  scp: 'SERVICE_CONTROL_POLICY',
  rcp: 'RESOURCE_CONTROL_POLICY',
};

/** False, and nothing is changed, when there is no room on the unit. Detective and proactive controls need none. */
export function applyPolicy(
  world: World,
  unitId: string,
  control: CatalogControl,
  parameters: readonly Parameter[],
): boolean {
  const form = implementationOf(control);
  if (form === 'scp' || form === 'rcp') {
    return putStatements(world, unitId, [statementOf(world, control, form, parameters)], TYPES[form]);
  }
  return form === 'declarative' ? writeSettings(world, unitId, { with: control }) : true;
}

export function withdrawPolicy(world: World, unitId: string, control: CatalogControl): void {
  const form = implementationOf(control);
  if (form === 'scp' || form === 'rcp') {
    const { Sid } = statementOf(world, control, form, []);
    removeStatements(world, unitId, [String(Sid)], TYPES[form]);
  } else if (form === 'declarative') {
    writeSettings(world, unitId, { without: control });
  }
}

/** The settings that the unit's declarative controls ask for together, under `ec2_attributes`. */
export function expectedSettings(
  world: World,
  unitId: string,
  change: { readonly with?: CatalogControl; readonly without?: CatalogControl } = {},
): JsonObject {
  const inForce = rowsOn(world, unitId)
    .filter((row) => row.status === 'SUCCEEDED')
    .flatMap((row) => controlOf(world, row) ?? [])
    .filter((control) => control.id !== change.without?.id);
  const controls = [...inForce, ...(change.with ? [change.with] : [])];
  return Object.fromEntries(controls.flatMap((control) => Object.entries(settingsOf(control) ?? {})));
}

function writeSettings(
  world: World,
  unitId: string,
  change: { readonly with?: CatalogControl; readonly without?: CatalogControl },
): boolean {
  const settings = expectedSettings(world, unitId, change);
  const [policy] = guardrailPoliciesOf(world, unitId, EC2);
  if (Object.keys(settings).length === 0) {
    if (policy) deletePolicy(world, policy.id);
    return true;
  }
  const content = JSON.stringify({ ec2_attributes: settings });
  if (policy) {
    replaceContent(world, policy.id, content);
    return true;
  }
  trustService(world, 'ec2.amazonaws.com');
  ensurePolicyType(world, EC2);
  if (placesLeft(world, EC2, unitId) < 1) return false;
  createPolicyOn(world, unitId, { type: EC2, name: newName(world), content });
  return true;
}
