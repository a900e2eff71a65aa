import type { Rule } from '../../protocols/rules.js';

/** What the service's model demands of requests. Source: the Identity Center API reference, 2020-07-20. */
const UUID: Rule = { pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/ };
const ACCOUNT: Rule = { pattern: /^\d{12}$/ };
const POLICY_ARN: Rule = {
  min: 20,
  max: 2_048,
  pattern: /^arn:aws(-[a-z]{1,5}){0,3}:iam::aws:policy((\/[A-Za-z0-9.,+@=_-]+)*)\/([A-Za-z0-9.,+=@_-]+)$/,
};
const REFERENCE: Rule = {
  members: {
    Name: { min: 1, max: 128, pattern: /^[\w+=,.@-]+$/ },
    Path: { min: 1, max: 512, pattern: /^((\/[A-Za-z0-9.,+@=_-]+)*)\/$/ },
  },
};
const STATUS: Rule = { oneOf: ['IN_PROGRESS', 'FAILED', 'SUCCEEDED'] };

export const RULES: Readonly<Record<string, Rule>> = {
  InstanceArn: {
    min: 10,
    max: 1_224,
    pattern: /^arn:aws(-[a-z]{1,5}){0,3}:sso:::instance\/(sso)?ins-[a-zA-Z0-9-.]{16}$/,
  },
  PermissionSetArn: {
    min: 10,
    max: 1_224,
    pattern: /^arn:aws(-[a-z]{1,5}){0,3}:sso:::permissionSet\/(sso)?ins-[a-zA-Z0-9-.]{16}\/ps-[a-zA-Z0-9-./]{16}$/,
  },
  Description: { min: 1, max: 700, pattern: /^[\t\n\r\u0020-\u007e\u00a1-\u00ff]*$/ },
  SessionDuration: {
    min: 1,
    max: 100,
    pattern: /^(-?)P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)([DW]))?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/,
  },
  RelayState: { min: 1, max: 240, pattern: /^[a-zA-Z0-9&$@#\\/%?=~\-_'"|!:,.;*+[\] (){}]+$/ },
  Tags: { max: 75, each: { members: { Key: { min: 1, max: 128 }, Value: { max: 256 } } } },
  TagKeys: { min: 1, max: 75 },
  ManagedPolicyArn: POLICY_ARN,
  CustomerManagedPolicyReference: REFERENCE,
  PermissionsBoundary: {
    members: { ManagedPolicyArn: POLICY_ARN, CustomerManagedPolicyReference: REFERENCE },
  },
  InlinePolicy: { min: 1, max: 32_768, pattern: /^[\t\n\r\u0020-\u00ff]+$/ },
  TargetId: ACCOUNT,
  AccountId: ACCOUNT,
  PrincipalId: {
    min: 1,
    max: 47,
    pattern: /^([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}$/,
  },
  PrincipalType: { oneOf: ['USER', 'GROUP'] },
  ProvisioningStatus: { oneOf: ['LATEST_PERMISSION_SET_PROVISIONED', 'LATEST_PERMISSION_SET_NOT_PROVISIONED'] },
  AccountAssignmentCreationRequestId: UUID,
  AccountAssignmentDeletionRequestId: UUID,
  ProvisionPermissionSetRequestId: UUID,
  MaxResults: { min: 1, max: 100 },
  Filter: { members: { Status: STATUS, AccountId: ACCOUNT } },
};

/** An instance's name may be anything. */
export const RULES_OF: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  CreatePermissionSet: { Name: { min: 1, max: 32, pattern: /^[\w+=,.@-]+$/ } },
  UpdateInstance: { Name: { max: 255, pattern: /^[\w+=,.@-]*$/ } },
  ProvisionPermissionSet: { TargetType: { oneOf: ['AWS_ACCOUNT', 'ALL_PROVISIONED_ACCOUNTS'] } },
  CreateAccountAssignment: { TargetType: { oneOf: ['AWS_ACCOUNT'] } },
  DeleteAccountAssignment: { TargetType: { oneOf: ['AWS_ACCOUNT'] } },
};

export type Input = Readonly<Record<string, unknown>>;

export const text = (input: Input, name: string): string => String(input[name] ?? '');

export const optional = (input: Input, name: string): string | undefined =>
  input[name] === undefined ? undefined : String(input[name]);

export function part(input: Input, name: string): Input | undefined {
  const value = input[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Input) : undefined;
}

export function tagsIn(input: Input): Record<string, string> {
  const list = input['Tags'];
  const tags = (Array.isArray(list) ? list : []) as readonly Input[];
  return Object.fromEntries(tags.map((tag) => [text(tag, 'Key'), text(tag, 'Value')]));
}
