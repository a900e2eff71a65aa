import type { World } from '../../../world.js';
import {
  CATALOG,
  type CatalogControl,
  type Implementation,
  implementationOf,
} from '../../controlcatalog/catalog/index.js';
import { catalogOf } from '../../controlcatalog/state.js';
import { targetKindOf } from '../../organizations/for-services.js';
import { controlTowerState, type EnabledControlRow } from '../state.js';

/** Enabled controls, looked up. */

const own = new Map(CATALOG.map((control) => [control.id, control]));

export const rowsOf = (world: World): EnabledControlRow[] => Object.values(controlTowerState(world).enabledControls);

export const isChild = (row: EnabledControlRow): boolean => targetKindOf(row.targetId) === 'ACCOUNT';

export function rowsOn(world: World, targetId: string): EnabledControlRow[] {
  return rowsOf(world).filter((row) => row.targetId === targetId);
}

export function childrenOf(world: World, row: EnabledControlRow): EnabledControlRow[] {
  return rowsOf(world).filter((each) => each.parent === row.arn);
}

/** What the catalog knows of an enabled control; its own table where a user's catalog has it no longer. */
export function controlOf(world: World, row: EnabledControlRow): CatalogControl | undefined {
  return catalogOf(world).byId(row.controlId) ?? own.get(row.controlId);
}

export function formOf(world: World, row: EnabledControlRow): Implementation | undefined {
  return implementationOf(controlOf(world, row) ?? {});
}

/** Rules, checks and hooks live in accounts; policies are inherited without anything being enabled there. */
export const reachesAccounts = (form: Implementation | undefined): boolean =>
  form === undefined || form === 'configRule' || form === 'securityHub' || form === 'hook';

/** Optional controls of a unit: what must be disabled before the unit can be deregistered. */
export function optionalControlsOn(world: World, unitId: string): EnabledControlRow[] {
  return rowsOn(world, unitId).filter((row) => !row.mandatory);
}
