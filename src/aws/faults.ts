/**
 * Every AWS error is classified once, here. The table follows what the services really send: Organizations throttles
 * with HTTP 400, a quota is not a throttle, and "already so" is only a hint that a read must confirm.
 *
 * Source: the service models' error lists; retry tables of the SDKs; the Organizations API reference (November 2026).
 */
export type FaultClass =
  /** Too fast: slow down and try again; never surfaces. */
  | 'throttle'
  /** A passing fault, or a conflict with another writer: try again. */
  | 'retry'
  /** Another operation must end first. */
  | 'wait-for-other-operation'
  /** What was asked for seems to be there: read before believing it. */
  | 'already-so'
  /** A limit that only a person can raise. */
  | 'quota'
  /** No permission. */
  | 'denied'
  /** AWS will never accept this request. */
  | 'refused'
  /** The thing is not there. */
  | 'gone'
  /** Not understood: treated as refused, and reported with its text. */
  | 'bug';

export interface Fault {
  readonly class: FaultClass;
  /** The wire's error code: `PolicyTypeNotEnabledException`. */
  readonly code: string;
  readonly message: string;
  /** `OU_DEPTH_LIMIT_EXCEEDED`, for the errors that carry one. */
  readonly reason?: string;
  readonly status?: number;
  /** What AWS asked for in its answer, in milliseconds. */
  readonly retryAfterMs?: number;
}

const THROTTLES = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'SlowDown',
  'BandwidthLimitExceeded',
  'PriorRequestNotComplete',
]);

const TRANSIENT = new Set([
  'ServiceException',
  'InternalServerException',
  'InternalFailure',
  'InternalError',
  'ServiceUnavailable',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'NetworkingError',
  // Organizations has one writer at a time; somebody else's write is over in a moment.
  'ConcurrentModificationException',
  'PolicyChangesInProgressException',
  'FinalizingOrganizationException',
]);

const ALREADY_SO = new Set([
  'DuplicatePolicyAttachmentException',
  'PolicyNotAttachedException',
  'PolicyTypeAlreadyEnabledException',
  'DuplicateAccountException',
  'DuplicateOrganizationalUnitException',
  'DuplicatePolicyException',
  'AccountAlreadyRegisteredException',
]);

const GONE = new Set([
  'PolicyNotFoundException',
  'TargetNotFoundException',
  'OrganizationalUnitNotFoundException',
  'AccountNotFoundException',
  'RootNotFoundException',
  'ParentNotFoundException',
  'ChildNotFoundException',
  'SourceParentNotFoundException',
  'DestinationParentNotFoundException',
  'ResourceNotFoundException',
]);

/** Credentials that are missing, expired or unknown: nobody is signed in, as opposed to somebody who may not read. */
export const NOT_SIGNED_IN: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredTokenException',
  'ExpiredToken',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
]);

const DENIED = new Set([
  'AccessDeniedException',
  'AccessDenied',
  'UnauthorizedOperation',
  'NotAuthorized',
  'AccessDeniedForDependencyException',
  ...NOT_SIGNED_IN,
]);

const QUOTA_REASON = /LIMIT_EXCEEDED|_EXCEEDED$/;

/** Codes that mean something else with Control Tower than with others. Undefined = nothing of its own. */
function controlTowerClass(code: string, message: string): FaultClass | undefined {
  // Sources differ on which of the two says that a baseline or a control is enabled already.
  if (['ConflictException', 'ValidationException'].includes(code) && /\balready enabled\b/i.test(message)) {
    return 'already-so';
  }
  // One operation of units at a time, nothing beside the landing zone's; 402: too many submitted, not a quota to be raised.
  if (code === 'ConflictException' || code === 'ServiceQuotaExceededException') return 'wait-for-other-operation';
  return undefined;
}

/** A role that was just made is not known everywhere yet; the operation must be begun again under a new id. */
const ROLE_NOT_KNOWN_YET =
  /AccountGate check failed|is not authorized(?![^;]*explicit deny)|role has insufficient|role with trust relationship|security token included in the request is invalid/i;

