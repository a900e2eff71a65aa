import { ServiceError } from '../../service.js';

/** Control Tower's own errors. Texts that AWS was seen to send are kept, since clients match on them. */
export const validation = (message: string): ServiceError => new ServiceError('ValidationException', message, {}, 400);
export const notFound = (message: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', message, {}, 404);
export const conflict = (message: string): ServiceError => new ServiceError('ConflictException', message, {}, 409);
/** 402: too much has been submitted at once. */
export const quotaExceeded = (message: string): ServiceError =>
  new ServiceError('ServiceQuotaExceededException', message, {}, 402);

export const noLandingZone = (): ServiceError =>
  notFound('AWS Control Tower cannot complete the operation, because you must create a landing zone first.');
