import type { Json, JsonObject } from '../../../../model.js';
import type { World } from '../../../world.js';

/**
 * What the simulated StackSets know: plain JSON under the world's name `cloudformation-stack-sets`, times in milliseconds
 * of the simulator's clock. Sets and operations are changed in place; rows of instances are replaced, never changed, so
 * that lists which lag can hold on to older ones. Ask for the state anew in every operation.
 */
export interface StackSetsState {
  /** CloudFormation's own switch for service-managed sets; trusted access in Organizations is another. */
  organizationsAccess: boolean;
  /** By ARN, deleted ones included, in the order in which they were created. */
  readonly sets: Record<string, StackSetRow>;
  /** `OWNER REGION NAME` of the sets that are not deleted -> ARN. */
  readonly names: Record<string, string>;
  /** Operations that are not over, in the order in which they were accepted. */
  unfinished: readonly { readonly set: string; readonly id: string }[];
  /** Account -> parent, as the organization was when it was last looked at; what differs since is an account that moved. */
  placements: Record<string, string>;
  /** The organization's state at that time. */
  placementsAt: number;
  /** Told by tests: `ACCOUNT` or `ACCOUNT/REGION` where nothing can be deployed -> why. */
  readonly broken: Record<string, string>;
}

export type PermissionModel = 'SERVICE_MANAGED' | 'SELF_MANAGED';
export type Action = 'CREATE' | 'UPDATE' | 'DELETE' | 'DETECT_DRIFT';
export type OperationStatus = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'STOPPING' | 'STOPPED';
export type DetailedStatus =
  | 'PENDING'
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'CANCELLED'
  | 'INOPERABLE'
  | 'SKIPPED_SUSPENDED_ACCOUNT'
  | 'FAILED_IMPORT';

export interface Parameter {
  readonly key: string;
  readonly value: string;
}

export interface AutoDeployment {
  readonly enabled: boolean;
  /** Stacks stay when their account leaves the targets. */
  readonly retain: boolean;
  /** ARNs of sets whose automatic operations come first. */
  readonly dependsOn: readonly string[];
}

/** What an update can change. */
export interface Settings {
  readonly description?: string;
  readonly templateBody: string;
  readonly parameters: readonly Parameter[];
  readonly capabilities: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly permissionModel: PermissionModel;
  readonly administrationRole?: string;
  readonly executionRole?: string;
  readonly autoDeployment?: AutoDeployment;
  readonly managedExecution: boolean;
}

export interface StackSetRow {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** The account whose namespace it is in: the management account for every service-managed set. */
  readonly owner: string;
  readonly region: string;
  readonly createdAt: number;
  deletedAt?: number;
  /** What the creating call's idempotency token stands for. */
  readonly token?: { readonly value: string; readonly digest: string };
  settings: Settings;
  /** Units that instances were asked for through -> Regions: what automatic deployment watches. */
  readonly targets: Record<string, readonly string[]>;
  /** By `ACCOUNT/REGION`. */
  readonly instances: Record<string, InstanceRow>;
  /** Counts instances that came and went: what was worked out of their keys is good for one number. */
  edition: number;
  /** By id, in the order in which they were accepted. */
  readonly operations: Record<string, OperationRow>;
  /** The last detection that was completed. */
  drift?: DriftDetails;
  /** Resources that somebody changed behind the stack's back, by instance. */
  readonly tampered: Record<string, readonly TamperedResource[]>;
  /** What instances were before a change, oldest change first; no further back than lists lag. */
  readonly past: { readonly at: number; readonly key: string; readonly before: InstanceRow | null }[];
}

export interface InstanceRow {
  readonly account: string;
  readonly region: string;
  /** The unit or root through which it was asked for; service-managed only. */
  readonly unit?: string;
  readonly stackId?: string;
  /** Seeded without a stack: the first operation that needs one makes it (`stackIdOf`). */
  readonly seeded?: true;
  readonly status: 'CURRENT' | 'OUTDATED' | 'INOPERABLE';
  readonly detail: DetailedStatus;
  readonly reason?: string;
  readonly operation?: string;
  readonly overrides?: readonly Parameter[];
  /** Absent = NOT_CHECKED. */
  readonly drift?: 'DRIFTED' | 'IN_SYNC' | 'UNKNOWN';
  readonly driftAt?: number;
}

export interface TamperedResource {
  readonly logicalId: string;
  readonly status: 'MODIFIED' | 'DELETED';
}

export interface DriftDetails {
  readonly status: 'DRIFTED' | 'IN_SYNC' | 'NOT_CHECKED';
  readonly detection: 'COMPLETED' | 'FAILED' | 'PARTIAL_SUCCESS' | 'IN_PROGRESS' | 'STOPPED';
  readonly at?: number;
  readonly total: number;
  readonly drifted: number;
  readonly inSync: number;
  readonly inProgress: number;
  readonly failed: number;
}

/** One Region of an operation: its accounts are worked on in their order, so many at once. */
export interface Lane {
  readonly region: string;
  readonly accounts: readonly string[];
  /** How many are over. */
  done: number;
  /** How many of those after them are under way. */
  running: number;
  /** When those are over, under a pace that times instances. */
  endsAt?: number;
  failures: number;
  /** More have failed than may: the rest is cancelled. */
  exceeded?: true;
}

export interface OperationRow {
  readonly id: string;
  readonly action: Action;
  status: OperationStatus;
  readonly createdAt: number;
  startedAt?: number;
  endedAt?: number;
  reason?: string;
  /** Began by itself, because an account joined, left or moved. */
  readonly automatic?: true;
  readonly retain?: boolean;
  /** As they were given, in the members of the API. */
  readonly preferences: JsonObject;
  readonly deploymentTargets?: JsonObject;
  readonly administrationRole?: string;
  readonly executionRole?: string;
  readonly lanes: readonly Lane[];
  /** Instances end one by one in time; else all at once, when the world's pace says so. */
  timed?: true;
  /** Stands in the way of every other operation of its set. */
  readonly whole?: true;
  /** Account -> unit or root; service-managed only. */
  readonly units: Readonly<Record<string, string>>;
  /** What the call asks of overridden parameters; absent = as they are. */
  readonly overrides?: readonly { readonly key: string; readonly value: string | null }[];
  /** Import: instance -> stack. */
  readonly stacks?: Readonly<Record<string, string>>;
  /** An injected fault: `ACCOUNT` or `ACCOUNT/REGION` -> why it fails. */
  readonly failing: Readonly<Record<string, Json>>;
  /** Instance -> why; those that are over and in neither of the two have succeeded. */
  readonly failed: Record<string, string>;
  readonly skipped: Record<string, string>;
  drift?: DriftDetails;
}

const NAME = 'cloudformation-stack-sets';

export function emptyStackSets(): StackSetsState {
  return {
    organizationsAccess: false,
    sets: {},
    names: {},
    unfinished: [],
    placements: {},
    placementsAt: -1,
    broken: {},
  };
}

export function stackSetsState(world: World): StackSetsState {
  return world.state(NAME, emptyStackSets);
}

export function setStackSetsState(world: World, state: StackSetsState): void {
  world.setState(NAME, state);
}

export const keyOf = (account: string, region: string): string => `${account}/${region}`;

export const isOver = ({ status }: OperationRow): boolean =>
  status === 'SUCCEEDED' || status === 'FAILED' || status === 'STOPPED';

/** Operations of one set that are not over, in the order in which they were accepted. */
export function unfinishedOf(state: StackSetsState, set: StackSetRow): OperationRow[] {
  return state.unfinished.flatMap((each) => (each.set === set.arn ? (set.operations[each.id] ?? []) : []));
}
