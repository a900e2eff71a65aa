import type { Json, JsonObject } from '../../../../model.js';
import { isObject, parseObject, texts } from './json.js';

/**
 * The structure that service control policies (full IAM language since 2025-09-19, without principals) and resource
 * control policies (Deny only, `"Principal": "*"`) must have. AWS says no more than that a document is malformed.
 * Sources: orgs_manage_policies_scps_syntax, orgs_manage_policies_rcps_syntax.
 */
const STATEMENT_KEYS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];
const OPERATORS = new Set(
  [
    ...['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
    ...['StringLike', 'StringNotLike', 'Bool', 'BinaryEquals', 'IpAddress', 'NotIpAddress'],
    ...['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'Null'],
    ...['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].flatMap((name) => [
      `Numeric${name}`,
      `Date${name}`,
    ]),
  ].map((name) => name.toLowerCase()),
);
const ACTION = /^(\*|[a-z0-9-]+):[A-Za-z0-9*?_-]+$/;
const RCP_ACTION = /^[a-z0-9-]+:[A-Za-z0-9*?_-]+$/;

function isCondition(value: Json | undefined): boolean {
  if (value === undefined) return true;
  if (!isObject(value)) return false;
  return Object.entries(value).every(([name, keys]) => {
    const operator = name
      .toLowerCase()
      .replace(/^for(any|all)values?:/, '')
      .replace(/ifexists$/, '');
    return OPERATORS.has(operator) && isObject(keys) && Object.values(keys).every(isConditionValue);
  });
}

function isConditionValue(value: Json): boolean {
  const list = Array.isArray(value) ? value : [value];
  return list.every((each) => ['string', 'number', 'boolean'].includes(typeof each));
}

function isResource(statement: JsonObject): boolean {
  const { Resource: only, NotResource: not } = statement;
  if ((only === undefined) === (not === undefined)) return false;
  return texts(only ?? not)?.every((resource) => resource === '*' || resource.startsWith('arn:')) ?? false;
}

function isSid(value: Json | undefined): boolean {
  return value === undefined || (typeof value === 'string' && /^[A-Za-z0-9_.-]*$/.test(value));
}

function isScpStatement(statement: JsonObject): boolean {
  const { Action: only, NotAction: not, Effect: effect } = statement;
  return (
    Object.keys(statement).every((key) => STATEMENT_KEYS.includes(key)) &&
    (effect === 'Allow' || effect === 'Deny') &&
    (only === undefined) !== (not === undefined) &&
    (texts(only ?? not)?.every((action) => action === '*' || ACTION.test(action)) ?? false)
  );
}

function isRcpStatement(statement: JsonObject): boolean {
  const allowed = ['Principal', ...STATEMENT_KEYS.filter((key) => key !== 'NotAction')];
  return (
    Object.keys(statement).every((key) => allowed.includes(key)) &&
    statement['Effect'] === 'Deny' &&
    statement['Principal'] === '*' &&
    (texts(statement['Action'])?.every((action) => RCP_ACTION.test(action)) ?? false)
  );
}

/** Whether AWS would take the text as a policy of this type. */
export function isIamDocument(text: string, type: string): boolean {
  const document = parseObject(text);
  if (document?.['Version'] !== '2012-10-17') return false;
  if (Object.keys(document).some((key) => !['Version', 'Id', 'Statement'].includes(key))) return false;
  const statements = document['Statement'];
  const list: readonly (Json | undefined)[] = Array.isArray(statements) ? statements : [statements];
  const isStatement = type === 'RESOURCE_CONTROL_POLICY' ? isRcpStatement : isScpStatement;
  return (
    list.length > 0 &&
    list.every(
      (each) =>
        isObject(each) && isStatement(each) && isSid(each['Sid']) && isResource(each) && isCondition(each['Condition']),
    )
  );
}
