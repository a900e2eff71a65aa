import type { Json, JsonObject } from '../model.js';
import type * as wire from '../wire/controltower.js';

/** What towerctl keeps of Control Tower's answers. Identifiers are ARNs unless said otherwise. */
export interface LandingZoneRecord {
  readonly arn: string;
  /** `4.0`. */
  readonly version: string;
  /** The newest version that it can be brought to. */
  readonly latestVersion?: string;
  readonly status: wire.LandingZoneStatus;
  readonly drift?: wire.LandingZoneDriftStatus;
  /** As the manifest has them; empty where it names none. */
  readonly governedRegions: readonly string[];
  readonly manifest: JsonObject;
  /** Accounts that move into a registered unit are enrolled, and unenrolled when they leave (remediation of inheritance drift). */
  readonly autoEnroll: boolean;
}

export interface LandingZoneOperationRecord {
  readonly id: string;
  readonly type: wire.LandingZoneOperationType;
  readonly status: wire.OperationStatus;
}

export interface OperationRecord {
  readonly status: wire.OperationStatus;
  /** `RESET_ENABLED_CONTROL`, `ENABLE_BASELINE` ... */
  readonly type?: string;
  /** Why it failed, or that it did not. */
  readonly message?: string;
  /** Milliseconds since 1970; the end is absent while it runs. */
  readonly startedAt?: number;
  readonly endedAt?: number;
}

export interface EnabledBaselineRecord {
  readonly arn: string;
  readonly baselineArn: string;
  readonly targetArn: string;
  /** Absent for the landing zone's own baselines. */
  readonly version?: string;
  readonly status: wire.EnablementStatus;
  /** UUID of the last operation on it, running or not. */
  readonly operationId?: string;
  readonly inheritance?: wire.EnabledBaselineDriftStatus;
  /** Of a child (one account's part): the enabled baseline of its unit. */
  readonly parentArn?: string;
}

export interface EnabledControlRecord {
  readonly arn: string;
  /** Global or regional: in the form that it was enabled with. */
  readonly controlIdentifier: string;
  readonly targetArn: string;
  readonly status: wire.EnablementStatus;
  /** UUID of the last operation on it, running or not. */
  readonly operationId?: string;
  readonly drift?: wire.DriftStatus;
  readonly inheritance?: wire.DriftStatus;
  readonly resource?: wire.DriftStatus;
  /** Of a child (one account's part): the enabled control of its unit. */
  readonly parentArn?: string;
}

export interface ParameterRecord {
  readonly key: string;
  readonly value: Json;
}

export interface EnabledControlDetailRecord extends EnabledControlRecord {
  readonly parameters: readonly ParameterRecord[];
  /** Where it is expected to be in force: Region codes. */
  readonly targetRegions: readonly string[];
}

export function landingZoneRecord(arn: string, found: wire.LandingZoneDetail): LandingZoneRecord {
  const manifest = found.manifest ?? {};
  const regions = manifest['governedRegions'];
  const drift = found.driftStatus?.status;
  return {
    arn: found.arn ?? arn,
    version: found.version ?? '',
    ...(found.latestAvailableVersion !== undefined && { latestVersion: found.latestAvailableVersion }),
    status: found.status ?? 'ACTIVE',
    ...(drift !== undefined && { drift }),
    governedRegions: Array.isArray(regions) ? regions.filter((region) => typeof region === 'string') : [],
    manifest,
    autoEnroll: found.remediationTypes?.includes('INHERITANCE_DRIFT') === true,
  };
}

export function enabledBaselineRecord(found: wire.EnabledBaselineSummary): EnabledBaselineRecord {
  const { status, lastOperationIdentifier } = found.statusSummary ?? {};
  const inheritance = found.driftStatusSummary?.types?.inheritance?.status;
  return {
    arn: found.arn ?? '',
    baselineArn: found.baselineIdentifier ?? '',
    targetArn: found.targetIdentifier ?? '',
    ...(found.baselineVersion !== undefined && { version: found.baselineVersion }),
    // Something is there whose state AWS does not tell: nothing is done to it before it is known.
    status: status ?? 'UNDER_CHANGE',
    ...(lastOperationIdentifier !== undefined && { operationId: lastOperationIdentifier }),
    ...(inheritance !== undefined && { inheritance }),
    ...(found.parentIdentifier !== undefined && { parentArn: found.parentIdentifier }),
  };
}

export function enabledControlRecord(found: wire.EnabledControlSummary): EnabledControlRecord {
  const { status, lastOperationIdentifier } = found.statusSummary ?? {};
  const { driftStatus, types } = found.driftStatusSummary ?? {};
  return {
    arn: found.arn ?? '',
    controlIdentifier: found.controlIdentifier ?? '',
    targetArn: found.targetIdentifier ?? '',
    status: status ?? 'UNDER_CHANGE',
    ...(lastOperationIdentifier !== undefined && { operationId: lastOperationIdentifier }),
    ...(driftStatus !== undefined && { drift: driftStatus }),
    ...(types?.inheritance?.status !== undefined && { inheritance: types.inheritance.status }),
    ...(types?.resource?.status !== undefined && { resource: types.resource.status }),
    ...(found.parentIdentifier !== undefined && { parentArn: found.parentIdentifier }),
  };
}

export function enabledControlDetailRecord(found: wire.EnabledControlDetails): EnabledControlDetailRecord {
  return {
    ...enabledControlRecord(found),
    parameters: parameterRecords(found.parameters),
    targetRegions: (found.targetRegions ?? []).flatMap(({ name }) => (name === undefined ? [] : [name])),
  };
}

export function parameterRecords(found: readonly wire.Parameter[] | undefined): ParameterRecord[] {
  return (found ?? []).map(({ key, value }) => ({ key: key ?? '', value: value ?? null }));
}

export function operationRecord(found: {
  readonly operationType?: string | undefined;
  readonly status?: wire.OperationStatus | undefined;
  readonly statusMessage?: string | undefined;
  readonly startTime?: Date | undefined;
  readonly endTime?: Date | undefined;
}): OperationRecord {
  return {
    status: found.status ?? 'IN_PROGRESS',
    ...(found.operationType !== undefined && { type: found.operationType }),
    ...(found.startTime !== undefined && { startedAt: found.startTime.getTime() }),
    ...(found.endTime !== undefined && { endedAt: found.endTime.getTime() }),
    ...(found.statusMessage !== undefined && { message: found.statusMessage }),
  };
}
