import { measureAssignments } from './assignments.js';
import { measureConfigRules } from './config-rules.js';
import { measureRootAudit } from './root-audit.js';

/** What is measured in a process of its own. */
export const MEASURES = {
  assignments: measureAssignments,
  'root-audit': measureRootAudit,
  'config-rules': measureConfigRules,
};

export type MeasureName = keyof typeof MEASURES;
export type Measured<Name extends MeasureName> = Awaited<ReturnType<(typeof MEASURES)[Name]>>;

export function isMeasure(name: string): name is MeasureName {
  return Object.hasOwn(MEASURES, name);
}
