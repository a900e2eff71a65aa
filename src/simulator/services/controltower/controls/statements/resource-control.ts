import type { Json, JsonObject } from '../../../../../model.js';
import { exempting, stringsOf, type Wanted, type Write } from './build.js';

/** What each resource control policy control denies, by alias. Source: controltower control reference, list of RCP controls. */
function deny(sid: string, action: Json, condition: (wanted: Wanted) => JsonObject): Write {
  return (wanted) => {
    const spared = stringsOf(wanted.parameters, 'ExemptedResourceArns');
    return {
      Condition: { ...condition(wanted), ...exempting(wanted) },
      Action: action,
      ...(spared.length === 0 ? { Resource: '*' } : { NotResource: [...spared] }),
      Effect: 'Deny',
      Principal: '*',
      Sid: sid,
    };
  };
}

/** Principals of the organization and AWS's own services only. */
const ours = ({ organizationId }: Wanted): JsonObject => ({
  BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
  StringNotEqualsIfExists: { 'aws:PrincipalOrgID': [organizationId] },
});

export const RESOURCE_CONTROL: Readonly<Record<string, Write>> = {
  'CT.S3.PV.2': deny('CTS3PV2', 's3:*', () => ({ StringNotEquals: { 's3:authType': 'REST-HEADER' } })),
  'CT.S3.PV.3': deny('CTS3PV3', 's3:*', () => ({ NumericLessThan: { 's3:TlsVersion': '1.3' } })),
  'CT.S3.PV.4': deny('CTS3PV4', 's3:*', ours),
  'CT.S3.PV.5': deny('CTS3PV5', 's3:*', () => ({ Bool: { 'aws:SecureTransport': 'false' } })),
  'CT.S3.PV.6': deny('CTS3PV6', 's3:PutObject', () => ({
    Null: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'true' },
  })),
  'CT.KMS.PV.7': deny('CTKMSPV7', 'kms:*', ours),
  'CT.SECRETSMANAGER.PV.1': deny('CTSECRETSMANAGERPV1', 'secretsmanager:*', ours),
  'CT.SQS.PV.1': deny('CTSQSPV1', 'sqs:*', ours),
  'CT.STS.PV.1': deny('CTSTSPV1', ['sts:AssumeRole', 'sts:SetContext'], ours),
};