const CLOUDFORMATION: ReadonlyMap<string, FaultClass> = new Map([
  ['OperationInProgressException', 'wait-for-other-operation'],
  ['StaleRequestException', 'retry'],
  ['StackSetNotFoundException', 'gone'],
  ['StackInstanceNotFoundException', 'gone'],
  ['OperationNotFoundException', 'gone'],
  ['OperationIdAlreadyExistsException', 'already-so'],
  ['NameAlreadyExistsException', 'already-so'],
  ['AlreadyExistsException', 'already-so'],
  ['CreatedButModifiedException', 'already-so'],
  ['LimitExceededException', 'quota'],
]);

/** Where CloudFormation validates, the text alone tells what it means. */
function cloudFormationClass(code: string, message: string): FaultClass | undefined {
  const known = CLOUDFORMATION.get(code);
  if (known) return known;
  if (code !== 'ValidationError') return undefined;
  if (/\bdoes not exist\b/i.test(message)) return 'gone';
  if (/\bno updates are to be performed\b/i.test(message)) return 'already-so';
  // Another change of the stack or the set runs: it is over some time.
  if (/_IN_PROGRESS state\b/.test(message)) return 'wait-for-other-operation';
  return ROLE_NOT_KNOWN_YET.test(message) ? 'retry' : 'refused';
}

/** Codes that mean something else with one service than with others. */
function ofService(service: string | undefined, code: string, message: string): FaultClass | undefined {
  if (service === 'controltower') return controlTowerClass(code, message);
  if (service === 'cloudformation') return cloudFormationClass(code, message);
  return undefined;
}

/** Whether an operation on stacks failed for want of a role that may only be too new: worth another one. */
export function isRoleNotKnownYet(reason: string): boolean {
  return ROLE_NOT_KNOWN_YET.test(reason);
}

function classOf(code: string, reason: string | undefined, status: number | undefined): FaultClass {
  if (THROTTLES.has(code)) return 'throttle';
  if (TRANSIENT.has(code)) return 'retry';
  if (ALREADY_SO.has(code)) return 'already-so';
  if (GONE.has(code)) return 'gone';
  if (DENIED.has(code)) return 'denied';
  if (code === 'ServiceQuotaExceededException') return 'quota';
  if (code === 'ConstraintViolationException') return reason && QUOTA_REASON.test(reason) ? 'quota' : 'refused';
  if (code.endsWith('Exception') || (status !== undefined && status >= 400 && status < 500)) return 'refused';
  // An emulator without the service or the operation: it will not learn it in the meantime.
  if (status === 501) return 'refused';
  if (status !== undefined && status >= 500) return 'retry';
  return 'bug';
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Errors look alike from one service to the next; who called knows which it was. */
const services = new WeakMap<object, string>();

/** Remembers which service an error came from, for whoever asks what it means. */
export function cameFrom(service: string, error: unknown): void {
  if (typeof error === 'object' && error !== null) services.set(error, service);
}

/** Reads an SDK error, a socket error or anything else that was thrown. */
export function faultOf(error: unknown): Fault {
  const fields: Record<string, unknown> = typeof error === 'object' && error !== null ? { ...error } : {};
  const name = error instanceof Error ? error.name : undefined;
  const code = text(fields['code']) ?? (name && name !== 'Error' ? name : undefined) ?? 'UnknownError';
  const message = text(fields['Message']) ?? (error instanceof Error ? error.message : String(error));
  const reason = text(fields['Reason']);
  const metadata = fields['$metadata'];
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? Number(metadata.httpStatusCode)
      : undefined;
  const special =
    typeof error === 'object' && error !== null ? ofService(services.get(error), code, message) : undefined;
  const after = Number(fields['retryAfterSeconds'] ?? Number.NaN);
  return {
    class: special ?? classOf(code, reason, status),
    code,
    message,
    ...(reason && { reason }),
    ...(status !== undefined && { status }),
    ...(after > 0 && { retryAfterMs: after * 1_000 }),
  };
}

/** `AttachPolicy: ConstraintViolationException (MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED): You have attached ...` */
export function describeFault(operation: string, fault: Fault): string {
  return `${operation}: ${fault.code}${fault.reason ? ` (${fault.reason})` : ''}: ${fault.message}`;
}
