import type { Deed } from '../../../service.js';
import type { World } from '../../../world.js';
import { policyOf, targetExists } from '../../organizations/for-services.js';
import { isGuardrail } from '../guardrail-policies.js';
import type { ControlReactions } from '../reactions.js';
import { enrolControls, forgetUnit, markLeftBehind, removeControls } from './children.js';
import { inspectUnits, repairUnit } from './drift.js';
import { isChild, rowsOf } from './rows.js';

/** Deeds that can put a policy of Control Tower out of order, or back in order. */
const POLICY_DEEDS: readonly string[] = [
  ...['UpdatePolicy', 'DetachPolicy', 'AttachPolicy', 'DeletePolicy', 'DisablePolicyType'],
];

function somethingChanged(world: World, { service, operation, input }: Deed): void {
  if (service !== 'organizations') return;
  if (operation === 'DeleteOrganizationalUnit') forgetGoneUnits(world);
  if (!POLICY_DEEDS.includes(operation)) return;
  const policy = policyOf(world, String(input['PolicyId'] ?? ''));
  if (policy && !isGuardrail(policy)) return;
  const deed = operation === 'UpdatePolicy' ? 'edited' : 'detached';
  inspectUnits(world, policy ? { policy, deed } : undefined);
}

function forgetGoneUnits(world: World): void {
  for (const { targetId } of rowsOf(world)) if (!targetExists(world, targetId)) forgetUnit(world, targetId);
}

export const controlReactions: ControlReactions = {
  accountsEnrolled(world, unitId, accountIds) {
    for (const accountId of accountIds) enrolControls(world, unitId, accountId);
  },
  accountLeft(world, _unitId, accountId, how) {
    if (how === 'unenrolled') removeControls(world, accountId);
    else markLeftBehind(world, accountId);
  },
  unitRegistered: repairUnit,
  unitGone: forgetUnit,
  landingZoneUpdated(world) {
    const units = rowsOf(world).filter((row) => !isChild(row));
    for (const unitId of new Set(units.map(({ targetId }) => targetId))) repairUnit(world, unitId);
  },
  somethingChanged,
};
