import type { Json, JsonObject } from '../../../../model.js';
import type { World } from '../../../world.js';
import { validation } from '../errors.js';
import { type Blueprint, cloudFormationState, type OutputRow, type ResourceRow } from '../state.js';
import { dependencyOrder } from '../template/check.js';
import { isObject, sameJson, textOf } from '../template/json.js';
import { referenceValue } from '../template/parameters.js';
import { resolve, type Scope } from '../template/resolve.js';
import type { ResourceDeclaration, Template } from '../template/template.js';
import { attributeOf, type Place, physicalIdOf } from './identity.js';
import { typeOf } from './resource-types.js';

export interface Step {
  readonly change: 'add' | 'modify' | 'replace' | 'keep';
  readonly row: ResourceRow;
  readonly was?: ResourceRow;
}

/** What a stack is to look like, and what has to be done for it, in order. Nothing has been done yet. */
export interface Arrangement {
  readonly steps: readonly Step[];
  /** What is no longer wanted, in the order in which it goes. */
  readonly removed: readonly ResourceRow[];
  readonly outputs: readonly OutputRow[];
  /** Exports of other stacks that are used. */
  readonly imports: readonly string[];
}

/** An export that is used and not there is found out while the stack is being made, not before. */
export class MissingExport extends Error {
  override readonly name = 'MissingExport';
}

interface Drawing {
  readonly place: Place;
  readonly template: Template;
  readonly rows: Map<string, ResourceRow>;
  readonly imports: Set<string>;
  readonly scope: Scope;
}

/**
 * Carries out the template's functions for one stack. `before` is what the stack has. The same arguments give the same
 * arrangement.
 *
 * @throws ServiceError ValidationError for what the template cannot mean; MissingExport
 */
export function arrange(
  world: World,
  place: Place,
  blueprint: Pick<Blueprint, 'parameters' | 'notificationArns'>,
  template: Template,
  before: readonly ResourceRow[],
): Arrangement {
  const drawing = open(world, place, blueprint, template);
  const steps = dependencyOrder(template).flatMap((logicalId) => {
    const declared = template.resources.get(logicalId);
    if (!declared || (declared.condition !== undefined && !drawing.scope.condition(declared.condition))) return [];
    const was = before.find((row) => row.logicalId === logicalId);
    const step = stepFor(world, drawing, logicalId, declared, was);
    drawing.rows.set(logicalId, step.row);
    return [step];
  });
  const removed = before.filter(({ logicalId }) => !drawing.rows.has(logicalId)).toReversed();
  const outputs = outputsOf(drawing);
  return { steps, removed, outputs, imports: [...drawing.imports] };
}

/** Would anything be done? Outputs and tags are looked at by whoever knows the stack. */
export function changesResources({ steps, removed }: Arrangement): boolean {
  return removed.length > 0 || steps.some(({ change }) => change !== 'keep');
}

function stepFor(
  world: World,
  { place, scope }: Drawing,
  logicalId: string,
  declared: ResourceDeclaration,
  was: ResourceRow | undefined,
): Step {
  const { type, description, deletionPolicy, updateReplacePolicy } = declared;
  const properties = objectOf(resolve(declared.properties, scope));
  const metadata = declared.metadata && objectOf(resolve(declared.metadata, scope));
  const named = typeOf(type).named;
  const isSame =
    was !== undefined &&
    was.type === type &&
    (named === undefined || sameJson(was.properties[named], properties[named]));
  const row: ResourceRow = {
    logicalId,
    type,
    physicalId: isSame ? was.physicalId : physicalIdOf(place, { type, logicalId, properties }),
    status: was ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE',
    properties,
    deletionPolicy,
    updateReplacePolicy,
    changedAt: world.clock.now(),
    ...(metadata === undefined ? {} : { metadata }),
    ...(description === undefined ? {} : { description }),
  };
  if (was === undefined) return { change: 'add', row };
  if (!isSame) return { change: 'replace', row, was };
  const isUnchanged = sameJson(was.properties, properties) && sameJson(was.metadata, metadata);
  if (!isUnchanged) return { change: 'modify', row, was };
  return { change: 'keep', row: { ...was, deletionPolicy, updateReplacePolicy }, was };
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function open(
  world: World,
  place: Place,
  blueprint: Pick<Blueprint, 'parameters' | 'notificationArns'>,
  template: Template,
): Drawing {
  const rows = new Map<string, ResourceRow>();
  const imports = new Set<string>();
  const conditions = new Map<string, boolean>();
  const scope: Scope = {
    region: place.region,
    mappings: template.mappings,
    ref(name) {
      const pseudo = pseudoParameters(place, blueprint.notificationArns);
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      const declaration = template.parameters.get(name);
      const value = blueprint.parameters[name];
      if (declaration && value) return referenceValue(declaration, value);
      return rowNamed(rows, name).physicalId;
    },
    attribute(name, attribute) {
      const row = rowNamed(rows, name);
      const value = attributeOf(place, row, attribute);
      if (value !== undefined) return value;
      throw validation(`Template error: resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`);
    },
    condition(name) {
      const known = conditions.get(name);
      if (known !== undefined) return known;
      const declared = template.conditions[name];
      if (declared === undefined) {
        throw validation(
          `Template format error: Unresolved condition dependency ${name} in the Resources block of the template`,
        );
      }
      const holds = resolve(declared, scope) === true;
      conditions.set(name, holds);
      return holds;
    },
    imported(name) {
      imports.add(name);
      const { exports, stacks } = cloudFormationState(world);
      const exporter = stacks[exports[`${place.accountId}/${place.region}/${name}`] ?? ''];
      const value = exporter?.outputs.find(({ exportName }) => exportName === name)?.value;
      if (value === undefined) throw new MissingExport(`No export named ${name} found.`);
      return value;
    },
  };
  return { place, template, rows, imports, scope };
}

function pseudoParameters(
  place: Place,
  notificationArns: readonly string[],
): Readonly<Record<string, Json | undefined>> {
  return {
    'AWS::AccountId': place.accountId,
    'AWS::Region': place.region,
    'AWS::StackName': place.name,
    'AWS::StackId': place.id,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::NotificationARNs': notificationArns,
    'AWS::NoValue': undefined,
  };
}

/** What a condition leaves out cannot be named by what is there. */
function rowNamed(rows: ReadonlyMap<string, ResourceRow>, name: string): ResourceRow {
  const row = rows.get(name);
  if (row) return row;
  throw validation(
    `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`,
  );
}

function outputsOf({ template, scope }: Drawing): OutputRow[] {
  return [...template.outputs].flatMap(([key, { value, description, condition, exportName }]) => {
    if (condition !== undefined && !scope.condition(condition)) return [];
    const text = textOf(resolve(value, scope));
    if (text === undefined)
      throw validation(
        `Template format error: Output ${key} is malformed. The Value field of every Outputs member must evaluate to a String.`,
      );
    const exported = exportName === undefined ? undefined : textOf(resolve(exportName, scope));
    return [
      {
        key,
        value: text,
        ...(description === undefined ? {} : { description }),
        ...(exported === undefined ? {} : { exportName: exported }),
      },
    ];
  });
}
