import { DATE_TIME, DOCUMENT, NUMBER, STRING, STRING_LIST, STRING_MAP } from '../schema.js';
import { controlTower } from './shapes.js';

const { structure, list, post } = controlTower;
const identifier = { landingZoneIdentifier: STRING };
const operationIdentifier = { operationIdentifier: STRING };
const paging = { nextToken: STRING, maxResults: NUMBER };

export const LandingZoneDriftStatusSummary$ = structure('LandingZoneDriftStatusSummary', {}, { status: STRING });
export const LandingZoneDetail$ = structure(
  'LandingZoneDetail',
  { version: STRING, manifest: DOCUMENT },
  {
    arn: STRING,
    status: STRING,
    latestAvailableVersion: STRING,
    driftStatus: LandingZoneDriftStatusSummary$,
    remediationTypes: STRING_LIST,
  },
);
export const LandingZoneSummary$ = structure('LandingZoneSummary', {}, { arn: STRING });
const summary = { operationType: STRING, operationIdentifier: STRING, status: STRING };
export const LandingZoneOperationSummary$ = structure('LandingZoneOperationSummary', {}, summary);
export const LandingZoneOperationDetail$ = structure(
  'LandingZoneOperationDetail',
  {},
  { ...summary, startTime: DATE_TIME, endTime: DATE_TIME, statusMessage: STRING },
);
export const LandingZoneOperationFilter$ = structure(
  'LandingZoneOperationFilter',
  {},
  { types: STRING_LIST, statuses: STRING_LIST },
);
const landingZones = list('ListLandingZonesOutputLandingZonesList', LandingZoneSummary$);
const landingZoneOperations = list('LandingZoneOperations', LandingZoneOperationSummary$);

export const CreateLandingZoneInput$ = structure(
  'CreateLandingZoneInput',
  { version: STRING },
  { manifest: DOCUMENT, remediationTypes: STRING_LIST, tags: STRING_MAP },
);
export const CreateLandingZoneOutput$ = structure('CreateLandingZoneOutput', { arn: STRING, ...operationIdentifier });
export const UpdateLandingZoneInput$ = structure(
  'UpdateLandingZoneInput',
  { ...identifier, version: STRING },
  { manifest: DOCUMENT, remediationTypes: STRING_LIST },
);
export const UpdateLandingZoneOutput$ = structure('UpdateLandingZoneOutput', operationIdentifier);
export const ResetLandingZoneInput$ = structure('ResetLandingZoneInput', identifier);
export const ResetLandingZoneOutput$ = structure('ResetLandingZoneOutput', operationIdentifier);
export const DeleteLandingZoneInput$ = structure('DeleteLandingZoneInput', identifier);
export const DeleteLandingZoneOutput$ = structure('DeleteLandingZoneOutput', operationIdentifier);
export const GetLandingZoneInput$ = structure('GetLandingZoneInput', identifier);
export const GetLandingZoneOutput$ = structure('GetLandingZoneOutput', { landingZone: LandingZoneDetail$ });
export const GetLandingZoneOperationInput$ = structure('GetLandingZoneOperationInput', operationIdentifier);
export const GetLandingZoneOperationOutput$ = structure('GetLandingZoneOperationOutput', {
  operationDetails: LandingZoneOperationDetail$,
});
export const ListLandingZonesInput$ = structure('ListLandingZonesInput', {}, paging);
export const ListLandingZonesOutput$ = structure(
  'ListLandingZonesOutput',
  { landingZones: landingZones },
  { nextToken: STRING },
);
export const ListLandingZoneOperationsInput$ = structure(
  'ListLandingZoneOperationsInput',
  {},
  { filter: LandingZoneOperationFilter$, ...paging },
);
export const ListLandingZoneOperationsOutput$ = structure(
  'ListLandingZoneOperationsOutput',
  { landingZoneOperations: landingZoneOperations },
  { nextToken: STRING },
);

export const CreateLandingZone$ = post(
  'CreateLandingZone',
  '/create-landingzone',
  CreateLandingZoneInput$,
  CreateLandingZoneOutput$,
);
export const UpdateLandingZone$ = post(
  'UpdateLandingZone',
  '/update-landingzone',
  UpdateLandingZoneInput$,
  UpdateLandingZoneOutput$,
);
export const ResetLandingZone$ = post(
  'ResetLandingZone',
  '/reset-landingzone',
  ResetLandingZoneInput$,
  ResetLandingZoneOutput$,
);
export const DeleteLandingZone$ = post(
  'DeleteLandingZone',
  '/delete-landingzone',
  DeleteLandingZoneInput$,
  DeleteLandingZoneOutput$,
  { idempotent: 1 },
);
export const GetLandingZone$ = post('GetLandingZone', '/get-landingzone', GetLandingZoneInput$, GetLandingZoneOutput$);
export const GetLandingZoneOperation$ = post(
  'GetLandingZoneOperation',
  '/get-landingzone-operation',
  GetLandingZoneOperationInput$,
  GetLandingZoneOperationOutput$,
);
export const ListLandingZones$ = post(
  'ListLandingZones',
  '/list-landingzones',
  ListLandingZonesInput$,
  ListLandingZonesOutput$,
);
export const ListLandingZoneOperations$ = post(
  'ListLandingZoneOperations',
  '/list-landingzone-operations',
  ListLandingZoneOperationsInput$,
  ListLandingZoneOperationsOutput$,
);
