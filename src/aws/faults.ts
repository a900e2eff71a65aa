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
]);

const DENIED = new Set([
  'AccessDeniedException',
  'AccessDenied',
  'UnauthorizedOperation',
  'NotAuthorized',
  'AccessDeniedForDependencyException',
  // Credentials that are missing, expired or unknown.
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredTokenException',
  'ExpiredToken',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
]);

const QUOTA_REASON = /LIMIT_EXCEEDED|_EXCEEDED$/;

function classOf(code: string, reason: string | undefined, status: number | undefined): FaultClass {
  if (THROTTLES.has(code)) return 'throttle';
  if (TRANSIENT.has(code)) return 'retry';
  if (ALREADY_SO.has(code)) return 'already-so';
  if (GONE.has(code)) return 'gone';
  if (DENIED.has(code)) return 'denied';
  if (code === 'ConstraintViolationException') return reason && QUOTA_REASON.test(reason) ? 'quota' : 'refused';
  if (code.endsWith('Exception') || (status !== undefined && status >= 400 && status < 500)) return 'refused';
  if (status !== undefined && status >= 500) return 'retry';
  return 'bug';
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
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
  return {
    class: classOf(code, reason, status),
    code,
    message,
    ...(reason && { reason }),
    ...(status !== undefined && { status }),
  };
}

/** `AttachPolicy: ConstraintViolationException (MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED): You have attached ...` */
export function describeFault(operation: string, fault: Fault): string {
  return `${operation}: ${fault.code}${fault.reason ? ` (${fault.reason})` : ''}: ${fault.message}`;
}
