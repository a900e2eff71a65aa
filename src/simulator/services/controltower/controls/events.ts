import type { JsonObject } from '../../../../model.js';
import type { World } from '../../../world.js';
import { nameOfTarget, targetArnOf, targetExists, targetKindOf } from '../../organizations/for-services.js';
import { emitLifecycle, timestamp } from '../events.js';
import type { EnabledControlRow, OperationRow } from '../state.js';
import { controlOf } from './rows.js';

/** What is told when an operation on a control is over: one event for each account, and the older one for the unit. */

interface Told {
  readonly name: string;
  readonly key: string;
  readonly done: string;
  /** The older event of the same deed: guardrails were the controls' first name. */
  readonly older?: { readonly name: string; readonly key: string; readonly done: string };
}

const TOLD: Readonly<Record<string, Told>> = {
  ENABLE_CONTROL: {
    name: 'EnableControl',
    key: 'enableControlStatus',
    done: 'AWS Control Tower successfully enabled a control on the target.',
    older: {
      name: 'EnableGuardrail',
      key: 'enableGuardrailStatus',
      done: 'AWS Control Tower successfully enabled a guardrail on an organizational unit.',
    },
  },
  DISABLE_CONTROL: {
    name: 'DisableControl',
    key: 'disableControlStatus',
    done: 'AWS Control Tower successfully disabled the enabled control on the target.',
    older: {
      name: 'DisableGuardrail',
      key: 'disableGuardrailStatus',
      done: 'AWS Control Tower successfully disabled a guardrail on an organizational unit.',
    },
  },
  UPDATE_ENABLED_CONTROL: {
    name: 'UpdateEnabledControl',
    key: 'updateEnabledControlStatus',
    done: 'AWS Control Tower successfully updated the enabled control on the target.',
  },
  RESET_ENABLED_CONTROL: {
    name: 'ResetEnabledControl',
    key: 'resetEnabledControlStatus',
    done: 'AWS Control Tower has successfully reset the enabled control on the target.',
  },
};

/** `row` is an account's, or a unit's whose control reaches no account by itself. */
export function tellTarget(
  world: World,
  row: EnabledControlRow,
  operation: OperationRow,
  at: number,
  failure: string | undefined,
): void {
  const told = TOLD[operation.type];
  if (!told || !targetExists(world, row.targetId)) return;
  emitLifecycle(
    world,
    told.name,
    told.key,
    {
      arn: row.arn,
      ...(row.parent === undefined ? {} : { parentIdentifier: row.parent }),
      controlIdentifier: row.controlIdentifier,
      targetIdentifier: targetArnOf(world, row.targetId),
      state: failure === undefined ? 'SUCCEEDED' : 'FAILED',
      message: failure ?? told.done,
      requestedTimestamp: timestamp(operation.startedAt),
      completedTimestamp: timestamp(at),
    },
    { version: '1.11', at },
  );
}

/** The older event, of the unit. Its first time is called `requestTimestamp`. */
export function tellUnit(
  world: World,
  row: EnabledControlRow,
  operation: OperationRow,
  at: number,
  failure: string | undefined,
): void {
  const older = TOLD[operation.type]?.older;
  const control = controlOf(world, row);
  if (!older || !targetExists(world, row.targetId) || targetKindOf(row.targetId) === 'ACCOUNT') return;
  const body: JsonObject = {
    organizationalUnits: [
      { organizationalUnitName: nameOfTarget(world, row.targetId), organizationalUnitId: row.targetId },
    ],
    guardrails: [
      {
        guardrailId: control?.aliases[0] ?? row.controlId,
        ...(control?.behavior === undefined ? {} : { guardrailBehavior: control.behavior }),
      },
    ],
    state: failure === undefined ? 'SUCCEEDED' : 'FAILED',
    message: failure ?? older.done,
    requestTimestamp: timestamp(operation.startedAt),
    completedTimestamp: timestamp(at),
  };
  emitLifecycle(world, older.name, older.key, body, { at });
}
