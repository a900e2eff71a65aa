import type { Finding, Guard } from './guard.js';
import { indexAfter, isAttachmentSpec, specAfter, typeAndName, typeLabel } from './picture.js';

export const policyTypeOff: Guard = {
  code: 'policy-type-off',
  title: 'A policy is attached although its type is not enabled',
  reason:
    'Attaching a policy whose type is not enabled on the root is answered with `PolicyTypeNotEnabledException`; a policy of a type that is switched off protects nothing. Source: [AttachPolicy](https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html).',
  allowance: 'None: AWS refuses the call.',
  absolute: true,
  *check(input): Iterable<Finding> {
    const after = indexAfter(input);
    const said = new Set<string>();
    for (const change of input.changes) {
      if (change.action !== 'create') continue;
      const spec = specAfter(change);
      if (spec === undefined || !isAttachmentSpec(change.kind, spec)) continue;
      const { type } = typeAndName(spec.policy);
      if (after.isOn(type) || said.has(type)) continue;
      said.add(type);
      yield {
        address: change.address,
        message: `the policy type ${typeLabel(type)} is not enabled after this plan, so AWS refuses to attach ${spec.policy}`,
        hint: `Write policyTypes: { ${type}: on }.`,
      };
    }
  },
};
