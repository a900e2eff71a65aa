import { policyType } from '../facts/policy-types.js';
import { isObject } from '../iam/document.js';
import type { Fault } from '../iam/language.js';
import type { Json, JsonObject } from '../model.js';
import type { Finding, Guard } from './guard.js';
import { expandDocument, writtenPolicies } from './picture.js';
import { findingOf } from './scp-language.js';
import { shapeFaults } from './syntax/shape.js';
import { operatorsOf, SYNTAX } from './syntax/types.js';

function* faults(type: string, document: JsonObject): Generator<Fault> {
  const facts = policyType(type);
  const syntax = SYNTAX[type];
  if (!facts.known || facts.topLevelKey === undefined || syntax === undefined) {
    yield {
      path: 'document',
      message: `is of type ${facts.wire}, whose syntax this version does not know: checked as JSON and by size only`,
      severity: 'warning',
    };
    return;
  }
  const top = facts.topLevelKey;
  for (const key of Object.keys(document)) {
    if (key !== top)
      yield { path: key, message: `cannot stand at the top of a ${facts.title}`, hint: `Only ${top} can.` };
  }
  const tree = document[top];
  if (tree === undefined) {
    yield { path: 'document', message: `lacks ${top}`, hint: `A ${facts.title} is { "${top}": { ... } }.` };
    return;
  }
  yield* shapeFaults(tree, syntax.shape, top, operatorsOf(syntax));
}

/** Is a feature switched on, by itself? */
function isEnabled(feature: Json | undefined): boolean {
  const status = isObject(feature) ? feature['status'] : undefined;
  return isObject(status) && status['@@assign'] === 'enabled';
}

/** GuardDuty: whatever is on in a block needs the foundational plan on in the same block. */
function* guardDutyFaults(document: JsonObject): Generator<Fault> {
  const tree = document['guardduty'];
  const enablement = isObject(tree) ? tree['enablement'] : undefined;
  if (!isObject(enablement)) return;
  for (const [block, features] of Object.entries(enablement)) {
    if (!isObject(features) || block.startsWith('@@') || isEnabled(features['foundational'])) continue;
    const enabled = Object.keys(features).filter((name) => isEnabled(features[name]));
    if (enabled.length === 0) continue;
    yield {
      path: `guardduty.enablement.${block}`,
      message: `enables ${enabled.join(', ')} without foundational`,
      hint: 'Enable foundational in the same block: a Region block replaces default.',
    };
  }
}

export const declarativeSyntax: Guard = {
  code: 'declarative-syntax',
  title: 'A policy of settings is not written as AWS accepts it',
  reason: `AWS answers a faulty document with \`MalformedPolicyDocumentException\` and says no more; a setting under a wrong key would at best be ignored. Keys, values and operators are checked where AWS documents them; a type that this version does not know is checked as JSON and by size only, with a warning. Sources: ${Object.entries(
    SYNTAX,
  )
    .map(([type, { source }]) => `[${type}](${source})`)
    .join(', ')}.`,
  allowance: 'An allowance sends the document as it is, should AWS have added a setting since this version.',
  *check(input): Iterable<Finding> {
    for (const { change, spec } of writtenPolicies(input)) {
      if (policyType(spec.type).language !== 'tree') continue;
      const document = expandDocument(input, spec.document);
      for (const fault of faults(spec.type, document)) yield findingOf(fault, change.address);
      if (spec.type === 'guardduty')
        for (const fault of guardDutyFaults(document)) yield findingOf(fault, change.address);
    }
  },
};
