import { type Caller, ServiceError } from '../../service.js';
import { idOf } from './names.js';

/** Texts that clients are known to read are sent as they were observed. */

export const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message);
export const missing = (message: string): ServiceError => new ServiceError('ResourceNotFoundException', message);
export const conflict = (message: string): ServiceError => new ServiceError('ConflictException', message);
export const overQuota = (message: string): ServiceError => new ServiceError('ServiceQuotaExceededException', message);

export const noSuchSet = (arn: string): ServiceError => missing(`Could not find PermissionSet with id ${idOf(arn)}`);

export const conflicting = (): ServiceError => conflict('There is a conflicting operation in process.');

export const tooMany = (): ServiceError =>
  new ServiceError('ThrottlingException', 'There are too many requests processing. Please try again later.');

export const denied = ({ arn }: Caller, operation: string, resource: string): ServiceError =>
  new ServiceError(
    'AccessDeniedException',
    `User: ${arn} is not authorized to perform: sso:${operation} on resource: ${resource}`,
  );
