import { ServiceError } from '../../service.js';

export const missing = (message: string): ServiceError => new ServiceError('ResourceNotFoundException', message);
export const invalid = (message: string): ServiceError => new ServiceError('InvalidParametersException', message);
export const duplicate = (message: string): ServiceError => new ServiceError('DuplicateResourceException', message);
export const limit = (message: string): ServiceError => new ServiceError('LimitExceededException', message);
