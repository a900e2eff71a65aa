import { ServiceError } from '../../service.js';

/**
 * The service's own errors. Texts that AWS was seen to send are kept word for word since clients match on them; the
 * others say the same in our words. Everything but ServiceException is HTTP 400.
 */
export function invalidInput(reason: string, message: string): ServiceError {
  return new ServiceError('InvalidInputException', message, { Reason: reason });
}

export function constraint(reason: string, message: string): ServiceError {
  return new ServiceError('ConstraintViolationException', message, { Reason: reason });
}

export function handshakeConstraint(reason: string, message: string): ServiceError {
  return new ServiceError('HandshakeConstraintViolationException', message, { Reason: reason });
}

export function refuse(code: string, message: string): ServiceError {
  return new ServiceError(code, message);
}

export const notInUse = (): ServiceError =>
  refuse('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
export const accessDenied = (): ServiceError =>
  refuse('AccessDeniedException', "You don't have permissions to access this resource.");
export const accountNotFound = (): ServiceError =>
  refuse('AccountNotFoundException', "You specified an account that doesn't exist.");
export const unitNotFound = (): ServiceError =>
  refuse('OrganizationalUnitNotFoundException', "You specified an organizational unit that doesn't exist.");
export const parentNotFound = (): ServiceError =>
  refuse('ParentNotFoundException', "You specified a parent that doesn't exist.");
export const policyNotFound = (): ServiceError =>
  refuse('PolicyNotFoundException', "You specified a policy that doesn't exist.");
export const targetNotFound = (): ServiceError =>
  refuse('TargetNotFoundException', "You specified a target that doesn't exist.");
export const rootNotFound = (): ServiceError =>
  refuse('RootNotFoundException', "You specified a root that doesn't exist.");
export const typeNotEnabled = (): ServiceError =>
  refuse('PolicyTypeNotEnabledException', 'This operation can be performed only for enabled policy types.');
export const malformed = (): ServiceError =>
  refuse(
    'MalformedPolicyDocumentException',
    'The provided policy document does not meet the requirements of the specified policy type.',
  );
