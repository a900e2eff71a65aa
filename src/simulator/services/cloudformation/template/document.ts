import type { Json, JsonObject } from '../../../../model.js';
import type { ParameterDeclaration } from './parameter-declarations.js';

export interface ResourceDeclaration {
  readonly type: string;
  readonly properties: JsonObject;
  readonly condition?: string;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: string;
  readonly updateReplacePolicy: string;
  readonly metadata?: JsonObject;
  readonly description?: string;
}

export interface OutputDeclaration {
  readonly value: Json;
  readonly description?: string;
  readonly condition?: string;
  readonly exportName?: Json;
}

/** A template that has been read and whose references all lead somewhere. Functions stand in it in their long forms. */
export interface Template {
  /** As it was sent, byte for byte. */
  readonly body: string;
  /** Of the body: the same text, the same digest. */
  readonly digest: string;
  readonly description?: string;
  readonly version?: string;
  readonly metadata?: Json;
  readonly parameters: ReadonlyMap<string, ParameterDeclaration>;
  readonly mappings: JsonObject;
  readonly conditions: JsonObject;
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly outputs: ReadonlyMap<string, OutputDeclaration>;
  /** Macros that the template wants to be processed by, `AWS::LanguageExtensions` included. */
  readonly transforms: readonly string[];
}
