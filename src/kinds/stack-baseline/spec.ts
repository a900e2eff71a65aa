import type { Address, Json, JsonObject } from '../../model.js';

/** Regions by account: `{ 'account:payments-prod': ['ap-northeast-1', 'us-east-1'] }`; regions sorted, lists may be shared. */
export type Cells = { readonly [account: string]: readonly string[] };

/**
 * A parameter's value as the manifest gives it. References are looked up when the plan is made, and again when a step
 * sends the value; a value that AWS has and that is what a reference stands for is read back as that reference.
 */
export type ParameterValue =
  | string
  /** An SSM parameter (String or StringList) of the management account in the home Region; never a SecureString. */
  | { readonly ssm: string }
  /** An output of another baseline: from its stack in this account and Region. */
  | {
      /** `network.VpcId`: the baseline's name in the manifest, and the output's in its template. */
      readonly output: string;
      /** What that baseline's StackSet (and its stack in the management account) is called in AWS. */
      readonly stackSet: string;
      /** The account's name in the manifest, or `management`. */
      readonly account: string;
      readonly region: string;
      /** That baseline is run by a delegated administrator: its set is found in no other namespace. */
      readonly callAs?: 'delegated-admin';
    };

export type ParameterValues = { readonly [name: string]: ParameterValue };

export type AutoDeployment = {
  readonly enabled: boolean;
  /** Stacks stay when their account leaves the targets. */
  readonly retain: boolean;
};

/** How an operation goes about its instances; nothing of it is compared with what AWS has. */
export type OperationPreferences = {
  /** A count, or a share as `25%`. */
  readonly concurrency: number | string;
  readonly tolerate: number | string;
  readonly regions: 'parallel' | 'sequential';
  readonly mode: 'strict' | 'soft';
};

/**
 * `stack-baseline:account-defaults`: a StackSet with its instances. An account that the manifest does not name stands
 * under its live name, as everywhere.
 */
export type StackBaselineSpec = {
  /** The StackSet's name in AWS. */
  readonly stackSet: string;
  /** Parsed, in long forms (`Fn::Sub`, `Ref`): what is compared. */
  readonly template: JsonObject;
  /** The template as it is sent. On the desired side only, and never compared. */
  readonly body?: string;
  readonly description?: string;
  /** What is set; a parameter that is left out keeps the template's default. NoEcho parameters are never here. */
  readonly parameters: ParameterValues;
  readonly permissions: 'service-managed' | 'self-managed';
  /** Self-managed only: path and name of a role in the management account (`service-role/AWSControlTowerStackSetRole`). */
  readonly administrationRole?: string;
  /** Self-managed only: a role's name in every account. */
  readonly executionRole?: string;
  readonly capabilities: readonly string[];
  /** Service-managed only. */
  readonly autoDeploy?: AutoDeployment;
  /** Non-conflicting operations run beside each other. */
  readonly managedExecution?: boolean;
  /** Tags of the StackSet and so of every stack: set when it is created, read and changed only where declared. */
  readonly tags?: { readonly [key: string]: string };
  readonly callAs?: 'delegated-admin';
  /** Units that automatic deployment watches, or that service-managed instances are asked for through. */
  readonly units: readonly ('root' | `unit:${string}`)[];
  /** Desired side only, never compared: where new accounts of `units` get it, although none may be there yet. */
  readonly regions?: readonly string[];
  /** A part of an update: `instances`, `retry` and `overrides` are of the accounts in scope alone. Never compared. */
  readonly scoped?: true;
  /** Instances that have a stack. Suspended accounts and accounts that left are on neither side. */
  readonly instances: Cells;
  /** Live side: instances that have a stack and are not CURRENT (OUTDATED, or the last operation failed there). */
  readonly retry?: Cells;
  /** Values other than the baseline's own, by account. Compared only where the manifest says `overrides:`. */
  readonly overrides?: { readonly [account: string]: ParameterValues };
  /** Desired side only, never compared. */
  readonly operations?: OperationPreferences;
  /** Stacks stay in the accounts when their instances are removed. Desired side only, never compared. */
  readonly retain?: boolean;
};

export function stackBaselineAddress(name: string): Address {
  return `stack-baseline:${name}`;
}

/** `management-stack:config-recorder@ap-northeast-1`: the management account's own stack of a baseline, in one Region. */
export type ManagementStackSpec = {
  readonly stack: string;
  readonly region: string;
  /** The management account under its name, where it is known; never compared. */
  readonly account?: `account:${string}`;
  readonly template: JsonObject;
  readonly body?: string;
  readonly parameters: ParameterValues;
  readonly capabilities: readonly string[];
  readonly tags?: { readonly [key: string]: string };
  readonly retain?: boolean;
};

export function managementStackAddress(baseline: string, region: string): Address {
  return `management-stack:${baseline}@${region}`;
}

/** Long forms of a template are plain JSON. */
export type TemplateDocument = { readonly [key: string]: Json };
