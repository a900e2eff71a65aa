import { catalogIdOf } from '../../facts/controls.js';
import type { Home } from './home.js';
import { catalogArn, isCatalogId, isRegionalName, OLD_GUARDRAIL, regionalArn } from './identifier.js';
import type { ControlNames } from './names.js';

/**
 * The identifier that AWS is told: old guardrails and what was written as an identifier of one Region go by that, all
 * others by the one of the catalog. Undefined where nobody knows the alias.
 */
export function identifierOf(control: string, home: Home, names: ControlNames): string | undefined {
  if (control.startsWith(OLD_GUARDRAIL) || isRegionalName(control))
    return regionalArn(home.partition, home.region, control);
  if (isCatalogId(control)) return catalogArn(home.partition, control);
  const known = names.record(control)?.arn;
  if (known !== undefined) return known;
  const id = catalogIdOf(control);
  return id === undefined ? undefined : catalogArn(home.partition, id);
}
