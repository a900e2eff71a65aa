import type { Json, JsonObject } from '../../../model.js';
import { callOf, isMap, mapAt } from './fault.js';
import { type IamEntity, iamOf } from './iam.js';
import { itemsOf, textOfValue } from './text.js';

/** A role or user of a template with all that it may do, as far as the template itself says. */
export interface Grantee extends IamEntity {
  /** Its own documents, and those of the template's policies that are on it; functions are written as texts. */
  readonly documents: readonly JsonObject[];
}

/** Who gets rights from a template: roles, users and groups, and managed policies that somebody else may attach. */
export function granteesOf(template: JsonObject, orgId: string): Grantee[] {
  const entities = iamOf(template, orgId);
  const resources = mapAt(template, 'Resources');
  const own = new Map(entities.map(({ id }) => [id, documentsOf(mapAt(resources[id], 'Properties'))]));
  const isOn = (policy: IamEntity, { id, name, managed }: IamEntity): boolean =>
    policy.attachedTo.some((text) => text === `\${${id}}` || text === name) || managed.includes(`\${${policy.id}}`);
  const policies = entities.filter(({ kind }) => kind === 'policy' || kind === 'managed policy');
  return entities
    .filter(({ kind }) => kind !== 'policy')
    .map((entity) => {
      const laid = policies.filter((policy) => policy.id !== entity.id && isOn(policy, entity));
      return { ...entity, documents: [entity, ...laid].flatMap(({ id }) => own.get(id) ?? []) };
    });
}

function documentsOf(properties: JsonObject): JsonObject[] {
  const written = [
    properties['PolicyDocument'],
    ...itemsOf(properties['Policies']).map((one) => mapAt(one, 'PolicyDocument')),
  ];
  return written.flatMap((document) => {
    const statements = itemsOf(isMap(document) ? document['Statement'] : undefined);
    return statements.length === 0 ? [] : [{ Statement: statements.map(plain) }];
  });
}

/** With every function of CloudFormation written as the text it stands for. */
function plain(value: Json): Json {
  if (Array.isArray(value)) return value.flatMap((item: Json) => itemsOf(item)).map(plain);
  if (!isMap(value)) return value;
  if (callOf(value)) return textOfValue(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, listed(item)]));
}

/** Both branches of a condition count. */
function listed(value: Json): Json {
  return callOf(value)?.name === 'Fn::If' ? itemsOf(value).map(plain) : plain(value);
}
