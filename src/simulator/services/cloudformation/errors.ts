import { ServiceError } from '../../service.js';

/** Most of what CloudFormation refuses is this one code; the text tells what is meant. */
export function validation(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}

/** A constraint of the service's model that a request member breaks, in the words of AWS's request validation. */
export function constraint(member: string, value: string, rule: string): ServiceError {
  return validation(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${rule}`,
  );
}

/** What is known to exist at AWS and is not simulated: never answered with something made up. */
export function notSimulated(what: string, file: string): ServiceError {
  return new ServiceError(
    'NotImplemented',
    `${what} is not simulated: write it in src/simulator/services/cloudformation/${file}`,
    {},
    501,
  );
}
