import { bound, header, NUMBER, STRING } from '../schema.js';
import { controlTower } from './shapes.js';

const message = { message: STRING };

export const AccessDeniedException$ = controlTower.error('AccessDeniedException', 403, message);
/** Another operation is in progress; also some things that are there already. */
export const ConflictException$ = controlTower.error('ConflictException', 409, message);
export const InternalServerException$ = controlTower.error('InternalServerException', 500, message);
export const ResourceNotFoundException$ = controlTower.error('ResourceNotFoundException', 404, message);
/** Payment Required is what AWS answers when too many operations have been submitted. */
export const ServiceQuotaExceededException$ = controlTower.error('ServiceQuotaExceededException', 402, message);
/** `retryAfterSeconds` travels in the header. */
export const ThrottlingException$ = controlTower.error('ThrottlingException', 429, message, {
  serviceCode: STRING,
  quotaCode: STRING,
  retryAfterSeconds: bound(NUMBER, header('Retry-After')),
});
export const ValidationException$ = controlTower.error('ValidationException', 400, message);
