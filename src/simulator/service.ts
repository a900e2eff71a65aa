import type { Clock } from '../clock.js';
import type { WireRequest } from './http.js';

/**
 * How a simulated service looks to the server: a table of operations over the shared world, in the shapes of the SDK's
 * own schemas. The protocol folder turns bytes into `input` and `output` into bytes; a service never sees the wire.
 */
export type Protocol = 'json' | 'rest-json' | 'query' | 'rest-xml';

export interface Caller {
  readonly accountId: string;
  readonly arn: string;
  readonly userId: string;
  /** From the signature's scope. */
  readonly region: string;
  /** Whom the request addressed: `sts.eu-west-1.amazonaws.com`, or where the simulator listens. */
  readonly host?: string;
  /** What a root session of sts:AssumeRoot is for, `IAMAuditRootUserCredentials` for example; absent for everybody else. */
  readonly rootTask?: string;
}

export interface OperationContext<World> {
  readonly world: World;
  readonly clock: Clock;
  readonly caller: Caller;
  /** How an injected fault wants what this call begins to end. */
  readonly outcome?: Readonly<Record<string, unknown>>;
}

/** Who an access key stands for. */
export interface Identity {
  readonly accountId: string;
  /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, or `arn:aws:iam::ACCOUNT:root`. */
  readonly arn: string;
  readonly userId: string;
  /** Clock milliseconds from which on it is refused. */
  readonly expiresAt: number;
  /** Of a root session: see Caller. */
  readonly rootTask?: string;
}

/** A call that has changed something, as other services hear of it. */
export interface Deed {
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
}

export type Operation<World> = (
  // The wire has been checked against the SDK's schema; members are still optional at this point, as they are on the wire.
  input: Readonly<Record<string, unknown>>,
  context: OperationContext<World>,
) => Record<string, unknown> | Promise<Record<string, unknown>>;

export interface ServiceDefinition<World> {
  /** The folder's name, and the rate table's: `organizations`. */
  readonly name: string;
  readonly protocol: Protocol;
  /** The service in a SigV4 credential scope: `organizations`, `sts`, `tagging`. */
  readonly signingName: string;
  /** Before the dot in X-Amz-Target, for the JSON protocol: `AWSOrganizationsV20161128`. */
  readonly targetPrefix?: string;
  /** JSON protocol: errors also carry the code that they had when the service spoke the query protocol. */
  readonly queryCompatible?: boolean;
  /** Query protocol. */
  readonly version?: string;
  readonly xmlNamespace?: string;
  /** The module of the SDK client that exports the runtime schemas (`CreatePolicy$`), as `importedOnce` has it. */
  readonly schemas: () => Promise<Readonly<Record<string, unknown>>>;
  /** Loaded with the service, by operation name. What is missing answers a loud 501 that names the file to edit. */
  readonly operations: Readonly<Record<string, Operation<World>>>;
  /** Operations that change nothing: they never count as writes. */
  readonly isRead: (operation: string) => boolean;
  /** What this service does when a call to any service has changed the world. */
  readonly react?: (world: World, deed: Deed) => void;
  /** Brings what this service's endpoint and framing put elsewhere back to where its URI templates have it. */
  readonly normalise?: (request: WireRequest) => WireRequest;
  /** Whose access key this is, where this service handed it out; `unknown` for one of its own that it does not know (any more). */
  readonly identify?: (world: World, accessKey: string) => Identity | 'unknown' | undefined;
  /** The IAM action that a call needs, where it is not the signing name and the operation; null: none. */
  readonly action?: (operation: string) => string | null;
  /** The ARN of what a call is about, as policies name it; undefined where it names nothing. */
  readonly resource?: (input: Readonly<Record<string, unknown>>, caller: Caller) => string | undefined;
  /** The refusal of a call that this service's policies deny the caller, to whatever service; undefined: nothing stands in its way. */
  readonly denies?: (world: World, caller: Caller, action: string, resource: string | undefined) => string | undefined;
  /** How this service says "slow down"; without it, its protocol's common throttling error is sent. */
  readonly throttled?: (operation: string) => ServiceError;
  /** How it refuses a write while another one is in flight; without it, writes may overlap. */
  readonly overlapping?: (operation: string) => ServiceError;
}

/**
 * A module that is imported when the service is first called. Kept here, because an import() resolves its specifier
 * anew each time, and every call to a service needs its schemas.
 */
export function importedOnce<Module>(load: () => Promise<Module>): () => Promise<Module> {
  let module: Promise<Module> | undefined;
  return () => {
    module ??= load();
    return module;
  };
}

/** Thrown by an operation; sent as the service's own error shape. */
export class ServiceError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** HTTP status; Organizations answers 400 for everything but ServiceException. */
  readonly status: number;

  constructor(code: string, message: string, details: Readonly<Record<string, unknown>> = {}, status = 400) {
    super(message);
    this.code = code;
    this.details = details;
    this.status = status;
  }
}
