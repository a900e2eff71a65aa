import { isThere, type Lived } from '../../lived.js';
import type { World } from '../../world.js';
import type { PrincipalType } from '../identitystore/for-services.js';

/**
 * What the simulated IAM Identity Center knows: plain JSON under the world's name `sso`, times in milliseconds of the
 * simulator's clock. Rows are changed in place. Ask for the state anew in every operation.
 */
export interface IdentityCenterState {
  /** By ARN. The organization's own is the one that the management account owns. */
  readonly instances: Record<string, InstanceRow>;
  /** By ARN; those of the organization's instance. */
  readonly sets: Record<string, SetRow>;
  /** Set -> account. */
  readonly provisioned: Record<string, Record<string, ProvisionRow>>;
  /** Set -> `ACCOUNT TYPE PRINCIPAL`. */
  readonly assignments: Record<string, Record<string, AssignmentRow>>;
  /** By request id. */
  readonly operations: Record<string, OperationRow>;
  /** Request ids that are accepted and not over, in their order. */
  unfinished: readonly string[];
  /** Accounts that Control Tower has let its groups into; null before it has set anything up. */
  letIn: Record<string, true> | null;
  /** Account -> ARNs of customer managed policies that nobody's stack made. */
  readonly customerPolicies: Record<string, readonly string[]>;
}

export interface InstanceRow {
  readonly arn: string;
  readonly identityStoreId: string;
  readonly ownerAccountId: string;
  readonly region: string;
  name?: string;
  readonly createdAt: number;
  tags: Readonly<Record<string, string>>;
}

export interface CustomerPolicy {
  readonly Name: string;
  readonly Path: string;
}

export interface Boundary {
  readonly ManagedPolicyArn?: string;
  readonly CustomerManagedPolicyReference?: CustomerPolicy;
}

export interface SetRow extends Lived {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  description?: string;
  session: string;
  relayState?: string;
  /** ARNs, in the order in which they were attached. */
  managed: readonly string[];
  customer: readonly CustomerPolicy[];
  inline?: string;
  boundary?: Boundary;
  tags: Readonly<Record<string, string>>;
}

export interface ProvisionRow extends Lived {
  readonly account: string;
  /** The set was edited since. */
  stale: boolean;
  /** When that last changed. */
  staleAt: number;
  readonly createdAt: number;
}

export interface Principal {
  readonly type: PrincipalType;
  readonly id: string;
}

export interface AssignmentRow extends Lived, Principal {
  readonly account: string;
}

export interface OperationRow {
  readonly id: string;
  readonly kind: 'create' | 'delete' | 'provision';
  readonly setArn: string;
  /** The one it is about; of a provisioning of all, those that were provisioned when it was asked for. */
  readonly accounts: readonly string[];
  /** Of a provisioning: every account that has the set. */
  readonly all?: true;
  readonly principal?: Principal;
  readonly startedAt: number;
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  reason?: string;
  /** Waits for another role in its account. */
  queued: boolean;
  endedAt?: number;
  /** As an injected fault wants it to end. */
  readonly outcome?: { readonly message: string; readonly accounts?: readonly string[] };
}

export function emptyIdentityCenter(): IdentityCenterState {
  return {
    instances: {},
    sets: {},
    provisioned: {},
    assignments: {},
    operations: {},
    unfinished: [],
    letIn: null,
    customerPolicies: {},
  };
}

export const identityCenterState = (world: World): IdentityCenterState => world.state('sso', emptyIdentityCenter);

/** The organization's, of whatever Region. */
export function organizationInstance(world: World): InstanceRow | undefined {
  const { accountId } = world.settings;
  return Object.values(identityCenterState(world).instances).find(({ ownerAccountId }) => ownerAccountId === accountId);
}

export function setNamed(world: World, name: string): SetRow | undefined {
  return Object.values(identityCenterState(world).sets).find((row) => isThere(row) && row.name === name);
}

export function setOf(world: World, arn: string): SetRow | undefined {
  const row = identityCenterState(world).sets[arn];
  return row && isThere(row) ? row : undefined;
}

export const assignmentKey = (account: string, { type, id }: Principal): string => `${account} ${type} ${id}`;

/** Of one set, in one account or in all. */
export function assignmentsOf(world: World, setArn: string, account?: string): AssignmentRow[] {
  return Object.values(identityCenterState(world).assignments[setArn] ?? {}).filter(
    (row) => isThere(row) && (account === undefined || row.account === account),
  );
}

export function provisionOf(world: World, setArn: string, account: string): ProvisionRow | undefined {
  const row = identityCenterState(world).provisioned[setArn]?.[account];
  return row && isThere(row) ? row : undefined;
}

/** Where the set is, by account. */
export const provisionsOf = (world: World, setArn: string): ProvisionRow[] =>
  Object.values(identityCenterState(world).provisioned[setArn] ?? {}).filter(isThere);
