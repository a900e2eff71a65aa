import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../../../model.js';
import type { World } from '../../../world.js';
import type { PolicyRecord } from '../../organizations/for-services.js';
import { parentOf } from '../../organizations/for-services.js';
import { emitDrift, forgetDrift } from '../events.js';
import {
  guardrailPoliciesOf,
  putStatements,
  removeStatements,
  type StatementType,
  statementsOf,
} from '../guardrail-policies.js';
import { mandatoryStatementsOn } from '../mandatory-controls.js';
import { controlTowerState, type EnabledControlRow } from '../state.js';
import { applyPolicy } from './policies.js';
import { controlOf, formOf, rowsOf, rowsOn } from './rows.js';
import { settingsOf, statementOf } from './statements/index.js';

/**
 * Somebody has edited or detached a policy of Control Tower behind its back. With service control policies this is told by
 * an event and by nothing else; controls of the other policy types show DRIFTED until they are reset.
 */
const SCP: StatementType = 'SERVICE_CONTROL_POLICY';
const RCP: StatementType = 'RESOURCE_CONTROL_POLICY';
const EC2 = 'DECLARATIVE_POLICY_EC2';
const REMEDY = 'Update Organizational Unit';

/** The service control policy statements that the unit should have: mandatory ones and those of its optional controls. */
function expectedStatements(world: World, unitId: string): JsonObject[] {
  const optional = rowsOn(world, unitId).flatMap((row) => {
    const control = inForce(row) && !row.mandatory ? controlOf(world, row) : undefined;
    return control && formOf(world, row) === 'scp' ? [statementOf(world, control, 'scp', row.parameters)] : [];
  });
  return [...mandatoryStatementsOn(world, unitId), ...optional];
}

/** A control under change was in force before, unless it is being enabled: then nobody misses its statement yet. */
const inForce = (row: EnabledControlRow): boolean => row.status === 'SUCCEEDED';

function missingFrom(statements: readonly JsonObject[], expected: readonly JsonObject[]): readonly JsonObject[] {
  return expected.filter((each) => !statements.some((other) => isDeepStrictEqual(other, each)));
}

function attachedStatements(world: World, unitId: string, type: StatementType): JsonObject[] {
  return guardrailPoliciesOf(world, unitId, type).flatMap(statementsOf);
}

/** Statements in the unit's policies that none of its controls has put there, whatever state the control is in. */
function foreignSids(world: World, unitId: string): string[] {
  const own = rowsOn(world, unitId).flatMap((row) => {
    const control = controlOf(world, row);
    return control && formOf(world, row) === 'scp' ? [statementOf(world, control, 'scp', row.parameters)] : [];
  });
  const known = new Set([...mandatoryStatementsOn(world, unitId), ...own].map(({ Sid }) => String(Sid)));
  const attached = attachedStatements(world, unitId, SCP).map(({ Sid }) => String(Sid));
  return attached.filter((sid) => !known.has(sid));
}

/** Whether its service control policies are not as Control Tower left them. */
export function isDriftedUnit(world: World, unitId: string): boolean {
  const missing = missingFrom(attachedStatements(world, unitId, SCP), expectedStatements(world, unitId));
  return missing.length > 0 || foreignSids(world, unitId).length > 0;
}

/** The policy that somebody has laid hands on, as far as the call tells it. */
export interface Handled {
  readonly policy: Pick<PolicyRecord, 'id' | 'name'>;
  readonly deed: 'edited' | 'detached';
}

/** Looks at every unit that has controls: tells what has drifted, and forgets what is in order again. */
export function inspectUnits(world: World, handled?: Handled): void {
  for (const unitId of new Set(
    rowsOf(world)
      .filter((row) => row.parent === undefined)
      .map((row) => row.targetId),
  )) {
    inspectServiceControl(world, unitId, handled);
    inspectOthers(world, unitId);
  }
}

function inspectServiceControl(world: World, unitId: string, handled: Handled | undefined): void {
  if (!isDriftedUnit(world, unitId)) {
    forgetDrift(world, unitId);
    return;
  }
  if (!handled) return;
  const { policy, deed } = handled;
  const isEdited = deed === 'edited';
  const facts = { organizationalUnitId: unitId, policyId: policy.id, policyName: policy.name };
  emitDrift(world, unitId, {
    driftType: isEdited ? 'SCP_UPDATED' : 'SCP_DETACHED_FROM_OU',
    message: isEdited
      ? `The policy ${policy.name} of the organizational unit ${unitId} has been changed outside of AWS Control Tower.`
      : `The policy ${policy.name} has been detached from the organizational unit ${unitId} outside of AWS Control Tower.`,
    remediationStep: REMEDY,
    facts,
  });
}

