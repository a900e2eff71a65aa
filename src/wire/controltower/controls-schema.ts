import { BOOLEAN, DATE_TIME, DOCUMENT, NUMBER, STRING, STRING_LIST, STRING_MAP } from '../schema.js';
import { controlTower, EnablementStatusSummary$ } from './shapes.js';

const { structure, list, post } = controlTower;
const operationIdentifier = { operationIdentifier: STRING };
const enabledControlIdentifier = { enabledControlIdentifier: STRING };
const paging = { nextToken: STRING, maxResults: NUMBER };

const operationMembers = {
  ...operationIdentifier,
  operationType: STRING,
  status: STRING,
  startTime: DATE_TIME,
  endTime: DATE_TIME,
  statusMessage: STRING,
  controlIdentifier: STRING,
  targetIdentifier: STRING,
  ...enabledControlIdentifier,
};
export const ControlOperation$ = structure('ControlOperation', {}, operationMembers);
export const ControlOperationSummary$ = structure('ControlOperationSummary', {}, operationMembers);
export const ControlOperationFilter$ = structure(
  'ControlOperationFilter',
  {},
  {
    controlIdentifiers: STRING_LIST,
    targetIdentifiers: STRING_LIST,
    enabledControlIdentifiers: STRING_LIST,
    statuses: STRING_LIST,
    controlOperationTypes: STRING_LIST,
  },
);
export const EnabledControlInheritanceDrift$ = structure('EnabledControlInheritanceDrift', {}, { status: STRING });
export const EnabledControlResourceDrift$ = structure('EnabledControlResourceDrift', {}, { status: STRING });
export const EnabledControlDriftTypes$ = structure(
  'EnabledControlDriftTypes',
  {},
  { inheritance: EnabledControlInheritanceDrift$, resource: EnabledControlResourceDrift$ },
);
export const DriftStatusSummary$ = structure(
  'DriftStatusSummary',
  {},
  { driftStatus: STRING, types: EnabledControlDriftTypes$ },
);
const value = { key: STRING, value: DOCUMENT };
export const EnabledControlParameter$ = structure('EnabledControlParameter', value);
export const EnabledControlParameterSummary$ = structure('EnabledControlParameterSummary', value);
export const Region$ = structure('Region', {}, { name: STRING });
const parameters = list('EnabledControlParameters', EnabledControlParameter$);
const summary = {
  arn: STRING,
  controlIdentifier: STRING,
  targetIdentifier: STRING,
  statusSummary: EnablementStatusSummary$,
  driftStatusSummary: DriftStatusSummary$,
  parentIdentifier: STRING,
};
export const EnabledControlSummary$ = structure('EnabledControlSummary', {}, summary);
export const EnabledControlDetails$ = structure(
  'EnabledControlDetails',
  {},
  {
    ...summary,
    targetRegions: list('TargetRegions', Region$),
    parameters: list('EnabledControlParameterSummaries', EnabledControlParameterSummary$),
  },
);
export const EnabledControlFilter$ = structure(
  'EnabledControlFilter',
  {},
  {
    controlIdentifiers: STRING_LIST,
    statuses: STRING_LIST,
    driftStatuses: STRING_LIST,
    parentIdentifiers: STRING_LIST,
    inheritanceDriftStatuses: STRING_LIST,
    resourceDriftStatuses: STRING_LIST,
  },
);

export const EnableControlInput$ = structure(
  'EnableControlInput',
  { controlIdentifier: STRING, targetIdentifier: STRING },
  { parameters, tags: STRING_MAP },
);
export const EnableControlOutput$ = structure('EnableControlOutput', operationIdentifier, { arn: STRING });
export const DisableControlInput$ = structure(
  'DisableControlInput',
  {},
  { controlIdentifier: STRING, targetIdentifier: STRING, ...enabledControlIdentifier },
);
export const DisableControlOutput$ = structure('DisableControlOutput', operationIdentifier);
export const UpdateEnabledControlInput$ = structure('UpdateEnabledControlInput', {
  ...enabledControlIdentifier,
  parameters,
});
export const UpdateEnabledControlOutput$ = structure('UpdateEnabledControlOutput', operationIdentifier);
export const ResetEnabledControlInput$ = structure('ResetEnabledControlInput', enabledControlIdentifier);
export const ResetEnabledControlOutput$ = structure('ResetEnabledControlOutput', operationIdentifier);
export const GetControlOperationInput$ = structure('GetControlOperationInput', operationIdentifier);
export const GetControlOperationOutput$ = structure('GetControlOperationOutput', {
  controlOperation: ControlOperation$,
});
export const GetEnabledControlInput$ = structure('GetEnabledControlInput', enabledControlIdentifier);
export const GetEnabledControlOutput$ = structure('GetEnabledControlOutput', {
  enabledControlDetails: EnabledControlDetails$,
});
export const ListControlOperationsInput$ = structure(
  'ListControlOperationsInput',
  {},
  { filter: ControlOperationFilter$, ...paging },
);
export const ListControlOperationsOutput$ = structure(
  'ListControlOperationsOutput',
  { controlOperations: list('ControlOperations', ControlOperationSummary$) },
  { nextToken: STRING },
);
export const ListEnabledControlsInput$ = structure(
  'ListEnabledControlsInput',
  {},
  { targetIdentifier: STRING, filter: EnabledControlFilter$, ...paging, includeChildren: BOOLEAN },
);
export const ListEnabledControlsOutput$ = structure(
  'ListEnabledControlsOutput',
  { enabledControls: list('EnabledControls', EnabledControlSummary$) },
  { nextToken: STRING },
);

export const EnableControl$ = post('EnableControl', '/enable-control', EnableControlInput$, EnableControlOutput$);
export const DisableControl$ = post('DisableControl', '/disable-control', DisableControlInput$, DisableControlOutput$);
export const UpdateEnabledControl$ = post(
  'UpdateEnabledControl',
  '/update-enabled-control',
  UpdateEnabledControlInput$,
  UpdateEnabledControlOutput$,
);
export const ResetEnabledControl$ = post(
  'ResetEnabledControl',
  '/reset-enabled-control',
  ResetEnabledControlInput$,
  ResetEnabledControlOutput$,
);
export const GetControlOperation$ = post(
  'GetControlOperation',
  '/get-control-operation',
  GetControlOperationInput$,
  GetControlOperationOutput$,
);
export const GetEnabledControl$ = post(
  'GetEnabledControl',
  '/get-enabled-control',
  GetEnabledControlInput$,
  GetEnabledControlOutput$,
);
export const ListControlOperations$ = post(
  'ListControlOperations',
  '/list-control-operations',
  ListControlOperationsInput$,
  ListControlOperationsOutput$,
);
export const ListEnabledControls$ = post(
  'ListEnabledControls',
  '/list-enabled-controls',
  ListEnabledControlsInput$,
  ListEnabledControlsOutput$,
);
