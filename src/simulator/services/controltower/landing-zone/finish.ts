import type { JsonObject } from '../../../../model.js';
import type { World } from '../../../world.js';
import {
  accountOf,
  deletePolicy,
  nameOfTarget,
  organizationOf,
  parentOf,
  trustService,
} from '../../organizations/for-services.js';
import { baselinesOn, registrationOf, rowsOf } from '../baselines/queries.js';
import { emitLifecycle, timestamp } from '../events.js';
import { guardrailPoliciesOf } from '../guardrail-policies.js';
import { enableMandatory } from '../mandatory-controls.js';
import type { Ending, Finish } from '../operations.js';
import type { ControlReactions } from '../reactions.js';
import { controlTowerState, type LandingZoneRow, type OperationRow } from '../state.js';
import { matchLandingZoneBaselines } from './baselines.js';
import { designatedUnit } from './checks.js';
import { repairLandingZone, TRUSTED } from './drift.js';
import { integration, sharedAccounts } from './settings.js';

/** How operations of the landing zone end. */
export function finishLandingZone(controls: ControlReactions): Finish {
  return (world, operation, at) => {
    const { landingZone } = controlTowerState(world);
    if (!landingZone) return { status: 'FAILED', message: 'The landing zone no longer exists.' };
    const failure = failureOf(operation);
    if (failure !== undefined) {
      landingZone.status = 'FAILED';
      tell(world, landingZone, operation, at, failure);
      return { status: 'FAILED', message: failure };
    }
    if (operation.type === 'DELETE') return decommission(world, controls);
    if (operation.type !== 'RESET') take(world, landingZone, operation);
    settle(world, landingZone, controls);
    tell(world, landingZone, operation, at, undefined);
    return { status: 'SUCCEEDED' };
  };
}

function failureOf({ details }: OperationRow): string | undefined {
  const outcome = details['outcome'];
  const message =
    typeof outcome === 'object' && outcome !== null && 'message' in outcome ? outcome['message'] : undefined;
  return typeof message === 'string' ? message : undefined;
}

/** The manifest is replaced as a whole. */
function take(world: World, landingZone: LandingZoneRow, { type, details }: OperationRow): void {
  const { version, manifest, remediationTypes } = details;
  if (typeof version === 'string') landingZone.version = version;
  if (typeof manifest === 'object' && manifest !== null) landingZone.manifest = manifest as JsonObject;
  landingZone.remediationTypes = Array.isArray(remediationTypes) ? remediationTypes.map(String) : [];
  const isUnknown = type === 'CREATE' || landingZone.securityUnitId === null;
  if (isUnknown) landingZone.securityUnitId = designatedUnit(world, landingZone);
}

/** The organization as the landing zone wants it: drift repaired, preventive controls in their standard form. */
function settle(world: World, landingZone: LandingZoneRow, controls: ControlReactions): void {
  landingZone.status = 'ACTIVE';
  trustService(world, TRUSTED);
  repairLandingZone(world);
  matchLandingZoneBaselines(world, landingZone);
  const rootId = organizationOf(world)?.rootId;
  const units = rowsOf(world)
    .map(({ targetId }) => targetId)
    .filter((id) => registrationOf(world, id) && parentOf(world, id) === rootId);
  if (landingZone.securityUnitId !== null && integration(landingZone, 'config')) units.push(landingZone.securityUnitId);
  for (const unit of new Set(units)) enableMandatory(world, unit);
  controls.landingZoneUpdated(world);
}

/** Accounts, units, buckets and log groups stay; what governed them goes. */
function decommission(world: World, controls: ControlReactions): Ending {
  const state = controlTowerState(world);
  const units = new Set([
    ...Object.values(state.enabledControls).map(({ targetId }) => targetId),
    ...rowsOf(world).map(({ targetId }) => targetId),
  ]);
  for (const unit of units) {
    for (const policy of guardrailPoliciesOf(world, unit)) deletePolicy(world, policy.id);
    if (baselinesOn(world, unit).length > 0) controls.unitGone(world, unit);
  }
  for (const table of [state.enabledBaselines, state.enabledControls, state.tags]) {
    for (const arn of Object.keys(table)) delete table[arn];
  }
  state.landingZone = null;
  return { status: 'SUCCEEDED' };
}

const SETUP = { name: 'SetupLandingZone', key: 'setupLandingZoneStatus', done: 'set up a new landing zone' };
const UPDATE = { name: 'UpdateLandingZone', key: 'updateLandingZoneStatus', done: 'updated a landing zone' };

/** A reset is told as an update: no event of its own is documented. */
function tell(
  world: World,
  landingZone: LandingZoneRow,
  operation: OperationRow,
  at: number,
  failure: string | undefined,
): void {
  if (operation.type === 'DELETE') return;
  const { name, key, done } = operation.type === 'CREATE' ? SETUP : UPDATE;
  const { securityUnitId } = landingZone;
  const units = securityUnitId === null ? [] : [securityUnitId];
  const body: JsonObject = {
    state: failure === undefined ? 'SUCCEEDED' : 'FAILED',
    message: failure ?? `AWS Control Tower successfully ${done}.`,
    rootOrganizationalId: organizationOf(world)?.rootId ?? '',
    organizationalUnits: units.map((id) => ({
      organizationalUnitName: nameOfTarget(world, id),
      organizationalUnitId: id,
    })),
    accounts: sharedAccounts(landingZone).map((id) => ({
      accountName: accountOf(world, id)?.name ?? '',
      accountId: id,
    })),
    requestedTimestamp: timestamp(operation.startedAt),
    completedTimestamp: timestamp(at),
  };
  emitLifecycle(world, name, key, body, { at });
}
