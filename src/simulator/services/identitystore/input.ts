import type * as Sdk from '@aws-sdk/client-identitystore';
import type { Rule } from '../../protocols/rules.js';
import { ServiceError } from '../../service.js';

/** What the service's model demands of requests. Source: the Identity Store API reference, 2020-06-15. */
const TEXT: Rule = { min: 1, max: 1_024 };
const ID: Rule = {
  min: 1,
  max: 47,
  pattern: /^([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}$/,
};
const OPERATION: Rule = { members: { AttributePath: { min: 1, max: 255 } } };

export const RULES: Readonly<Record<string, Rule>> = {
  IdentityStoreId: {
    min: 1,
    max: 36,
    pattern: /^(d-[0-9a-f]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/,
  },
  GroupId: ID,
  UserId: ID,
  MembershipId: ID,
  GroupIds: { min: 1, max: 100, each: ID },
  DisplayName: TEXT,
  Description: TEXT,
  UserName: { min: 1, max: 128, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u },
  Emails: { min: 1, max: 1 },
  Operations: { min: 1, max: 100, each: OPERATION },
  Filters: { max: 1 },
  MaxResults: { min: 1, max: 100 },
};

export type Input = Readonly<Record<string, unknown>>;

export const text = (input: Input, name: string): string => String(input[name] ?? '');

export function part(input: Input, name: string): Input {
  const value = input[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Input) : {};
}

/** The service tells what is missing in members of its own. */
export const missing = (type: Sdk.ResourceType, id: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', `${type} not found.`, { ResourceType: type, ResourceId: id });

export const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message);

export const taken = (message: string): ServiceError =>
  new ServiceError('ConflictException', message, { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' });

/** `{ UserId }`, the only kind of member there is. */
export function memberIn(input: Input): string {
  const userId = part(input, 'MemberId')['UserId'];
  if (typeof userId !== 'string') throw invalid('MemberId must have the member UserId.');
  return userId;
}

/** The one attribute that a Get…Id request goes by, or the external id. */
export function identifierIn(
  input: Input,
): { readonly path: string; readonly value: string } | { readonly issuer: string; readonly id: string } {
  const { UniqueAttribute: unique, ExternalId: external } = part(input, 'AlternateIdentifier');
  if ((unique === undefined) === (external === undefined)) {
    throw invalid('AlternateIdentifier must have exactly one of ExternalId and UniqueAttribute.');
  }
  if (external !== undefined) {
    const { Issuer, Id } = part(part(input, 'AlternateIdentifier'), 'ExternalId');
    return { issuer: String(Issuer ?? ''), id: String(Id ?? '') };
  }
  const { AttributePath, AttributeValue } = part(part(input, 'AlternateIdentifier'), 'UniqueAttribute');
  return { path: String(AttributePath ?? '').toLowerCase(), value: String(AttributeValue ?? '') };
}

/** Attributes as UpdateGroup and UpdateUser name them: the first letter may be small. A value that is left out removes it. */
export function changesIn(input: Input): { readonly name: string; readonly value: unknown }[] {
  const list = input['Operations'];
  return (Array.isArray(list) ? list : []).map((each: Input) => {
    const path = String(each['AttributePath'] ?? '');
    return { name: path.charAt(0).toUpperCase() + path.slice(1), value: each['AttributeValue'] ?? undefined };
  });
}
