import { BOOLEAN, DATE_TIME, DOCUMENT, NUMBER, STRING, STRING_LIST, STRING_MAP } from '../schema.js';
import { controlTower, EnablementStatusSummary$ } from './shapes.js';

const { structure, list, post } = controlTower;
const enabledBaselineIdentifier = { enabledBaselineIdentifier: STRING };
const operationIdentifier = { operationIdentifier: STRING };
const paging = { nextToken: STRING, maxResults: NUMBER };

export const BaselineOperation$ = structure(
  'BaselineOperation',
  {},
  {
    ...operationIdentifier,
    operationType: STRING,
    status: STRING,
    startTime: DATE_TIME,
    endTime: DATE_TIME,
    statusMessage: STRING,
  },
);
export const BaselineSummary$ = structure('BaselineSummary', { arn: STRING, name: STRING }, { description: STRING });
export const EnabledBaselineInheritanceDrift$ = structure('EnabledBaselineInheritanceDrift', {}, { status: STRING });
export const EnabledBaselineDriftTypes$ = structure(
  'EnabledBaselineDriftTypes',
  {},
  { inheritance: EnabledBaselineInheritanceDrift$ },
);
export const EnabledBaselineDriftStatusSummary$ = structure(
  'EnabledBaselineDriftStatusSummary',
  {},
  { types: EnabledBaselineDriftTypes$ },
);
const value = { key: STRING, value: DOCUMENT };
export const EnabledBaselineParameter$ = structure('EnabledBaselineParameter', value);
export const EnabledBaselineParameterSummary$ = structure('EnabledBaselineParameterSummary', value);
const parameters = list('EnabledBaselineParameters', EnabledBaselineParameter$);
const required = {
  arn: STRING,
  baselineIdentifier: STRING,
  targetIdentifier: STRING,
  statusSummary: EnablementStatusSummary$,
};
const optional = {
  baselineVersion: STRING,
  driftStatusSummary: EnabledBaselineDriftStatusSummary$,
  parentIdentifier: STRING,
};
export const EnabledBaselineSummary$ = structure('EnabledBaselineSummary', required, optional);
export const EnabledBaselineDetails$ = structure('EnabledBaselineDetails', required, {
  ...optional,
  parameters: list('EnabledBaselineParameterSummaries', EnabledBaselineParameterSummary$),
});
export const EnabledBaselineFilter$ = structure(
  'EnabledBaselineFilter',
  {},
  {
    targetIdentifiers: STRING_LIST,
    baselineIdentifiers: STRING_LIST,
    parentIdentifiers: STRING_LIST,
    statuses: STRING_LIST,
    inheritanceDriftStatuses: STRING_LIST,
  },
);

export const EnableBaselineInput$ = structure(
  'EnableBaselineInput',
  { baselineIdentifier: STRING, baselineVersion: STRING, targetIdentifier: STRING },
  { parameters, tags: STRING_MAP },
);
export const EnableBaselineOutput$ = structure('EnableBaselineOutput', { ...operationIdentifier, arn: STRING });
export const UpdateEnabledBaselineInput$ = structure(
  'UpdateEnabledBaselineInput',
  { ...enabledBaselineIdentifier, baselineVersion: STRING },
  { parameters },
);
export const UpdateEnabledBaselineOutput$ = structure('UpdateEnabledBaselineOutput', operationIdentifier);
export const ResetEnabledBaselineInput$ = structure('ResetEnabledBaselineInput', enabledBaselineIdentifier);
export const ResetEnabledBaselineOutput$ = structure('ResetEnabledBaselineOutput', operationIdentifier);
export const DisableBaselineInput$ = structure('DisableBaselineInput', enabledBaselineIdentifier);
export const DisableBaselineOutput$ = structure('DisableBaselineOutput', operationIdentifier);
export const GetBaselineInput$ = structure('GetBaselineInput', { baselineIdentifier: STRING });
export const GetBaselineOutput$ = structure(
  'GetBaselineOutput',
  { arn: STRING, name: STRING },
  { description: STRING },
);
export const GetBaselineOperationInput$ = structure('GetBaselineOperationInput', operationIdentifier);
export const GetBaselineOperationOutput$ = structure('GetBaselineOperationOutput', {
  baselineOperation: BaselineOperation$,
});
export const GetEnabledBaselineInput$ = structure('GetEnabledBaselineInput', enabledBaselineIdentifier);
export const GetEnabledBaselineOutput$ = structure(
  'GetEnabledBaselineOutput',
  {},
  { enabledBaselineDetails: EnabledBaselineDetails$ },
);
export const ListBaselinesInput$ = structure('ListBaselinesInput', {}, paging);
export const ListBaselinesOutput$ = structure(
  'ListBaselinesOutput',
  { baselines: list('Baselines', BaselineSummary$) },
  { nextToken: STRING },
);
export const ListEnabledBaselinesInput$ = structure(
  'ListEnabledBaselinesInput',
  {},
  { filter: EnabledBaselineFilter$, ...paging, includeChildren: BOOLEAN },
);
export const ListEnabledBaselinesOutput$ = structure(
  'ListEnabledBaselinesOutput',
  { enabledBaselines: list('EnabledBaselines', EnabledBaselineSummary$) },
  { nextToken: STRING },
);

export const EnableBaseline$ = post('EnableBaseline', '/enable-baseline', EnableBaselineInput$, EnableBaselineOutput$);
export const UpdateEnabledBaseline$ = post(
  'UpdateEnabledBaseline',
  '/update-enabled-baseline',
  UpdateEnabledBaselineInput$,
  UpdateEnabledBaselineOutput$,
);
export const ResetEnabledBaseline$ = post(
  'ResetEnabledBaseline',
  '/reset-enabled-baseline',
  ResetEnabledBaselineInput$,
  ResetEnabledBaselineOutput$,
);
export const DisableBaseline$ = post(
  'DisableBaseline',
  '/disable-baseline',
  DisableBaselineInput$,
  DisableBaselineOutput$,
  { idempotent: 1 },
);
export const GetBaseline$ = post('GetBaseline', '/get-baseline', GetBaselineInput$, GetBaselineOutput$);
export const GetBaselineOperation$ = post(
  'GetBaselineOperation',
  '/get-baseline-operation',
  GetBaselineOperationInput$,
  GetBaselineOperationOutput$,
);
export const GetEnabledBaseline$ = post(
  'GetEnabledBaseline',
  '/get-enabled-baseline',
  GetEnabledBaselineInput$,
  GetEnabledBaselineOutput$,
);
export const ListBaselines$ = post('ListBaselines', '/list-baselines', ListBaselinesInput$, ListBaselinesOutput$);
export const ListEnabledBaselines$ = post(
  'ListEnabledBaselines',
  '/list-enabled-baselines',
  ListEnabledBaselinesInput$,
  ListEnabledBaselinesOutput$,
);
