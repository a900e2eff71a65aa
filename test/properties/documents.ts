import type { Dice } from './dice.js';

/** Policy types that the cases draw from: both languages, with and without trusted access and defaults of AWS. */
export const TYPES = ['scp', 'scp', 'rcp', 'tag', 'ai-opt-out', 'declarative-ec2', 's3'] as const;

const ACTIONS = ['s3:DeleteBucket', 'kms:ScheduleKeyDeletion', 'ec2:DeleteVpc', 'logs:DeleteLogGroup'] as const;

/** A document that AWS takes for the type. */
export function documentFor(dice: Dice, type: string): unknown {
  switch (type) {
    case 'scp':
      return statements({ Effect: 'Deny', Action: actions(dice), Resource: '*' });
    case 'rcp':
      return statements({
        Effect: 'Deny',
        Principal: '*',
        Action: ['s3:GetObject'],
        Resource: '*',
        ...condition(dice),
      });
    case 'tag': {
      const key = dice.pick(['Owner', 'CostCentre', 'data']);
      return { tags: { [key]: { tag_key: { '@@assign': key } } } };
    }
    case 'ai-opt-out':
      return { services: { default: { opt_out_policy: { '@@assign': dice.pick(['optOut', 'optIn']) } } } };
    case 'declarative-ec2':
      return {
        ec2_attributes: {
          image_block_public_access: { state: { '@@assign': dice.pick(['block_new_sharing', 'unblocked']) } },
        },
      };
    default:
      return { s3_attributes: { public_access_block_configuration: { '@@assign': dice.pick(['all', 'none']) } } };
  }
}

function actions(dice: Dice): string[] {
  const some = dice.some(ACTIONS, 3);
  return some.length > 0 ? some : [ACTIONS[0]];
}

/** Names the organization, so that ids are translated on their way to AWS and back. */
function condition(dice: Dice): object {
  const id = dice.chance(70) ? '${org.id}' : 'o-otherorg001';
  return {
    Condition: {
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': id },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  };
}

function statements(...all: object[]): object {
  return { Version: '2012-10-17', Statement: all.map((one, index) => ({ Sid: `S${index}`, ...one })) };
}
