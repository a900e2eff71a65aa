import type { JsonObject } from '../../../model.js';
import type { World } from '../../world.js';
import type { ParameterValues } from './template/parameters.js';

/** Something that a stack made, as it is in its account and Region. */
export interface ResourceRow {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly status: string;
  readonly reason?: string;
  /** Functions carried out. */
  readonly properties: JsonObject;
  readonly metadata?: JsonObject;
  readonly description?: string;
  readonly deletionPolicy: string;
  readonly updateReplacePolicy: string;
  /** Clock milliseconds of its last change. */
  readonly changedAt: number;
}

export interface OutputRow {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

export interface EventRow {
  /** Clock milliseconds. */
  readonly at: number;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly properties?: JsonObject;
  readonly token?: string;
}

export interface Failing {
  /** Logical id; without it the first resource that would be changed. */
  readonly resource?: string;
  readonly message: string;
}

/** What a stack is made from. */
export interface Blueprint {
  /** Digest of the body: see `templates`. */
  readonly template: string;
  readonly parameters: ParameterValues;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
  readonly roleArn?: string;
  /** In whose name resources are made. */
  readonly principal: string;
}

/** A change that AWS is still at. */
export interface PendingChange {
  readonly kind: 'create' | 'update' | 'delete';
  readonly blueprint?: Blueprint;
  readonly onFailure: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
  readonly fails?: Failing;
  readonly retained?: readonly string[];
  readonly token?: string;
}

/** Replaced, not changed in place, but for the members that are not readonly. */
export interface StackRow extends Blueprint {
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly createdAt: number;
  readonly onFailure: PendingChange['onFailure'];
  readonly terminationProtection: boolean;
  /** Belongs to a StackSet: events of single resources are kept for failures only. */
  readonly ofStackSet: boolean;
  readonly status: string;
  readonly reason?: string;
  readonly updatedAt?: number;
  readonly deletedAt?: number;
  /** Counted up with every deployment; ids of resources are made from it. */
  readonly generation: number;
  readonly resources: readonly ResourceRow[];
  readonly outputs: readonly OutputRow[];
  /** Names of exports of other stacks that it uses. */
  readonly imports: readonly string[];
  readonly events: readonly EventRow[];
  readonly pending?: PendingChange;
  /** ClientRequestToken by `create`, `update` and `delete`. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly changeSetId?: string;
}

export interface RetainedResource extends ResourceRow {
  readonly accountId: string;
  readonly region: string;
  readonly formerStackId: string;
}

export interface ChangeSetRow {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly description?: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly createdAt: number;
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  readonly reason?: string;
  readonly executionStatus: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_COMPLETE' | 'OBSOLETE';
  readonly blueprint: Blueprint;
  readonly onFailure: PendingChange['onFailure'];
  readonly changes: readonly ResourceChange[];
}

export interface ResourceChange {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly replaces: boolean;
}

/** All stacks of all accounts and Regions. Plain JSON; StackSets keep theirs in `stack-sets/state.ts`. */
export interface CloudFormationState {
  /** Bodies by digest: thousands of stacks share one. */
  readonly templates: Record<string, string>;
  readonly stacks: Record<string, StackRow>;
  /** Account -> Region -> ids, oldest first, deleted ones included. */
  readonly places: Record<string, Record<string, string[]>>;
  /** `ACCOUNT/REGION/NAME` -> id of the stack that is not deleted. */
  readonly names: Record<string, string>;
  /** Names that only one thing may have, by type and reach -> stack id, or `retained`. */
  readonly taken: Record<string, string>;
  /** What is left of deleted stacks; by account. */
  readonly retained: Record<string, RetainedResource[]>;
  /** `ACCOUNT/REGION/EXPORT` -> stack id. */
  readonly exports: Record<string, string>;
  /** Ids of stacks with a pending change. */
  pending: string[];
  readonly changeSets: Record<string, ChangeSetRow>;
}

export function cloudFormationState(world: World): CloudFormationState {
  return world.state(
    'cloudformation',
    (): CloudFormationState => ({
      templates: {},
      stacks: {},
      places: {},
      names: {},
      taken: {},
      retained: {},
      exports: {},
      pending: [],
      changeSets: {},
    }),
  );
}
