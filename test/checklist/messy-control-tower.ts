import type { Simulator } from '../../src/simulator/index.js';
import { CATALOG } from '../../src/simulator/services/controlcatalog/catalog/index.js';
import { globalControlArn, regionalControlArn } from '../../src/simulator/services/controltower/names.js';
import { controlTowerState } from '../../src/simulator/services/controltower/state.js';

export const HOME = 'ap-northeast-1';
export const GOVERNED: readonly string[] = [HOME, 'us-east-1'];

/** Failures and optional controls: what a seed file does not tell of a landing zone. */
export interface Aftermath {
  /** Ids of units whose registration failed. */
  readonly failedUnits: readonly string[];
  readonly controls: readonly EnabledControl[];
}

export interface EnabledControl {
  /** Alias: `AWS-GR_ENCRYPTED_VOLUMES`. */
  readonly alias: string;
  /** Id of a unit. */
  readonly target: string;
  readonly status: 'SUCCEEDED' | 'FAILED';
}

/** As if it had happened long ago. */
export function leaveBehind({ world }: Simulator, { failedUnits, controls }: Aftermath): void {
  const { enabledBaselines, enabledControls } = controlTowerState(world);
  for (const row of Object.values(enabledBaselines)) if (failedUnits.includes(row.targetId)) row.status = 'FAILED';
  for (const [index, { alias, target, status }] of controls.entries()) {
    const controlId = CATALOG.find(({ aliases }) => aliases.includes(alias))?.id;
    if (controlId === undefined) throw new Error(`the catalog has no ${alias}`);
    const arn = `arn:aws:controltower:${HOME}:123456789012:enabledcontrol/${index}`;
    // Both forms are in use, as they are in the field.
    const controlIdentifier = index % 2 === 0 ? regionalControlArn(HOME, alias) : globalControlArn(controlId);
    enabledControls[arn] = {
      arn,
      controlIdentifier,
      controlId,
      targetId: target,
      status,
      parameters: [],
      regions: GOVERNED,
    };
  }
}
