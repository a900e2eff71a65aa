import { describe, expect, it } from '@jest/globals';
import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticErrorSchema } from '@smithy/types';
import * as catalog from '../../src/wire/controlcatalog.js';
import * as tower from '../../src/wire/controltower.js';
import { describeOperations, membersOf } from './describe.js';

const CONTROL_OPERATION =
  '(controlIdentifier enabledControlIdentifier endTime! operationIdentifier operationType startTime! status statusMessage targetIdentifier)';
const OPERATION = '(endTime! operationIdentifier operationType startTime! status statusMessage)';
const CONTROL_DRIFT = 'driftStatusSummary(driftStatus types(inheritance(status) resource(status)))';
const BASELINE_DRIFT = 'driftStatusSummary(types(inheritance(status)))';
const STATUS = '(lastOperationIdentifier status)';
const PARAMETERS = '[(key* value*:json)]';

/** Read against the service model and the API reference, operation by operation. `describe.ts` says how to read it. */
const CONTROL_TOWER = {
  CreateLandingZone:
    'POST /create-landingzone 200: manifest:json remediationTypes[] tags{} version* -> arn* operationIdentifier*',
  DeleteLandingZone: 'POST /delete-landingzone 200: landingZoneIdentifier* -> operationIdentifier*',
  DisableBaseline: 'POST /disable-baseline 200: enabledBaselineIdentifier* -> operationIdentifier*',
  DisableControl:
    'POST /disable-control 200: controlIdentifier enabledControlIdentifier targetIdentifier -> operationIdentifier*',
  EnableBaseline: `POST /enable-baseline 200: baselineIdentifier* baselineVersion* parameters${PARAMETERS} tags{} targetIdentifier* -> arn* operationIdentifier*`,
  EnableControl: `POST /enable-control 200: controlIdentifier* parameters${PARAMETERS} tags{} targetIdentifier* -> arn operationIdentifier*`,
  GetBaseline: 'POST /get-baseline 200: baselineIdentifier* -> arn* description name*',
  GetBaselineOperation: `POST /get-baseline-operation 200: operationIdentifier* -> baselineOperation*${OPERATION}`,
  GetControlOperation: `POST /get-control-operation 200: operationIdentifier* -> controlOperation*${CONTROL_OPERATION}`,
  GetEnabledBaseline: `POST /get-enabled-baseline 200: enabledBaselineIdentifier* -> enabledBaselineDetails(arn* baselineIdentifier* baselineVersion ${BASELINE_DRIFT} parameters${PARAMETERS} parentIdentifier statusSummary*${STATUS} targetIdentifier*)`,
  GetEnabledControl: `POST /get-enabled-control 200: enabledControlIdentifier* -> enabledControlDetails*(arn controlIdentifier ${CONTROL_DRIFT} parameters${PARAMETERS} parentIdentifier statusSummary${STATUS} targetIdentifier targetRegions[(name)])`,
  GetLandingZone:
    'POST /get-landingzone 200: landingZoneIdentifier* -> landingZone*(arn driftStatus(status) latestAvailableVersion manifest*:json remediationTypes[] status version*)',
  GetLandingZoneOperation: `POST /get-landingzone-operation 200: operationIdentifier* -> operationDetails*${OPERATION}`,
  ListBaselines:
    'POST /list-baselines 200: maxResults:number nextToken -> baselines*[(arn* description name*)] nextToken',
  ListControlOperations: `POST /list-control-operations 200: filter(controlIdentifiers[] controlOperationTypes[] enabledControlIdentifiers[] statuses[] targetIdentifiers[]) maxResults:number nextToken -> controlOperations*[${CONTROL_OPERATION}] nextToken`,
  ListEnabledBaselines: `POST /list-enabled-baselines 200: filter(baselineIdentifiers[] inheritanceDriftStatuses[] parentIdentifiers[] statuses[] targetIdentifiers[]) includeChildren:boolean maxResults:number nextToken -> enabledBaselines*[(arn* baselineIdentifier* baselineVersion ${BASELINE_DRIFT} parentIdentifier statusSummary*${STATUS} targetIdentifier*)] nextToken`,
  ListEnabledControls: `POST /list-enabled-controls 200: filter(controlIdentifiers[] driftStatuses[] inheritanceDriftStatuses[] parentIdentifiers[] resourceDriftStatuses[] statuses[]) includeChildren:boolean maxResults:number nextToken targetIdentifier -> enabledControls*[(arn controlIdentifier ${CONTROL_DRIFT} parentIdentifier statusSummary${STATUS} targetIdentifier)] nextToken`,
  ListLandingZoneOperations:
    'POST /list-landingzone-operations 200: filter(statuses[] types[]) maxResults:number nextToken -> landingZoneOperations*[(operationIdentifier operationType status)] nextToken',
  ListLandingZones: 'POST /list-landingzones 200: maxResults:number nextToken -> landingZones*[(arn)] nextToken',
  ListTagsForResource: 'GET /tags/{resourceArn} 200: resourceArn*@path -> tags*{}',
  ResetEnabledBaseline: 'POST /reset-enabled-baseline 200: enabledBaselineIdentifier* -> operationIdentifier*',
  ResetEnabledControl: 'POST /reset-enabled-control 200: enabledControlIdentifier* -> operationIdentifier*',
  ResetLandingZone: 'POST /reset-landingzone 200: landingZoneIdentifier* -> operationIdentifier*',
  TagResource: 'POST /tags/{resourceArn} 204: resourceArn*@path tags*{} -> ',
  UntagResource: 'DELETE /tags/{resourceArn} 204: resourceArn*@path tagKeys*[]@query:tagKeys -> ',
  UpdateEnabledBaseline: `POST /update-enabled-baseline 200: baselineVersion* enabledBaselineIdentifier* parameters${PARAMETERS} -> operationIdentifier*`,
  UpdateEnabledControl: `POST /update-enabled-control 200: enabledControlIdentifier* parameters*${PARAMETERS} -> operationIdentifier*`,
  UpdateLandingZone:
    'POST /update-landingzone 200: landingZoneIdentifier* manifest:json remediationTypes[] version* -> operationIdentifier*',
};

