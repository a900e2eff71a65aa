import type { FaultClass } from './fault-class.js';
import { ofService } from './service-faults.js';

export type { FaultClass } from './fault-class.js';
export { isRoleNotKnownYet } from './service-faults.js';

/**
 * Every AWS error is classified once, here. The table follows what the services really send: Organizations throttles
 * with HTTP 400, a quota is not a throttle, and "already so" is only a hint that a read must confirm.
 *
 * Source: the service models' error lists; retry tables of the SDKs; the Organizations API reference (November 2026).
 */
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
  // SNS: of the topic, and of the key that it is encrypted with.
  'AuthorizationErrorException',
  'KMSAccessDeniedException',
  ...NOT_SIGNED_IN,
]);

const QUOTA_REASON = /LIMIT_EXCEEDED|_EXCEEDED$/;

/** An emulator without the service or the operation, some with a page of HTML: it will not learn it in the meantime. */
function isMissing(code: string, status: number | undefined): boolean {
  return status === 501 || (status === 500 && code === 'SyntaxError');
}

/** Undefined where an emulator does not have the operation; AWS has them all. */
export async function unlessMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const { code, status } = faultOf(error);
    if (!isMissing(code, status)) throw error;
    return undefined;
  }
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
  if (isMissing(code, status)) return 'refused';
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
    typeof error === 'object' && error !== null ? ofService(services.get(error), { code, message, reason }) : undefined;
  const after = Number(fields['retryAfterSeconds'] ?? fields['RetryAfterSeconds'] ?? Number.NaN);
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

/** The IAM action that a denial names, `config:DescribeOrganizationConfigRules`; undefined where it names none. */
export function missingPermission({ class: what, message }: Fault): string | undefined {
  return what === 'denied' ? /perform: ([\w-]+:\w+)/.exec(message)?.[1] : undefined;
}

/** Undefined where the thing that was asked for is not there. */
export async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (faultOf(error).class !== 'gone') throw error;
    return undefined;
  }
}
