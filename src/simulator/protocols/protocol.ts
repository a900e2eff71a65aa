import type { StaticOperationSchema } from '@smithy/types';
import type { WireRequest, WireResponse } from '../http.js';
import type { ServiceError } from '../service.js';
import type { Schemas } from './shape.js';

/** What a protocol must know of a service. */
export interface Wire {
  readonly name: string;
  readonly xmlNamespace?: string;
  readonly queryCompatible?: boolean;
  readonly schemas: Schemas;
}

/** Bytes into the input that an operation takes, its output or error into bytes; driven by the SDK's schemas. */
export interface WireProtocol {
  /** The operation that the request names, whether or not anybody implements it. */
  operationOf(request: WireRequest, wire: Wire): string | undefined;
  /** @throws ServiceError when the body is not what the schema says. */
  readInput(operation: StaticOperationSchema, request: WireRequest): Record<string, unknown>;
  /** @throws OutputMismatch when `output` is not what the schema says. */
  writeOutput(
    wire: Wire,
    operation: StaticOperationSchema,
    output: Readonly<Record<string, unknown>>,
    requestId: string,
  ): WireResponse;
  /** An error that the service's model has is written by its schema, any other with its code and message alone. */
  writeError(wire: Wire, error: ServiceError, requestId: string): WireResponse;
  /** The protocol's common error for too many requests, for services whose model has none of its own. */
  throttled(operation: string): ServiceError;
  /** Its common error for what a policy forbids. */
  denied(message: string): ServiceError;
}
