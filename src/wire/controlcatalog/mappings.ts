import { STRING, STRING_LIST } from '../schema.js';
import { controlCatalog, type Paging, paging } from './shapes.js';

export type MappingType = 'FRAMEWORK' | 'COMMON_CONTROL' | 'RELATED_CONTROL';
export type ControlRelationType = 'COMPLEMENTARY' | 'ALTERNATIVE' | 'MUTUALLY_EXCLUSIVE';

/** Exactly one of them, as `MappingType` says. */
export interface Mapping {
  Framework?: { Name: string | undefined; Item: string | undefined } | undefined;
  CommonControl?: { CommonControlArn: string | undefined } | undefined;
  RelatedControl?: { ControlArn?: string | undefined; RelationType: ControlRelationType | undefined } | undefined;
}

export interface ControlMapping {
  ControlArn: string | undefined;
  MappingType: MappingType | undefined;
  Mapping: Mapping | undefined;
}

/** One value in each list. */
export interface ControlMappingFilter {
  ControlArns?: string[] | undefined;
  CommonControlArns?: string[] | undefined;
  MappingTypes?: MappingType[] | undefined;
}

export interface ListControlMappingsRequest extends Paging {
  Filter?: ControlMappingFilter | undefined;
}

export interface ListControlMappingsResponse {
  ControlMappings: ControlMapping[] | undefined;
  NextToken?: string | undefined;
}

const { structure, union, list, post } = controlCatalog;

export const FrameworkMappingDetails$ = structure('FrameworkMappingDetails', { Name: STRING, Item: STRING });
export const CommonControlMappingDetails$ = structure('CommonControlMappingDetails', { CommonControlArn: STRING });
export const RelatedControlMappingDetails$ = structure(
  'RelatedControlMappingDetails',
  { RelationType: STRING },
  { ControlArn: STRING },
);
export const Mapping$ = union('Mapping', {
  Framework: FrameworkMappingDetails$,
  CommonControl: CommonControlMappingDetails$,
  RelatedControl: RelatedControlMappingDetails$,
});
export const ControlMapping$ = structure('ControlMapping', {
  ControlArn: STRING,
  MappingType: STRING,
  Mapping: Mapping$,
});
export const ControlMappingFilter$ = structure(
  'ControlMappingFilter',
  {},
  { ControlArns: STRING_LIST, CommonControlArns: STRING_LIST, MappingTypes: STRING_LIST },
);
export const ListControlMappingsRequest$ = structure(
  'ListControlMappingsRequest',
  {},
  { ...paging, Filter: ControlMappingFilter$ },
);
export const ListControlMappingsResponse$ = structure(
  'ListControlMappingsResponse',
  { ControlMappings: list('ControlMappings', ControlMapping$) },
  { NextToken: STRING },
);

export const ListControlMappings$ = post(
  'ListControlMappings',
  '/list-control-mappings',
  ListControlMappingsRequest$,
  ListControlMappingsResponse$,
);