const PAGE = 'MaxResults:number@query:maxResults NextToken@query:nextToken';
const REFERENCE = '(Arn Name)';

const CONTROL_CATALOG = {
  GetControl:
    'POST /get-control 200: ControlArn* -> Aliases[] Arn* Behavior* CreateTime# Description* GovernedResources[] Implementation(Identifier Type*) Name* Parameters[(Name*)] RegionConfiguration*(DeployableRegions[] Scope*) Severity',
  ListCommonControls: `POST /common-controls 200: CommonControlFilter(Objectives[(Arn)]) ${PAGE} -> CommonControls*[(Arn* CreateTime*# Description* Domain*${REFERENCE} LastUpdateTime*# Name* Objective*${REFERENCE})] NextToken`,
  ListControlMappings: `POST /list-control-mappings 200: Filter(CommonControlArns[] ControlArns[] MappingTypes[]) ${PAGE} -> ControlMappings*[(ControlArn* Mapping*|CommonControl(CommonControlArn*) Framework(Item* Name*) RelatedControl(ControlArn RelationType*)| MappingType*)] NextToken`,
  ListControls: `POST /list-controls 200: Filter(Implementations(Identifiers[] Types[])) ${PAGE} -> Controls*[(Aliases[] Arn* Behavior CreateTime# Description* GovernedResources[] Implementation(Identifier Type*) Name* Severity)] NextToken`,
  ListDomains: `POST /domains 200: ${PAGE} -> Domains*[(Arn* CreateTime*# Description* LastUpdateTime*# Name*)] NextToken`,
  ListObjectives: `POST /objectives 200: ${PAGE} ObjectiveFilter(Domains[(Arn)]) -> NextToken Objectives*[(Arn* CreateTime*# Description* Domain*${REFERENCE} LastUpdateTime*# Name*)]`,
};

function errorsOf(schemas: Readonly<Record<string, unknown>>): Record<string, string> {
  const errors = Object.values(schemas).filter(
    (schema): schema is StaticErrorSchema => Array.isArray(schema) && schema[0] === -3,
  );
  return Object.fromEntries(
    errors.map((schema) => {
      const { error, httpError } = NormalizedSchema.of(schema).getOwnTraits();
      return [schema[2], `${httpError} ${error}: ${membersOf(schema)}`] as const;
    }),
  );
}

describe('Control Tower on the wire', () => {
  it('has its 28 operations, with their members', () => {
    expect(Object.keys(CONTROL_TOWER)).toHaveLength(28);
    expect(describeOperations(tower)).toEqual(CONTROL_TOWER);
  });

  it('has its 7 errors, with their HTTP statuses; throttling says how long', () => {
    expect(errorsOf(tower)).toEqual({
      AccessDeniedException: '403 client: message*',
      ConflictException: '409 client: message*',
      InternalServerException: '500 server: message*',
      ResourceNotFoundException: '404 client: message*',
      ServiceQuotaExceededException: '402 client: message*',
      ThrottlingException: '429 client: message* quotaCode retryAfterSeconds:number@header:Retry-After serviceCode',
      ValidationException: '400 client: message*',
    });
  });

  it('says which operations may be repeated without harm', () => {
    const idempotent = Object.entries(tower).flatMap(([name, schema]) =>
      Array.isArray(schema) && schema[0] === 9 && JSON.stringify(schema[3]).includes('idempotent') ? [name] : [],
    );
    expect(idempotent.sort()).toEqual(['DeleteLandingZone$', 'DisableBaseline$']);
  });
});

describe('Control Catalog on the wire', () => {
  it('has its 6 operations, with their members', () => {
    expect(describeOperations(catalog)).toEqual(CONTROL_CATALOG);
  });

  it('has its 5 errors, with a capital Message that may be missing', () => {
    expect(errorsOf(catalog)).toEqual({
      AccessDeniedException: '403 client: Message',
      InternalServerException: '500 server: Message',
      ResourceNotFoundException: '404 client: Message',
      ThrottlingException: '429 client: Message',
      ValidationException: '400 client: Message',
    });
  });
});

describe('names', () => {
  it.each([
    ['Control Tower', tower],
    ['Control Catalog', catalog],
  ])('every schema of %s is exported under its own name', (_service, schemas) => {
    const named = Object.entries(schemas).filter(([name]) => name.endsWith('$'));
    for (const [name, schema] of named) expect(name).toBe(`${String((schema as unknown[])[2])}$`);
  });
});
