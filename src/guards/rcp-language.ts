import { isObject, listOf, rawStatements } from '../iam/document.js';
import { type Fault, languageFaults, quote } from '../iam/language.js';
import type { JsonObject } from '../model.js';
import { RCP_SERVICES } from './data/rcp-services.js';
import type { Finding, Guard } from './guard.js';
import { expandDocument, writtenPolicies } from './picture.js';
import { findingOf } from './scp-language.js';

function* faults(document: JsonObject): Generator<Fault> {
  yield* languageFaults(document);
  for (const [index, statement] of rawStatements(document).entries()) {
    if (isObject(statement)) yield* statementFaults(statement, `Statement[${index}]`);
  }
}

function* statementFaults(statement: JsonObject, path: string): Generator<Fault> {
  if (statement['Effect'] === 'Allow') {
    yield {
      path: `${path}.Effect`,
      message: 'is "Allow", a resource control policy may only deny',
      hint: 'RCPFullAWSAccess allows already and cannot be detached.',
    };
  }
  if (statement['Principal'] !== '*') {
    yield {
      path: `${path}.Principal`,
      message: `is ${quote(statement['Principal'])}, must be "*"`,
      hint: 'Write Principal: "*" and except principals in Condition.',
    };
  }
  for (const element of ['NotPrincipal', 'NotAction']) {
    if (!(element in statement)) continue;
    yield {
      path: `${path}.${element}`,
      message: 'cannot stand in a resource control policy',
      hint: element === 'NotAction' ? 'List the actions under Action.' : 'Except principals in Condition.',
    };
  }
  yield* actionFaults(statement, path);
}

function* actionFaults(statement: JsonObject, path: string): Generator<Fault> {
  for (const action of listOf(statement['Action']) ?? []) {
    const prefix = /^([a-z0-9-]+):/.exec(action)?.[1];
    if (/^\*+$/.test(action)) {
      yield {
        path: `${path}.Action`,
        message: 'is "*", a resource control policy must name a service',
        hint: 'Name the services: ["s3:*", "sqs:*", "kms:*", "secretsmanager:*", "sts:*"].',
      };
    } else if (prefix !== undefined && !RCP_SERVICES.has(prefix)) {
      yield {
        path: `${path}.Action`,
        message: `"${action}": resource control policies are not known to act on ${prefix}`,
        hint: 'AWS may refuse it or ignore it; see the list of services in the Organizations user guide.',
        severity: 'warning',
      };
    }
  }
}

export const rcpLanguage: Guard = {
  code: 'rcp-language',
  title: 'A resource control policy is not written as AWS accepts it',
  reason:
    'A resource control policy of a customer may only deny, for Principal "*", actions with a service prefix, on Resource or NotResource; NotPrincipal and NotAction do not exist. AWS answers `MalformedPolicyDocumentException` without detail. The list of services it acts on grows; one that this version does not know is warned about. Source: [RCP syntax](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html), [RCPs](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html).',
  allowance: 'An allowance sends the document as it is, should AWS have widened the language since this version.',
  *check(input): Iterable<Finding> {
    for (const { change, spec } of writtenPolicies(input)) {
      if (spec.type !== 'rcp') continue;
      for (const fault of faults(expandDocument(input, spec.document))) yield findingOf(fault, change.address);
    }
  },
};
