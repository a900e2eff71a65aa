import type { EnablementStatus, EnablementStatusSummary, OperationStatus, Parameter } from './shapes.js';

export type ControlOperationType =
  | 'ENABLE_CONTROL'
  | 'DISABLE_CONTROL'
  | 'UPDATE_ENABLED_CONTROL'
  | 'RESET_ENABLED_CONTROL';
/** NOT_CHECKING: nobody looks, as with service control policies. */
export type DriftStatus = 'DRIFTED' | 'IN_SYNC' | 'NOT_CHECKING' | 'UNKNOWN';

export interface ControlOperation {
  operationIdentifier?: string | undefined;
  operationType?: ControlOperationType | undefined;
  status?: OperationStatus | undefined;
  startTime?: Date | undefined;
  endTime?: Date | undefined;
  statusMessage?: string | undefined;
  controlIdentifier?: string | undefined;
  targetIdentifier?: string | undefined;
  enabledControlIdentifier?: string | undefined;
}

export interface ControlOperationSummary extends ControlOperation {}

/** One value in each list. */
export interface ControlOperationFilter {
  controlIdentifiers?: string[] | undefined;
  targetIdentifiers?: string[] | undefined;
  enabledControlIdentifiers?: string[] | undefined;
  statuses?: OperationStatus[] | undefined;
  controlOperationTypes?: ControlOperationType[] | undefined;
}

export interface DriftStatusSummary {
  driftStatus?: DriftStatus | undefined;
  types?:
    | {
        inheritance?: { status?: DriftStatus | undefined } | undefined;
        resource?: { status?: DriftStatus | undefined } | undefined;
      }
    | undefined;
}

export interface EnabledControlSummary {
  arn?: string | undefined;
  /** In the form, global or regional, that it was enabled with. */
  controlIdentifier?: string | undefined;
  targetIdentifier?: string | undefined;
  statusSummary?: EnablementStatusSummary | undefined;
  driftStatusSummary?: DriftStatusSummary | undefined;
  /** Of a child: the enabled control of its unit. */
  parentIdentifier?: string | undefined;
}

export interface EnabledControlDetails extends EnabledControlSummary {
  targetRegions?: { name?: string | undefined }[] | undefined;
  parameters?: Parameter[] | undefined;
}

/** One value in each list. */
export interface EnabledControlFilter {
  controlIdentifiers?: string[] | undefined;
  statuses?: EnablementStatus[] | undefined;
  driftStatuses?: DriftStatus[] | undefined;
  parentIdentifiers?: string[] | undefined;
  inheritanceDriftStatuses?: DriftStatus[] | undefined;
  resourceDriftStatuses?: DriftStatus[] | undefined;
}

export interface EnableControlInput {
  controlIdentifier: string | undefined;
  targetIdentifier: string | undefined;
  parameters?: Parameter[] | undefined;
  tags?: Record<string, string> | undefined;
}

export interface EnableControlOutput {
  operationIdentifier: string | undefined;
  arn?: string | undefined;
}

/** Control and target, or the enabled control alone. */
export interface DisableControlInput {
  controlIdentifier?: string | undefined;
  targetIdentifier?: string | undefined;
  enabledControlIdentifier?: string | undefined;
}

export interface DisableControlOutput {
  operationIdentifier: string | undefined;
}

export interface UpdateEnabledControlInput {
  enabledControlIdentifier: string | undefined;
  parameters: Parameter[] | undefined;
}

export interface UpdateEnabledControlOutput {
  operationIdentifier: string | undefined;
}

export interface ResetEnabledControlInput {
  enabledControlIdentifier: string | undefined;
}

export interface ResetEnabledControlOutput {
  operationIdentifier: string | undefined;
}

export interface GetControlOperationInput {
  operationIdentifier: string | undefined;
}

export interface GetControlOperationOutput {
  controlOperation: ControlOperation | undefined;
}

export interface GetEnabledControlInput {
  enabledControlIdentifier: string | undefined;
}

export interface GetEnabledControlOutput {
  enabledControlDetails: EnabledControlDetails | undefined;
}

/** maxResults: 1..100. An empty nextToken is refused. */
export interface ListControlOperationsInput {
  filter?: ControlOperationFilter | undefined;
  nextToken?: string | undefined;
  maxResults?: number | undefined;
}

export interface ListControlOperationsOutput {
  controlOperations: ControlOperationSummary[] | undefined;
  nextToken?: string | undefined;
}

/** maxResults: 1..200. */
export interface ListEnabledControlsInput {
  /** A unit's or an account's ARN; the whole organization without it. */
  targetIdentifier?: string | undefined;
  filter?: EnabledControlFilter | undefined;
  nextToken?: string | undefined;
  maxResults?: number | undefined;
  /** The enabled controls of each account too. */
  includeChildren?: boolean | undefined;
}

export interface ListEnabledControlsOutput {
  enabledControls: EnabledControlSummary[] | undefined;
  nextToken?: string | undefined;
}
