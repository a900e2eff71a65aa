import { isObject, rawStatements } from '../iam/document.js';
import { type Fault, languageFaults } from '../iam/language.js';
import type { JsonObject } from '../model.js';
import type { Finding, Guard } from './guard.js';
import { expandDocument, writtenPolicies } from './picture.js';

function* faults(document: JsonObject): Generator<Fault> {
  yield* languageFaults(document);
  for (const [index, statement] of rawStatements(document).entries()) {
    if (!isObject(statement)) continue;
    for (const element of ['Principal', 'NotPrincipal']) {
      if (!(element in statement)) continue;
      yield {
        path: `Statement[${index}].${element}`,
        message: 'cannot stand in a service control policy',
        hint: 'Take it out; to except principals use Condition: { ArnNotLike: { "aws:PrincipalArn": ... } }.',
      };
    }
  }
}

export const scpLanguage: Guard = {
  code: 'scp-language',
  title: 'A service control policy is not written as AWS accepts it',
  reason:
    'AWS answers a faulty document with `MalformedPolicyDocumentException` and says no more. Since 2025-09-19 service control policies take the whole IAM language (conditions, NotAction and single ARNs with Allow too, wildcards anywhere in an action) but neither Principal nor NotPrincipal; Version must be 2012-10-17, each statement needs Resource or NotResource, and service prefixes are lower case. Source: [SCP syntax](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html).',
  allowance: 'An allowance sends the document as it is, should AWS have widened the language since this version.',
  *check(input): Iterable<Finding> {
    for (const { change, spec } of writtenPolicies(input)) {
      if (spec.type !== 'scp') continue;
      for (const fault of faults(expandDocument(input, spec.document))) yield findingOf(fault, change.address);
    }
  },
};

/** A fault of a document as a finding at its policy. */
export function findingOf(fault: Fault, address: NonNullable<Finding['address']>): Finding {
  return {
    address,
    message: `${fault.path} ${fault.message}`,
    ...(fault.hint === undefined ? {} : { hint: fault.hint }),
    ...(fault.severity === undefined ? {} : { severity: fault.severity }),
  };
}
