import type { Json, JsonObject } from '../../../model.js';
import type { World } from '../../world.js';

/**
 * What the simulated AWS Control Tower knows: plain JSON under the world's name `controltower`, times in milliseconds of
 * the simulator's clock. Rows are changed in place. Ask for the state anew in every operation.
 */
export interface ControlTowerState {
  /** Where the landing zone was created; null while there never was one. */
  homeRegion: string | null;
  landingZone: LandingZoneRow | null;
  readonly landingZoneOperations: Record<string, OperationRow>;
  /** Operations of units and of their accounts. */
  readonly baselineOperations: Record<string, OperationRow>;
  readonly controlOperations: Record<string, OperationRow>;
  /** By ARN, in the order in which they were enabled. */
  readonly enabledBaselines: Record<string, EnabledBaselineRow>;
  readonly enabledControls: Record<string, EnabledControlRow>;
  /** By ARN. An empty record is a resource that was tagged once. */
  readonly tags: Record<string, Readonly<Record<string, string>>>;
  /** What was told to nobody twice: `TYPE subject`. */
  readonly notified: Record<string, true>;
  /** Numbers the operations. */
  sequence: number;
  /** Ids of operations that are accepted and not over, in the order in which they were accepted; parts of others left out. */
  unfinished: readonly { readonly kind: OperationKind; readonly id: string }[];
}

export interface LandingZoneRow {
  readonly arn: string;
  version: string;
  status: 'ACTIVE' | 'PROCESSING' | 'FAILED';
  manifest: JsonObject;
  remediationTypes: readonly string[];
  /** The designated unit of the shared accounts; null on a landing zone without service integrations. */
  securityUnitId: string | null;
}

export type OperationKind = 'landing-zone' | 'baseline' | 'control';

export interface OperationRow {
  readonly id: string;
  readonly kind: OperationKind;
  /** The wire's operation type: `ENABLE_CONTROL`, `RESET`. */
  readonly type: string;
  /** ARN of what it changes: landing zone, enabled baseline, enabled control. */
  readonly subject: string;
  readonly sequence: number;
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  /** Accepted, and waiting for a place among those that run at once. The API calls it IN_PROGRESS. */
  queued: boolean;
  /** When it was accepted. */
  readonly startedAt: number;
  endedAt?: number;
  message?: string;
  /** How many accounts it concerns: decides how long it takes under a pace of time. */
  readonly accounts: number;
  /** The operation of a unit that this one, of an account, is part of: it begins and ends with it. */
  readonly parent?: string;
  /** Began by itself (automatic enrolment): stands in the way of its own unit only. */
  readonly automatic?: true;
  /** The unit it happens in. */
  readonly unitId?: string;
  /** What only this operation's end needs to know. */
  readonly details: JsonObject;
}

export interface EnabledBaselineRow {
  readonly arn: string;
  readonly baselineId: string;
  /** Unit or account, as Organizations names it. */
  readonly targetId: string;
  version?: string;
  status: 'SUCCEEDED' | 'FAILED' | 'UNDER_CHANGE';
  lastOperation?: string;
  parameters: readonly Parameter[];
  /** Enabled baseline of the account's unit; undefined on a unit, on a landing zone's own, and on one left behind. */
  parent?: string;
  /** An account's, whose unit no longer knows it: the only one of an account that can be disabled. */
  leftBehind?: true;
  /** Governed regions when it was last enabled, updated or reset. */
  regions: readonly string[];
}

export interface EnabledControlRow {
  readonly arn: string;
  /** As it was enabled: global or regional form. */
  readonly controlIdentifier: string;
  /** The catalog's opaque id: the same for both forms. */
  readonly controlId: string;
  readonly targetId: string;
  status: 'SUCCEEDED' | 'FAILED' | 'UNDER_CHANGE';
  lastOperation?: string;
  parameters: readonly Parameter[];
  regions: readonly string[];
  parent?: string;
  mandatory?: true;
  /** Resource drift that was found; absent = in sync or not checked, by the control's implementation. */
  drifted?: true;
  /** A child whose account is no longer in the unit. */
  leftBehind?: true;
}

export interface Parameter {
  readonly key: string;
  readonly value: Json;
}

export function emptyControlTower(): ControlTowerState {
  return {
    homeRegion: null,
    landingZone: null,
    landingZoneOperations: {},
    baselineOperations: {},
    controlOperations: {},
    enabledBaselines: {},
    enabledControls: {},
    tags: {},
    notified: {},
    sequence: 0,
    unfinished: [],
  };
}

export function controlTowerState(world: World): ControlTowerState {
  return world.state('controltower', emptyControlTower);
}

export function operationsOf(state: ControlTowerState, kind: OperationKind): Record<string, OperationRow> {
  if (kind === 'landing-zone') return state.landingZoneOperations;
  return kind === 'baseline' ? state.baselineOperations : state.controlOperations;
}
