import { templateOf } from '../../../manifest/templates.js';
import type { JsonObject } from '../../../model.js';

/**
 * A template that AWS holds, in long forms. One that cannot be read (AWS takes a few things that towerctl does not)
 * comes out as its text, which is like nothing that a manifest asks for.
 */
export function documentOf(body: string): JsonObject {
  return templateOf(body, 'template')?.document ?? { unreadable: body };
}
