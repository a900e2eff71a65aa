import type { JsonObject, Origin } from './address.js';

/** A CloudFormation template as it was read: the short forms (`!Ref`) are written as the functions they stand for. */
export interface TemplateFile {
  readonly document: JsonObject;
  /** The text as it is written, and as it is sent. */
  readonly body: string;
  readonly origin: Origin;
  /** Position of a value by its path in `document`; the nearest known parent's when unknown. */
  originOf(...path: readonly (string | number)[]): Origin;
  /** Position of the path's last key. */
  keyOriginOf(...path: readonly (string | number)[]): Origin;
}

export interface TextFile {
  readonly text: string;
  readonly origin: Origin;
}