function inspectOthers(world: World, unitId: string): void {
  for (const row of rowsOn(world, unitId)) {
    if (!inForce(row)) continue;
    if (isEffective(world, row)) {
      // A check that Security Hub has switched off is not seen here.
      if (formOf(world, row) !== 'securityHub') recovered(world, row);
    } else {
      ineffective(world, row);
    }
  }
}

/** Whether a resource control or declarative policy of the unit still says what the control put there. */
function isEffective(world: World, row: EnabledControlRow): boolean {
  const control = controlOf(world, row);
  const form = formOf(world, row);
  if (!control || (form !== 'rcp' && form !== 'declarative')) return true;
  if (form === 'rcp') {
    const wanted = statementOf(world, control, 'rcp', row.parameters);
    return missingFrom(attachedStatements(world, row.targetId, RCP), [wanted]).length === 0;
  }
  const [policy] = guardrailPoliciesOf(world, row.targetId, EC2);
  const settings = policy ? settingsIn(policy) : {};
  return Object.entries(settingsOf(control) ?? {}).every(([name, value]) => isDeepStrictEqual(settings[name], value));
}

function settingsIn(policy: PolicyRecord): JsonObject {
  try {
    const document = JSON.parse(policy.content) as { readonly ec2_attributes?: JsonObject };
    return document.ec2_attributes ?? {};
  } catch {
    return {};
  }
}

function ineffective(world: World, row: EnabledControlRow): void {
  row.drifted = true;
  const control = controlOf(world, row);
  emitDrift(world, row.arn, {
    driftType: 'CONTROL_INEFFECTIVE',
    message: `The control ${control?.aliases[0] ?? row.controlId} is no longer effective on ${row.targetId}.`,
    remediationStep: 'Reset Control',
    facts: {
      targetIdentifier: row.targetId,
      controlId: control?.aliases[0] ?? row.controlId,
      controlName: control?.name ?? row.controlId,
      apiControlIdentifier: row.controlIdentifier,
      enabledControlIdentifier: row.arn,
    },
  });
}

function recovered(world: World, row: EnabledControlRow): void {
  delete row.drifted;
  forgetDrift(world, row.arn);
}

/** Somebody has switched the check of a Security Hub control off in an account: Security Hub itself is not simulated. */
export function switchCheckOff(world: World, arn: string): void {
  const row = rowsOf(world).find((each) => each.arn === arn);
  const control = row && controlOf(world, row);
  if (!row || !control || formOf(world, row) !== 'securityHub') {
    throw new Error(`${arn} is not an enabled control of Security Hub`);
  }
  row.drifted = true;
  emitDrift(world, row.arn, {
    driftType: 'SECURITY_HUB_CONTROL_DISABLED',
    message: `The Security Hub control ${control.identifier ?? control.id} has been disabled outside of AWS Control Tower.`,
    remediationStep: 'Reset Control',
    facts: {
      controlId: control.aliases[0] ?? control.id,
      controlName: control.name,
      apiControlIdentifier: row.controlIdentifier,
      enabledControlIdentifier: row.arn,
      region: row.regions[0] ?? '',
    },
  });
}

/**
 * Registering the unit again, or updating the landing zone, puts its policies right: those of service control, and with
 * `all` the others too. False when there is no room for them.
 */
export function repairUnit(world: World, unitId: string): boolean {
  removeStatements(world, unitId, foreignSids(world, unitId));
  if (!putStatements(world, unitId, expectedStatements(world, unitId), SCP)) return false;
  forgetDrift(world, unitId);
  return rowsOn(world, unitId)
    .filter((row) => row.drifted)
    .every((row) => repairControl(world, row));
}

/** What resetting a control does to its policy. */
export function repairControl(world: World, row: EnabledControlRow): boolean {
  const control = controlOf(world, row);
  if (control && !applyPolicy(world, row.targetId, control, row.parameters)) return false;
  recovered(world, row);
  return true;
}

/** Whether the account of a child still is where the child's unit is. */
export function isInherited(world: World, row: EnabledControlRow): boolean {
  const unit = row.parent === undefined ? undefined : controlTowerState(world).enabledControls[row.parent];
  return !row.leftBehind && unit !== undefined && parentOf(world, row.targetId) === unit.targetId;
}
