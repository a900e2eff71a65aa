import type { JsonObject } from '../../../../model.js';
import type { World } from '../../../world.js';
import { type CatalogControl, CONTROL_TOWER_REGIONS } from '../../controlcatalog/catalog/index.js';
import { governedRegions } from '../access.js';
import { begin } from '../operations.js';
import { controlTowerState, type EnabledControlRow, type OperationRow, type Parameter } from '../state.js';
import { changeChildren, startChildren } from './children.js';
import { formOf, rowsOn } from './rows.js';

/** How operations on controls begin. */

const RUNNING = 'Operation is in progress.';

export type ChangeType = 'ENABLE_CONTROL' | 'DISABLE_CONTROL' | 'UPDATE_ENABLED_CONTROL' | 'RESET_ENABLED_CONTROL';

interface Change {
  readonly type: ChangeType;
  /** What the control shall have when the operation has succeeded. */
  readonly parameters?: readonly Parameter[];
  readonly outcome?: Readonly<Record<string, unknown>> | undefined;
}

/** The control is under change from now on, and its accounts with it. */
export function startChange(world: World, row: EnabledControlRow, { type, parameters, outcome }: Change): OperationRow {
  const details: Record<string, unknown> = {
    // The operation outlives what it disables.
    controlIdentifier: row.controlIdentifier,
    targetId: row.targetId,
    parameters,
    outcome,
  };
  const operation = begin(world, {
    kind: 'control',
    type,
    subject: row.arn,
    unitId: row.targetId,
    details: JSON.parse(JSON.stringify(details)) as JsonObject,
  });
  operation.message = RUNNING;
  row.status = 'UNDER_CHANGE';
  row.lastOperation = operation.id;
  if (type === 'ENABLE_CONTROL') startChildren(world, row, operation);
  else if (type !== 'RESET_ENABLED_CONTROL') changeChildren(world, row, operation);
  else for (const each of resetTogether(world, row)) startChildren(world, each, operation);
  return operation;
}

/** Resetting one proactive control resets all proactive controls of the unit. */
export function resetTogether(world: World, row: EnabledControlRow): EnabledControlRow[] {
  if (formOf(world, row) !== 'hook') return [row];
  return rowsOn(world, row.targetId).filter((each) => formOf(world, each) === 'hook');
}

/** Governed Regions; of a regional control those where it is available. */
export function targetRegions(world: World, control: CatalogControl): readonly string[] {
  const { landingZone, homeRegion } = controlTowerState(world);
  if (!landingZone || homeRegion === null) return [];
  const governed = governedRegions(landingZone, homeRegion);
  if (control.scope === 'GLOBAL') return governed;
  const available = control.regions ?? CONTROL_TOWER_REGIONS;
  return governed.filter((region) => available.includes(region));
}
