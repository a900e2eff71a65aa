import { ServiceError } from '../../../service.js';

export { validation } from '../errors.js';

/** The refusals of StackSets. Statuses are the model's; texts that were observed are sent word for word, since clients match on them. */

export const stackSetNotFound = (name: string): ServiceError =>
  new ServiceError('StackSetNotFoundException', `StackSet ${name} not found`, {}, 404);

export const operationNotFound = (id: string): ServiceError =>
  new ServiceError('OperationNotFoundException', `Operation ${id} not found`, {}, 404);

export const instanceNotFound = (name: string, account: string, region: string): ServiceError =>
  new ServiceError(
    'StackInstanceNotFoundException',
    `Stack instance not found for account ${account} and region ${region} in StackSet ${name}`,
    {},
    404,
  );

/** Observed text: it names the operation that stands in the way. */
export const inProgress = (arn: string, operation: string): ServiceError =>
  new ServiceError(
    'OperationInProgressException',
    `Another Operation on StackSet ${arn} is in progress: ${operation}`,
    {},
    409,
  );

export const operationIdExists = (id: string): ServiceError =>
  new ServiceError('OperationIdAlreadyExistsException', `Operation with id ${id} already exists`, {}, 409);

export const nameExists = (name: string): ServiceError =>
  new ServiceError('NameAlreadyExistsException', `StackSet ${name} already exists`, {}, 409);

export const invalidOperation = (message: string): ServiceError =>
  new ServiceError('InvalidOperationException', message);

export const limitExceeded = (message: string): ServiceError => new ServiceError('LimitExceededException', message);
