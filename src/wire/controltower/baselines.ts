import type { EnablementStatus, EnablementStatusSummary, OperationStatus, Parameter } from './shapes.js';

export type BaselineOperationType =
  | 'ENABLE_BASELINE'
  | 'DISABLE_BASELINE'
  | 'UPDATE_ENABLED_BASELINE'
  | 'RESET_ENABLED_BASELINE';
export type EnabledBaselineDriftStatus = 'IN_SYNC' | 'DRIFTED';

/** Says neither which baseline nor which target it acts on. */
export interface BaselineOperation {
  operationIdentifier?: string | undefined;
  operationType?: BaselineOperationType | undefined;
  status?: OperationStatus | undefined;
  startTime?: Date | undefined;
  endTime?: Date | undefined;
  statusMessage?: string | undefined;
}

export interface BaselineSummary {
  arn: string | undefined;
  name: string | undefined;
  description?: string | undefined;
}

/** Baselines have no drift status of their own, as controls have: only the inheritance is watched. */
export interface EnabledBaselineDriftStatusSummary {
  types?: { inheritance?: { status?: EnabledBaselineDriftStatus | undefined } | undefined } | undefined;
}

export interface EnabledBaselineSummary {
  arn: string | undefined;
  baselineIdentifier: string | undefined;
  targetIdentifier: string | undefined;
  statusSummary: EnablementStatusSummary | undefined;
  baselineVersion?: string | undefined;
  driftStatusSummary?: EnabledBaselineDriftStatusSummary | undefined;
  /** Of a child: the enabled baseline of its unit. */
  parentIdentifier?: string | undefined;
}

export interface EnabledBaselineDetails extends EnabledBaselineSummary {
  parameters?: Parameter[] | undefined;
}

/** 1..5 values in the first three lists, one in the others. */
export interface EnabledBaselineFilter {
  targetIdentifiers?: string[] | undefined;
  baselineIdentifiers?: string[] | undefined;
  parentIdentifiers?: string[] | undefined;
  statuses?: EnablementStatus[] | undefined;
  inheritanceDriftStatuses?: EnabledBaselineDriftStatus[] | undefined;
}

export interface EnableBaselineInput {
  baselineIdentifier: string | undefined;
  baselineVersion: string | undefined;
  targetIdentifier: string | undefined;
  parameters?: Parameter[] | undefined;
  tags?: Record<string, string> | undefined;
}

export interface EnableBaselineOutput {
  operationIdentifier: string | undefined;
  arn: string | undefined;
}

export interface UpdateEnabledBaselineInput {
  enabledBaselineIdentifier: string | undefined;
  baselineVersion: string | undefined;
  parameters?: Parameter[] | undefined;
}

export interface UpdateEnabledBaselineOutput {
  operationIdentifier: string | undefined;
}

export interface ResetEnabledBaselineInput {
  enabledBaselineIdentifier: string | undefined;
}

export interface ResetEnabledBaselineOutput {
  operationIdentifier: string | undefined;
}

export interface DisableBaselineInput {
  enabledBaselineIdentifier: string | undefined;
}

export interface DisableBaselineOutput {
  operationIdentifier: string | undefined;
}

export interface GetBaselineInput {
  baselineIdentifier: string | undefined;
}

export interface GetBaselineOutput extends BaselineSummary {}

export interface GetBaselineOperationInput {
  operationIdentifier: string | undefined;
}

export interface GetBaselineOperationOutput {
  baselineOperation: BaselineOperation | undefined;
}

export interface GetEnabledBaselineInput {
  enabledBaselineIdentifier: string | undefined;
}

export interface GetEnabledBaselineOutput {
  enabledBaselineDetails?: EnabledBaselineDetails | undefined;
}

/** maxResults: 4..100. */
export interface ListBaselinesInput {
  nextToken?: string | undefined;
  maxResults?: number | undefined;
}

export interface ListBaselinesOutput {
  baselines: BaselineSummary[] | undefined;
  nextToken?: string | undefined;
}

/** maxResults: 5..100. An empty nextToken is refused. */
export interface ListEnabledBaselinesInput {
  filter?: EnabledBaselineFilter | undefined;
  nextToken?: string | undefined;
  maxResults?: number | undefined;
  /** The enabled baselines of each account too; false unless given. */
  includeChildren?: boolean | undefined;
}

export interface ListEnabledBaselinesOutput {
  enabledBaselines: EnabledBaselineSummary[] | undefined;
  nextToken?: string | undefined;
}
