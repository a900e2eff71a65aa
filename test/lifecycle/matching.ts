import type { EventPattern } from '../../src/lifecycle/patterns.js';
import { isFields } from '../../src/lifecycle/value.js';

/** EventBridge's matching, as far as these patterns need it: fields AND, values OR, `$or`, prefix, exists, anything-but. */
export function matches(pattern: EventPattern, value: unknown): boolean {
  return Object.entries(pattern).every(([key, rule]) => {
    if (key === '$or') return (rule as readonly EventPattern[]).some((one) => matches(one, value));
    const found = isFields(value) ? value[key] : undefined;
    if (!Array.isArray(rule)) return matches(rule as EventPattern, found);
    return rule.some((one) => matchesLeaf(one, found));
  });
}

function matchesLeaf(rule: unknown, value: unknown): boolean {
  if (!isFields(rule)) return rule === value;
  if ('exists' in rule) return (value !== undefined) === rule['exists'];
  if ('prefix' in rule) return typeof value === 'string' && value.startsWith(String(rule['prefix']));
  const others = rule['anything-but'];
  return value !== undefined && Array.isArray(others) && !others.includes(value);
}
