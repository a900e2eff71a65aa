import type { Json, JsonObject, NodeName } from '../model.js';
import type { Organization } from '../organization.js';
import type { AccessEvidence } from './access-facts.js';
import type { Fact, Unread } from './fact.js';

export { type Fact, known, type Unread, unread } from './fact.js';

export interface PolicyInForce {
  readonly name: string;
  readonly target: NodeName;
  /** As AWS holds it, with ids. */
  readonly document: Fact<JsonObject>;
}

/** The policies of a type that is evaluated, not merged: service control and resource control policies. */
export interface PolicyFacts {
  /** The type is enabled on the root: without that nothing has effect. */
  readonly enabled: boolean;
  /** Customer policies by the place they are attached to. AWS's own full access is left out. */
  readonly at: ReadonlyMap<NodeName, readonly PolicyInForce[]>;
  /** Places from which FullAWSAccess was detached: what no policy there allows is denied below. */
  readonly allowLists: Fact<ReadonlySet<NodeName>>;
}

/** The settings that a type of declarative policy forces in each account. */
export interface SettingsFacts {
  readonly enabled: boolean;
  /** Merged along the tree by AWS; undefined = nothing is forced. Active accounts only. */
  readonly of: ReadonlyMap<NodeName, Fact<JsonObject | undefined>>;
}

export interface DelegatedAdministrator {
  readonly account: NodeName;
  readonly active: boolean;
  /** Service principals. */
  readonly services: readonly string[];
}

export interface EnabledBaseline {
  readonly name: string;
  readonly target: NodeName | undefined;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'UNDER_CHANGE';
  readonly drifted: boolean;
}

export interface EnabledControl {
  /** The alias where the catalog gives one. */
  readonly name: string;
  readonly behavior: 'PREVENTIVE' | 'DETECTIVE' | 'PROACTIVE' | undefined;
  readonly target: NodeName | undefined;
  readonly status: string;
  readonly drifted: boolean;
}

export interface ControlTowerFacts {
  readonly homeRegion: string;
  readonly version: string;
  readonly status: string;
  readonly governedRegions: readonly string[];
  /** The landing zone's own manifest. */
  readonly manifest: { readonly [key: string]: Json };
  readonly baselines: Fact<readonly EnabledBaseline[]>;
  readonly controls: Fact<readonly EnabledControl[]>;
}

/** Where a stack of a baseline is not as it must be, in one account and Region. */
export interface BaselineGap {
  readonly account: NodeName;
  readonly region: string;
  readonly is: 'missing' | 'not current' | 'drifted';
  /** AWS's reason; of drift, the day it was detected. */
  readonly why?: string;
}

/** A baseline of the company's own: a StackSet, and beside it what the management account has for itself. */
export interface BaselineFacts {
  /** The key in the manifest; the StackSet's name where no manifest speaks of it. */
  readonly name: string;
  /** Accounts in use where it must be. */
  readonly accounts: readonly NodeName[];
  /** What makes it fall short everywhere: `there is no such StackSet`. */
  readonly whole?: string;
  readonly gaps: readonly BaselineGap[];
  /** Stacks in which no drift has ever been looked for. */
  readonly unchecked: number;
  /** Why nothing is known of it but what else stands here. */
  readonly unread?: Unread;
}

export interface CompanyBaselines {
  /** The manifest says which baselines there are; else every StackSet counts that is not AWS's own. */
  readonly declared: boolean;
  readonly baselines: readonly BaselineFacts[];
}

/** A stack of the management account, and whose it is; undefined = nobody's that is known. */
export interface ManagementStack {
  readonly name: string;
  readonly of?: 'Control Tower' | 'StackSets' | 'Service Catalog' | 'towerctl';
}

export interface OrganizationFacts {
  readonly id: string;
  readonly allFeatures: boolean;
  readonly tree: Organization;
  /** AWS's ids of accounts; markdown masks them. */
  readonly idOf: (node: NodeName) => string | undefined;
  /** The manifest speaks of it. */
  readonly isDeclared: (node: NodeName) => boolean;
  /** Units that the manifest declares and AWS does not have. */
  readonly missingUnits: readonly NodeName[];
}

/** One reading of AWS that every row is judged by. */
export interface Evidence extends AccessEvidence {
  /** `undefined` inside: these credentials belong to an account in no organization. */
  readonly organization: Fact<OrganizationFacts | undefined>;
  readonly scp: Fact<PolicyFacts>;
  readonly rcp: Fact<PolicyFacts>;
  readonly ec2: Fact<SettingsFacts>;
  readonly trustedServices: Fact<ReadonlySet<string>>;
  readonly administrators: Fact<readonly DelegatedAdministrator[]>;
  /** `undefined` inside: there is no landing zone. */
  readonly controlTower: Fact<ControlTowerFacts | undefined>;
  readonly baselines: Fact<CompanyBaselines>;
  /** By Region: the home Region, and those that the landing zone governs. */
  readonly managementStacks: Fact<ReadonlyMap<string, Fact<readonly ManagementStack[]>>>;
}

const GONE = new Set(['SUSPENDED', 'PENDING_CLOSURE', 'CLOSED']);

/** Member accounts where something can be done; the others, and the management account, are told apart. */
export function activeMembers(tree: Organization, below: NodeName = 'root'): NodeName[] {
  return tree.accounts(below).filter((name) => {
    const node = tree.get(name);
    return node?.management !== true && !GONE.has(node?.state ?? 'ACTIVE');
  });
}

export function activeAccounts(tree: Organization): NodeName[] {
  return tree.accounts().filter((name) => !GONE.has(tree.get(name)?.state ?? 'ACTIVE'));
}

/** Suspended, closed and closing accounts. */
export function goneAccounts(tree: Organization): NodeName[] {
  return tree.accounts().filter((name) => GONE.has(tree.get(name)?.state ?? 'ACTIVE'));
}
