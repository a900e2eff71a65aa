import { STRING } from '../schema.js';
import { controlCatalog } from './shapes.js';

/** `Message` with a capital, unlike Control Tower's. */
const message = { Message: STRING };

export const AccessDeniedException$ = controlCatalog.error('AccessDeniedException', 403, {}, message);
export const InternalServerException$ = controlCatalog.error('InternalServerException', 500, {}, message);
export const ResourceNotFoundException$ = controlCatalog.error('ResourceNotFoundException', 404, {}, message);
export const ThrottlingException$ = controlCatalog.error('ThrottlingException', 429, {}, message);
export const ValidationException$ = controlCatalog.error('ValidationException', 400, {}, message);
