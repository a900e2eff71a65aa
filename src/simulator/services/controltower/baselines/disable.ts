import type { World } from '../../../world.js';
import { unitsIn } from '../../organizations/for-services.js';
import { removeMandatory } from '../mandatory-controls.js';
import type { Ending } from '../operations.js';
import type { ControlReactions } from '../reactions.js';
import { controlTowerState, type EnabledBaselineRow, type OperationRow } from '../state.js';
import { tellAccount, tellUnit } from './baseline-events.js';
import { leaveBehind } from './enrolment.js';
import { baselinesOn, childrenOf, enabledOn, isChild, membersOf, registrationOf } from './queries.js';

/** DisableBaseline is accepted at once; what stands in its way is told by the operation's end. */
const DONE = 'AWS Control Tower completed the baseline operation successfully.';

export function finishDisable(
  world: World,
  row: EnabledBaselineRow,
  operation: OperationRow,
  at: number,
  controls: ControlReactions,
): Ending {
  const state = controlTowerState(world);
  const isRegistration = registrationOf(world, row.targetId)?.arn === row.arn;
  const problem = injected(operation) ?? (isChild(row) ? undefined : obstacle(world, row));
  if (problem !== undefined) {
    row.status = 'FAILED';
    if (isRegistration) tellUnit(world, row.targetId, operation, at, problem);
    return { status: 'FAILED', message: problem };
  }
  for (const child of childrenOf(world, row)) leaveBehind(child);
  delete state.enabledBaselines[row.arn];
  delete state.tags[row.arn];
  if (isChild(row)) {
    row.status = 'SUCCEEDED';
    tellAccount(world, row, operation, at);
  } else if (isRegistration) {
    removeMandatory(world, row.targetId);
    controls.unitGone(world, row.targetId);
    tellUnit(world, row.targetId, operation, at, undefined);
  }
  return { status: 'SUCCEEDED', message: DONE };
}

function injected(operation: OperationRow): string | undefined {
  const outcome = operation.details['outcome'];
  const message =
    typeof outcome === 'object' && outcome !== null && 'message' in outcome ? outcome['message'] : undefined;
  return typeof message === 'string' ? message : undefined;
}

function obstacle(world: World, row: EnabledBaselineRow): string | undefined {
  const { targetId } = row;
  const isRegistration = registrationOf(world, targetId)?.arn === row.arn;
  if (
    unitsIn(world, targetId).some((unit) => baselinesOn(world, unit).some((each) => each.baselineId === row.baselineId))
  ) {
    return "Can't perform DisableBaseline on a parent target with governed child OUs";
  }
  if (enabledOn(world, targetId, 'BackupBaseline') && isRegistration) {
    return "Can't perform DisableBaseline on a target where BackupBaseline is enabled";
  }
  if (membersOf(world, targetId).length > 0) {
    return "Can't perform DisableBaseline on a target that has member accounts";
  }
  const optional = Object.values(controlTowerState(world).enabledControls).filter(
    (control) => control.targetId === targetId && !control.mandatory,
  );
  return optional.length > 0 ? "Can't perform DisableBaseline on a target with enabled optional controls" : undefined;
}
