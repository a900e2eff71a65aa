import type { Change } from '../../model.js';
import { accountLines } from '../config-rule/describe.js';
import { listed } from '../enabled-baseline/reading.js';
import type { ConformancePackSpec } from './spec.js';
import { rulesIn } from './template.js';

/** Which rules a new pack holds; what of a pack changes, and for which accounts. Pure. */
export function describe(change: Change<ConformancePackSpec>): readonly string[] {
  switch (change.action) {
    case 'create':
      return contents(change.to);
    case 'update':
    case 'adopt':
    case 'replace':
      return [...differences(change.from, change.to), ...accountLines(change.from, change.to)];
    case 'remove':
      return ['its rules and their findings go with it, in every account'];
    default:
      return [];
  }
}

function differences(from: ConformancePackSpec, to: ConformancePackSpec): string[] {
  return [
    ...(from.template === to.template ? [] : [`template: ${from.template} -> ${to.template}`]),
    ...(from.administrator === to.administrator
      ? []
      : [`taken away by ${layer(from)} and laid anew by ${layer(to)}: its rules lose what they found so far`]),
  ];
}

function layer({ administrator }: ConformancePackSpec): string {
  return administrator ?? 'the management account';
}

function contents({ body = '', administrator, parameters = {}, deliveryBucket }: ConformancePackSpec): string[] {
  const rules = rulesIn(body);
  const given = Object.entries(parameters).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return [
    `${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}: ${listed(rules)}`,
    ...(given.length === 0 ? [] : [`parameters: ${given.join(', ')}`]),
    ...(administrator === undefined ? [] : [`laid by ${administrator}`]),
    ...(deliveryBucket === undefined ? [] : [`templates are kept in ${deliveryBucket}`]),
  ];
}
