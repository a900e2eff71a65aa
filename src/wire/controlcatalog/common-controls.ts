import { STRING, TIMESTAMP } from '../schema.js';
import { controlCatalog, type Paging, paging } from './shapes.js';

export interface AssociatedDomainSummary {
  Arn?: string | undefined;
  Name?: string | undefined;
}

export interface AssociatedObjectiveSummary {
  Arn?: string | undefined;
  Name?: string | undefined;
}

export interface DomainSummary {
  Arn: string | undefined;
  Name: string | undefined;
  Description: string | undefined;
  CreateTime: Date | undefined;
  LastUpdateTime: Date | undefined;
}

export interface ObjectiveSummary extends DomainSummary {
  Domain: AssociatedDomainSummary | undefined;
}

export interface CommonControlSummary extends DomainSummary {
  Domain: AssociatedDomainSummary | undefined;
  Objective: AssociatedObjectiveSummary | undefined;
}

export interface ListDomainsRequest extends Paging {}

export interface ListDomainsResponse {
  Domains: DomainSummary[] | undefined;
  NextToken?: string | undefined;
}

/** Objectives of one domain. */
export interface ListObjectivesRequest extends Paging {
  ObjectiveFilter?: { Domains?: { Arn?: string | undefined }[] | undefined } | undefined;
}

export interface ListObjectivesResponse {
  Objectives: ObjectiveSummary[] | undefined;
  NextToken?: string | undefined;
}

/** Common controls of one objective. */
export interface ListCommonControlsRequest extends Paging {
  CommonControlFilter?: { Objectives?: { Arn?: string | undefined }[] | undefined } | undefined;
}

export interface ListCommonControlsResponse {
  CommonControls: CommonControlSummary[] | undefined;
  NextToken?: string | undefined;
}

const { structure, list, post } = controlCatalog;
const names = { Arn: STRING, Name: STRING, Description: STRING };
const times = { CreateTime: TIMESTAMP, LastUpdateTime: TIMESTAMP };
const reference = { Arn: STRING, Name: STRING };

export const AssociatedDomainSummary$ = structure('AssociatedDomainSummary', {}, reference);
export const AssociatedObjectiveSummary$ = structure('AssociatedObjectiveSummary', {}, reference);
export const DomainSummary$ = structure('DomainSummary', { ...names, ...times });
export const ObjectiveSummary$ = structure('ObjectiveSummary', {
  ...names,
  Domain: AssociatedDomainSummary$,
  ...times,
});
export const CommonControlSummary$ = structure('CommonControlSummary', {
  ...names,
  Domain: AssociatedDomainSummary$,
  Objective: AssociatedObjectiveSummary$,
  ...times,
});
export const DomainResourceFilter$ = structure('DomainResourceFilter', {}, { Arn: STRING });
export const ObjectiveResourceFilter$ = structure('ObjectiveResourceFilter', {}, { Arn: STRING });
export const ObjectiveFilter$ = structure(
  'ObjectiveFilter',
  {},
  { Domains: list('DomainResourceFilterList', DomainResourceFilter$) },
);
export const CommonControlFilter$ = structure(
  'CommonControlFilter',
  {},
  { Objectives: list('ObjectiveResourceFilterList', ObjectiveResourceFilter$) },
);

export const ListDomainsRequest$ = structure('ListDomainsRequest', {}, paging);
export const ListDomainsResponse$ = structure(
  'ListDomainsResponse',
  { Domains: list('DomainSummaryList', DomainSummary$) },
  { NextToken: STRING },
);
export const ListObjectivesRequest$ = structure(
  'ListObjectivesRequest',
  {},
  { ...paging, ObjectiveFilter: ObjectiveFilter$ },
);
export const ListObjectivesResponse$ = structure(
  'ListObjectivesResponse',
  { Objectives: list('ObjectiveSummaryList', ObjectiveSummary$) },
  { NextToken: STRING },
);
export const ListCommonControlsRequest$ = structure(
  'ListCommonControlsRequest',
  {},
  { ...paging, CommonControlFilter: CommonControlFilter$ },
);
export const ListCommonControlsResponse$ = structure(
  'ListCommonControlsResponse',
  { CommonControls: list('CommonControlSummaryList', CommonControlSummary$) },
  { NextToken: STRING },
);

export const ListDomains$ = post('ListDomains', '/domains', ListDomainsRequest$, ListDomainsResponse$);
export const ListObjectives$ = post('ListObjectives', '/objectives', ListObjectivesRequest$, ListObjectivesResponse$);
export const ListCommonControls$ = post(
  'ListCommonControls',
  '/common-controls',
  ListCommonControlsRequest$,
  ListCommonControlsResponse$,
);
