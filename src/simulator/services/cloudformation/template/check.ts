import type { Json } from '../../../../model.js';
import { validation } from '../errors.js';
import type { Template } from './document.js';
import { referencesIn } from './references.js';

export const PSEUDO_PARAMETERS: ReadonlySet<string> = new Set([
  ...['AWS::AccountId', 'AWS::NotificationARNs', 'AWS::NoValue', 'AWS::Partition', 'AWS::Region'],
  ...['AWS::StackId', 'AWS::StackName', 'AWS::URLSuffix'],
]);

/** Every name leads somewhere, and no resource waits for itself. @throws ServiceError ValidationError */
export function checkReferences(template: Template): void {
  checkConditions(template);
  for (const [name, { properties, metadata, dependsOn, condition }] of template.resources) {
    const missing = dependsOn.filter((other) => !template.resources.has(other));
    if (missing.length > 0) throw unresolved(missing, 'Resources');
    if (condition !== undefined && !Object.hasOwn(template.conditions, condition)) {
      throw validation(
        `Template format error: Unresolved condition dependency ${condition} in the Resources block of resource ${name}`,
      );
    }
    checkValue(template, [properties, metadata ?? null], 'Resources');
  }
  for (const { value, exportName, condition } of template.outputs.values()) {
    if (condition !== undefined && !Object.hasOwn(template.conditions, condition)) {
      throw validation(
        `Template format error: Unresolved condition dependency ${condition} in the Outputs block of the template`,
      );
    }
    checkValue(template, [value, exportName ?? null], 'Outputs');
  }
  dependencyOrder(template);
}

function checkValue(template: Template, value: Json, block: 'Resources' | 'Outputs'): void {
  const missing: string[] = [];
  for (const reference of referencesIn(value)) {
    const { via, name } = reference;
    if (via === 'condition') {
      if (!Object.hasOwn(template.conditions, name) && block === 'Resources') missing.push(name);
    } else if (via === 'mapping') {
      if (!Object.hasOwn(template.mappings, name)) throw missingMapping(name);
    } else if (via === 'Fn::GetAtt') {
      if (!template.resources.has(name)) {
        throw validation(
          reference.inSub
            ? `Template error: instance of Fn::Sub references invalid resource attribute ${name}.${reference.attribute}`
            : `Template error: instance of Fn::GetAtt references undefined resource ${name}`,
        );
      }
    } else if (!isKnown(template, name)) missing.push(name);
  }
  if (missing.length > 0) throw unresolved(missing, block);
}

function isKnown(template: Template, name: string): boolean {
  return template.resources.has(name) || template.parameters.has(name) || PSEUDO_PARAMETERS.has(name);
}

function unresolved(names: readonly string[], block: string): Error {
  const unique = [...new Set(names)];
  return validation(
    `Template format error: Unresolved resource dependencies [${unique.join(', ')}] in the ${block} block of the template`,
  );
}

export function missingMapping(name: string): Error {
  return validation(`Template error: Mapping named '${name}' is not present in the 'Mappings' section of template.`);
}

/** Conditions are decided before there is any resource: parameters, mappings and each other is all they may name. */
function checkConditions({ conditions, parameters, mappings }: Template): void {
  for (const value of Object.values(conditions)) {
    for (const { via, name } of referencesIn(value)) {
      if (via === 'mapping' && !Object.hasOwn(mappings, name)) throw missingMapping(name);
      if (via === 'condition' && !Object.hasOwn(conditions, name)) {
        throw validation(
          `Template format error: Unresolved condition dependency ${name} in the Conditions block of the template`,
        );
      }
      if ((via === 'Ref' || via === 'Fn::Sub') && !parameters.has(name) && !PSEUDO_PARAMETERS.has(name)) {
        throw validation(
          `Template format error: Unresolved dependencies [${name}]. Cannot reference resources in the Conditions block of the template`,
        );
      }
      if (via === 'Fn::GetAtt') {
        throw validation('Template error: Fn::GetAtt cannot be used in the Conditions block of the template');
      }
    }
  }
}

const orders = new WeakMap<Template, readonly string[]>();

/** Resources in an order in which each comes after all that it names. @throws ServiceError when there is none. */
export function dependencyOrder(template: Template): readonly string[] {
  const known = orders.get(template);
  if (known) return known;
  const needs = new Map(
    [...template.resources].map(([name, { properties, metadata, dependsOn }]) => {
      const named = referencesIn([properties, metadata ?? null]).filter(
        ({ via }) => via !== 'condition' && via !== 'mapping',
      );
      return [
        name,
        new Set([...dependsOn, ...named.map((each) => each.name)].filter((each) => template.resources.has(each))),
      ];
    }),
  );
  const order: string[] = [];
  while (order.length < needs.size) {
    const placed = new Set(order);
    const ready = [...needs].filter(([name, all]) => !placed.has(name) && [...all].every((each) => placed.has(each)));
    if (ready.length === 0) {
      const circle = [...needs.keys()].filter((name) => !placed.has(name));
      throw validation(`Circular dependency between resources: [${circle.join(', ')}]`);
    }
    order.push(...ready.map(([name]) => name));
  }
  orders.set(template, order);
  return order;
}
