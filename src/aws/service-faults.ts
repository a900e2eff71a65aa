import type { FaultClass } from './fault-class.js';

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

/** Sources: the service model's error lists (config-2014-11-12); what is in use is being laid, changed or taken away. */
const CONFIG: ReadonlyMap<string, FaultClass> = new Map([
  ['ResourceInUseException', 'wait-for-other-operation'],
  ['LimitExceededException', 'quota'],
  ['MaxNumberOfConfigRulesExceededException', 'quota'],
  ['MaxNumberOfOrganizationConfigRulesExceededException', 'quota'],
  ['MaxNumberOfOrganizationConformancePacksExceededException', 'quota'],
  ['NoSuchOrganizationConfigRuleException', 'gone'],
  ['NoSuchOrganizationConformancePackException', 'gone'],
  ['NoSuchConfigurationAggregatorException', 'gone'],
  ['NoSuchConfigurationRecorderException', 'gone'],
  ['OrganizationAccessDeniedException', 'denied'],
  ['InsufficientPermissionsException', 'denied'],
]);

/** One code for "there is one of that name", "there is one attached" and "somebody changes the same set or account". */
function identityCenterClass(code: string, message: string): FaultClass | undefined {
  if (code !== 'ConflictException') return undefined;
  return /\balready\b/i.test(message) ? 'already-so' : 'retry';
}

/** The reason tells a name that is taken from two writers at once. */
function identityStoreClass(code: string, reason: string | undefined): FaultClass | undefined {
  if (code !== 'ConflictException') return undefined;
  return reason === 'UNIQUENESS_CONSTRAINT_VIOLATION' ? 'already-so' : 'retry';
}

/** Older errors of IAM have no suffix on the wire, and the SDK gives some of them one. */
const IAM: ReadonlyMap<string, FaultClass> = new Map([
  ['NoSuchEntity', 'gone'],
  ['EntityAlreadyExists', 'already-so'],
  ['EntityTemporarilyUnmodifiable', 'retry'],
  ['ConcurrentModification', 'retry'],
  ['ServiceFailure', 'retry'],
  ['LimitExceeded', 'quota'],
]);

/** Codes that mean something else with one service than with others. */
export function ofService(
  service: string | undefined,
  { code, message, reason }: { readonly code: string; readonly message: string; readonly reason: string | undefined },
): FaultClass | undefined {
  if (service === 'sso') return identityCenterClass(code, message);
  if (service === 'identitystore') return identityStoreClass(code, reason);
  if (service === 'controltower') return controlTowerClass(code, message);
  if (service === 'cloudformation') return cloudFormationClass(code, message);
  if (service === 'config') return CONFIG.get(code);
  if (service === 'iam') return IAM.get(code.replace(/Exception$/, ''));
  return undefined;
}

/** Whether an operation on stacks failed for want of a role that may only be too new: worth another one. */
export function isRoleNotKnownYet(reason: string): boolean {
  return ROLE_NOT_KNOWN_YET.test(reason);
}
