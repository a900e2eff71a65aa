import type { TemplateDocument } from './spec.js';
import { declarationsOf } from './template/declarations.js';

/** Parameters that must not be read (NoEcho), by name. */
export function hiddenIn(template: TemplateDocument): ReadonlySet<string> {
  return new Set(declarationsOf(template).flatMap(({ name, noEcho }) => (noEcho ? [name] : [])));
}
