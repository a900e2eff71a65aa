import { STRING, STRING_LIST, TIMESTAMP } from '../schema.js';
import { controlCatalog, type Paging, paging } from './shapes.js';

export type ControlBehavior = 'PREVENTIVE' | 'PROACTIVE' | 'DETECTIVE';
export type ControlSeverity = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
export type ControlScope = 'GLOBAL' | 'REGIONAL';

export interface ImplementationSummary {
  /** `AWS::Organizations::Policy::SERVICE_CONTROL_POLICY`, `AWS::Config::ConfigRule`, `AWS::CloudFormation::Type::HOOK`, ... */
  Type: string | undefined;
  /** The rule or control in the service that implements it; policies and hooks have none. Not unique. */
  Identifier?: string | undefined;
}

export interface ImplementationDetails extends ImplementationSummary {}

export interface ControlSummary {
  /** The global ARN, `arn:aws:controlcatalog:::control/...`. */
  Arn: string | undefined;
  Name: string | undefined;
  Description: string | undefined;
  Aliases?: string[] | undefined;
  Behavior?: ControlBehavior | undefined;
  Severity?: ControlSeverity | undefined;
  Implementation?: ImplementationSummary | undefined;
  CreateTime?: Date | undefined;
  GovernedResources?: string[] | undefined;
}

export interface RegionConfiguration {
  Scope: ControlScope | undefined;
  /** Where it can be deployed; absent for a GLOBAL control. Not the regions that the landing zone governs. */
  DeployableRegions?: string[] | undefined;
}

/** One value in each list. */
export interface ControlFilter {
  Implementations?: { Types?: string[] | undefined; Identifiers?: string[] | undefined } | undefined;
}

/** A global or a regional ARN. */
export interface GetControlRequest {
  ControlArn: string | undefined;
}

export interface GetControlResponse {
  Arn: string | undefined;
  Name: string | undefined;
  Description: string | undefined;
  Behavior: ControlBehavior | undefined;
  RegionConfiguration: RegionConfiguration | undefined;
  Aliases?: string[] | undefined;
  Severity?: ControlSeverity | undefined;
  Implementation?: ImplementationDetails | undefined;
  Parameters?: { Name: string | undefined }[] | undefined;
  CreateTime?: Date | undefined;
  GovernedResources?: string[] | undefined;
}

export interface ListControlsRequest extends Paging {
  Filter?: ControlFilter | undefined;
}

export interface ListControlsResponse {
  Controls: ControlSummary[] | undefined;
  NextToken?: string | undefined;
}

const { structure, list, post } = controlCatalog;

const type = { Type: STRING };
const identifier = { Identifier: STRING };
export const ImplementationSummary$ = structure('ImplementationSummary', type, identifier);
export const ImplementationDetails$ = structure('ImplementationDetails', type, identifier);
export const ImplementationFilter$ = structure(
  'ImplementationFilter',
  {},
  { Types: STRING_LIST, Identifiers: STRING_LIST },
);
export const ControlFilter$ = structure('ControlFilter', {}, { Implementations: ImplementationFilter$ });
export const ControlParameter$ = structure('ControlParameter', { Name: STRING });
export const RegionConfiguration$ = structure(
  'RegionConfiguration',
  { Scope: STRING },
  { DeployableRegions: STRING_LIST },
);
const names = { Arn: STRING, Name: STRING, Description: STRING };
const common = { Aliases: STRING_LIST, Severity: STRING, CreateTime: TIMESTAMP, GovernedResources: STRING_LIST };
export const ControlSummary$ = structure('ControlSummary', names, {
  ...common,
  Behavior: STRING,
  Implementation: ImplementationSummary$,
});

export const GetControlRequest$ = structure('GetControlRequest', { ControlArn: STRING });
export const GetControlResponse$ = structure(
  'GetControlResponse',
  { ...names, Behavior: STRING, RegionConfiguration: RegionConfiguration$ },
  { ...common, Implementation: ImplementationDetails$, Parameters: list('ControlParameters', ControlParameter$) },
);
export const ListControlsRequest$ = structure('ListControlsRequest', {}, { ...paging, Filter: ControlFilter$ });
export const ListControlsResponse$ = structure(
  'ListControlsResponse',
  { Controls: list('Controls', ControlSummary$) },
  { NextToken: STRING },
);

export const GetControl$ = post('GetControl', '/get-control', GetControlRequest$, GetControlResponse$);
export const ListControls$ = post('ListControls', '/list-controls', ListControlsRequest$, ListControlsResponse$);
