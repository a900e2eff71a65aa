import type { JsonObject } from '../../src/model.js';
import { DENY_CONFIG_OFF, DENY_LEAVE, DENY_REGIONS, DENY_ROOT, deny, denyAsRcp } from './samples.js';

/** A policy that a row of the checklist asks for. */
export interface Protection {
  readonly name: string;
  readonly type: 'scp' | 'rcp' | 'declarative-ec2';
  readonly row: string;
  readonly document: JsonObject;
  /** A document that reads alike and is not enough. */
  readonly looksLike?: JsonObject;
}

const SERVICES = ['s3:*', 'sqs:*', 'kms:*', 'secretsmanager:*'];

const settings = (attributes: JsonObject): JsonObject => ({ ec2_attributes: attributes });

export const GOOD: readonly Protection[] = [
  {
    name: 'deny-root',
    type: 'scp',
    row: '1A-4',
    document: DENY_ROOT,
    looksLike: deny('iam:CreateAccessKey', { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:root' } }),
  },
  {
    name: 'deny-leave',
    type: 'scp',
    row: '1D-1',
    document: DENY_LEAVE,
    looksLike: deny('organizations:DeregisterDelegatedAdministrator'),
  },
  {
    name: 'protect-config',
    type: 'scp',
    row: '1D-1',
    document: DENY_CONFIG_OFF,
    looksLike: deny('config:DeleteConfigRule'),
  },
  {
    name: 'only-our-regions',
    type: 'scp',
    row: '1D-1',
    document: DENY_REGIONS,
    looksLike: deny('*', { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-west-2'] } }),
  },
  {
    name: 'perimeter',
    type: 'rcp',
    row: '1D-2',
    document: denyAsRcp([...SERVICES, 'sts:AssumeRole'], {
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorg1' },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    }),
    looksLike: denyAsRcp(['s3:*'], { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }),
  },
  {
    name: 'https-only',
    type: 'rcp',
    row: '1D-2',
    document: denyAsRcp(SERVICES, { Bool: { 'aws:SecureTransport': 'false' } }),
  },
  {
    name: 'no-public-compute',
    type: 'declarative-ec2',
    row: '1D-3',
    document: settings({
      vpc_block_public_access: { internet_gateway_block: { mode: { '@@assign': 'block_ingress' } } },
      image_block_public_access: { state: { '@@assign': 'block_new_sharing' } },
      snapshot_block_public_access: { state: { '@@assign': 'block_all_sharing' } },
    }),
    looksLike: settings({ image_block_public_access: { state: { '@@assign': 'block_new_sharing' } } }),
  },
];

export function lookalike(name: string, document: JsonObject): Omit<Protection, 'row'> {
  const type = GOOD.find((good) => good.name === name)?.type ?? 'scp';
  return { name: `${name}-draft`, type, document };
}
