import { CONFIG } from './config.js';
import { ELECTIVE, STRONGLY_RECOMMENDED } from './legacy.js';
import { CONSOLE_ONLY, MANDATORY } from './mandatory.js';
import { PREVENTIVE } from './preventive.js';
import { PROACTIVE } from './proactive.js';
import type { CatalogControl } from './record.js';
import { SECURITY_HUB } from './security-hub.js';

export {
  type CatalogControl,
  type CatalogParameter,
  IMPLEMENTATIONS,
  type Implementation,
  implementationOf,
} from './record.js';
export { CONTROL_TOWER_REGIONS } from './regions.js';

/** The catalog that the simulator answers from unless a user gives another. */
export const CATALOG: readonly CatalogControl[] = [
  ...MANDATORY,
  ...CONSOLE_ONLY,
  ...STRONGLY_RECOMMENDED,
  ...ELECTIVE,
  ...PREVENTIVE,
  ...PROACTIVE,
  ...SECURITY_HUB,
  ...CONFIG,
];
