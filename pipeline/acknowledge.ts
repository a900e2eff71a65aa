import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { PolicyDocument } from '../src/permissions/document.js';

/** Says why a finding of cdk-nag (`AwsSolutions-SQS3`) is right as it stands, here and below. */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}

/** What cdk-nag finds in policies is told one by one: `Resource::*`, `Action::s3:*`. */
export function acknowledgeWildcard(construct: IConstruct, finding: string, reason: string): void {
  acknowledge(construct, `AwsSolutions-IAM5[${finding}]`, reason);
}

/** The wildcards of a document that was derived from what the kinds say they call (decision 30), each with the reason of its sort. */
export function acknowledgeDerived(construct: IConstruct, document: PolicyDocument): void {
  for (const statement of document.Statement) {
    if (statement.Effect !== 'Allow') continue;
    for (const resource of [statement.Resource ?? []].flat().filter((arn) => arn.includes('*'))) {
      acknowledgeWildcard(construct, `Resource::${resource}`, reasonOf(resource, statement.Condition !== undefined));
    }
    for (const action of statement.Action.filter((name) => name.includes('*'))) {
      acknowledgeWildcard(construct, `Action::${action}`, 'Only reads begin so in this service.');
    }
  }
}

function reasonOf(resource: string, conditional: boolean): string {
  const kind =
    resource === '*' ? 'AWS names no resource for these actions, or none that is known before' : 'ids are given by AWS';
  return conditional
    ? `The statement's condition narrows it: ${kind}.`
    : `${kind[0]?.toUpperCase()}${kind.slice(1)}; only single actions are granted, those that the kinds declare.`;
}
