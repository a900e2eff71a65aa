import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../../model.js';
import type { StackRow } from '../state.js';
import { textOf } from '../template/json.js';
import { isCustom, isInert, typeOf } from './resource-types.js';

export type Place = Pick<StackRow, 'id' | 'name' | 'accountId' | 'region' | 'generation'>;

export interface Identified {
  readonly type: string;
  readonly logicalId: string;
  readonly properties: JsonObject;
}

/** The name that a resource has or gets, and what Ref gives. Made from the stack: the same each time it is asked. */
export function physicalIdOf(place: Place, resource: Identified): string {
  const facts = typeOf(resource.type);
  const name = nameOf(place, resource);
  return facts.ref === 'arn' ? arnOf(place, resource, name) : name;
}

function nameOf(place: Place, { type, logicalId, properties }: Identified): string {
  const facts = typeOf(type);
  const given = facts.named === undefined ? undefined : textOf(properties[facts.named]);
  if (given !== undefined) return given;
  const digest = digestOf(place, logicalId);
  if (type === 'AWS::KMS::Key') return uuid(digest);
  if (facts.idPrefix !== undefined) return `${facts.idPrefix}${digest.slice(0, facts.idPrefix === '' ? 32 : 17)}`;
  if (type === 'AWS::Config::ConfigurationRecorder' || type === 'AWS::Config::DeliveryChannel') return 'default';
  if (isInert(type)) return `https://cloudformation-waitcondition-${place.region}.s3.amazonaws.com/${digest}`;
  const suffix = BigInt(`0x${digest}`)
    .toString(36)
    .toUpperCase()
    .slice(0, isCustom(type) ? 16 : 12);
  const prefix = `${place.name}-${logicalId}`.slice(0, (facts.length ?? 128) - suffix.length - 1);
  const name = `${prefix}-${suffix}`;
  return facts.lowerCase ? name.toLowerCase() : name;
}

export function arnOf(place: Place, resource: Identified, name: string): string {
  return fill(typeOf(resource.type).arn ?? 'arn:aws:{type}:{region}:{account}:{name}', place, resource, name);
}

/** Undefined when the type is known and has no such attribute. */
export function attributeOf(
  place: Place,
  resource: Identified & { readonly physicalId: string },
  attribute: string,
): string | undefined {
  const facts = typeOf(resource.type);
  if (attribute === 'Arn' && facts.ref === 'arn') return resource.physicalId;
  const name = facts.ref === 'arn' ? (resource.physicalId.split(/[:/]/).at(-1) ?? '') : resource.physicalId;
  const known = facts.attributes?.[attribute];
  if (known !== undefined) return fill(known, place, resource, name);
  if (attribute === 'Arn' && facts.arn !== undefined) return arnOf(place, resource, name);
  // Rows with attributes are complete; for the other types nobody here knows what they have.
  if (facts.attributes !== undefined) return undefined;
  return `${resource.physicalId}.${attribute}`;
}

function fill(form: string, place: Place, { type, logicalId, properties }: Identified, name: string): string {
  const digest = digestOf({ id: place.id, generation: 0 }, `${logicalId}/${name}`);
  const values: Readonly<Record<string, string | undefined>> = {
    account: place.accountId,
    region: place.region,
    name,
    path: textOf(properties['Path']) ?? '/',
    host: name.replace(/^https?:\/\//, ''),
    random: BigInt(`0x${digest}`).toString(36).toUpperCase().slice(0, 17),
    type: type.split('::')[1]?.toLowerCase(),
  };
  return form.replaceAll(/\{(\w+)\}/g, (_whole, key: string) => values[key] ?? textOf(properties[key]) ?? '');
}

/** 32 hexadecimal digits; another number of deployments, another id. */
function digestOf({ id, generation }: Pick<Place, 'id' | 'generation'>, logicalId: string): string {
  return createHash('sha256').update(`${id}/${generation}/${logicalId}`).digest('hex').slice(0, 32);
}

export function uuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
