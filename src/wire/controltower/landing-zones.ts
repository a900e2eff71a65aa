import type { JsonObject } from '../../model.js';
import type { OperationStatus } from './shapes.js';

export type LandingZoneStatus = 'ACTIVE' | 'PROCESSING' | 'FAILED';
export type LandingZoneDriftStatus = 'DRIFTED' | 'IN_SYNC';
export type LandingZoneOperationType = 'CREATE' | 'UPDATE' | 'RESET' | 'DELETE';
/** Switches auto-enrolment on; leaving it out switches it off. */
export type RemediationType = 'INHERITANCE_DRIFT';

export interface LandingZoneDetail {
  version: string | undefined;
  manifest: JsonObject | undefined;
  arn?: string | undefined;
  status?: LandingZoneStatus | undefined;
  latestAvailableVersion?: string | undefined;
  driftStatus?: { status?: LandingZoneDriftStatus | undefined } | undefined;
  remediationTypes?: RemediationType[] | undefined;
}

export interface LandingZoneOperationSummary {
  operationType?: LandingZoneOperationType | undefined;
  operationIdentifier?: string | undefined;
  status?: OperationStatus | undefined;
}

export interface LandingZoneOperationDetail extends LandingZoneOperationSummary {
  startTime?: Date | undefined;
  /** Absent while it runs. */
  endTime?: Date | undefined;
  statusMessage?: string | undefined;
}

/** One value in each list. */
export interface LandingZoneOperationFilter {
  types?: LandingZoneOperationType[] | undefined;
  statuses?: OperationStatus[] | undefined;
}

export interface CreateLandingZoneInput {
  version: string | undefined;
  manifest?: JsonObject | undefined;
  remediationTypes?: RemediationType[] | undefined;
  tags?: Record<string, string> | undefined;
}

export interface CreateLandingZoneOutput {
  arn: string | undefined;
  operationIdentifier: string | undefined;
}

/** `landingZoneIdentifier` is the ARN or its last part. */
export interface UpdateLandingZoneInput {
  landingZoneIdentifier: string | undefined;
  version: string | undefined;
  manifest?: JsonObject | undefined;
  remediationTypes?: RemediationType[] | undefined;
}

export interface UpdateLandingZoneOutput {
  operationIdentifier: string | undefined;
}

export interface ResetLandingZoneInput {
  landingZoneIdentifier: string | undefined;
}

export interface ResetLandingZoneOutput {
  operationIdentifier: string | undefined;
}

export interface DeleteLandingZoneInput {
  landingZoneIdentifier: string | undefined;
}

export interface DeleteLandingZoneOutput {
  operationIdentifier: string | undefined;
}

export interface GetLandingZoneInput {
  landingZoneIdentifier: string | undefined;
}

export interface GetLandingZoneOutput {
  landingZone: LandingZoneDetail | undefined;
}

export interface GetLandingZoneOperationInput {
  operationIdentifier: string | undefined;
}

export interface GetLandingZoneOperationOutput {
  operationDetails: LandingZoneOperationDetail | undefined;
}

/** maxResults: 1. */
export interface ListLandingZonesInput {
  nextToken?: string | undefined;
  maxResults?: number | undefined;
}

export interface ListLandingZonesOutput {
  /** None or one. */
  landingZones: { arn?: string | undefined }[] | undefined;
  nextToken?: string | undefined;
}

/** maxResults: 1..100. */
export interface ListLandingZoneOperationsInput {
  filter?: LandingZoneOperationFilter | undefined;
  nextToken?: string | undefined;
  maxResults?: number | undefined;
}

export interface ListLandingZoneOperationsOutput {
  /** Newest first, of the last 90 days. */
  landingZoneOperations: LandingZoneOperationSummary[] | undefined;
  nextToken?: string | undefined;
}
