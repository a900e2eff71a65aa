import { policyType as facts } from '../../facts/policy-types.js';
import { canonicalDocument, canonicalTree } from '../../iam/canonical.js';
import { diffDocuments } from '../../iam/diff.js';
import type { Kind, Names } from '../../kind.js';
import type { JsonObject, NodeName } from '../../model.js';
import { madeFirst } from '../named-nodes.js';
import { narrowKey, narrowTags } from '../ownership.js';
import type { AttachmentSpec } from '../policy-attachment/spec.js';
import type { Surroundings } from '../surroundings.js';
import { desired } from './desired.js';
import { confirm, live } from './live.js';
import { policies } from './section.js';
import { shows } from './shows.js';
import type { PolicySpec } from './spec.js';
import { steps } from './steps.js';

export const organizationPolicy: Kind<PolicySpec, Surroundings> = {
  name: 'organization-policy',
  prefix: 'policy',
  title: 'organization policy',
  about: `A policy of any type that Organizations has; the type is data (src/facts/policy-types.ts). A type that is newer than this version works too: \`type: some-new\` is sent as SOME_NEW_POLICY, checked as JSON and by size, and the plan says so.

**Created** minified, since AWS counts white space; **compared** by meaning: order of actions, single values and lists, ids and \`\${account.NAME.id}\` make no difference. **Renamed** in place by \`was:\`, attachments stay. **Removed** after its attachments when it is ours and no longer declared. **Adopted** by itself when equal, else with \`adopt: true\`. AWS's own policies and Control Tower's \`aws-guardrails-*\` are never touched, only counted.

Sources: [CreatePolicy](https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html), [quotas](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html).`,
  sections: [policies],
  readsSections: [policies.key],
  undeclared: 'remove',
  ownable: true,
  desired,
  needs: (spec) => [`policy-type:${spec.type}`],
  live,
  confirm,
  narrow: (live, wanted) => ({
    type: live.type,
    name: live.name,
    description: live.description,
    document: live.document,
    ...narrowKey(live, wanted),
    ...narrowTags(live.tags, wanted.tags),
  }),
  canonical: (spec, names) => ({ ...spec, document: canonical(spec, names) }),
  steps,
  follows: (change, others) => ('to' in change && change.to ? madeFirst(change.to.document, others) : []),
  lanes: () => [],
  shows,
  describe: (change) => {
    if (change.action === 'notice' || change.action === 'remove') return [];
    const from = 'from' in change ? change.from?.document : undefined;
    return diffDocuments(from, change.to.document);
  },
  targets: (_spec, address, specs) =>
    [...specs.values()].flatMap(({ kind, spec }) => {
      if (kind !== 'policy-attachment') return [];
      const { policy, target } = spec as AttachmentSpec;
      return policy === address ? [target as NodeName] : [];
    }),
  actions: {
    read: [
      'organizations:ListPolicies',
      'organizations:DescribePolicy',
      'organizations:ListTagsForResource',
      'tag:GetResources',
    ],
    write: [
      'organizations:CreatePolicy',
      'organizations:UpdatePolicy',
      'organizations:DeletePolicy',
      'organizations:TagResource',
      'organizations:UntagResource',
    ],
  },
};

/** By meaning, ids written as names: a policy that says the same in other words is the same policy. */
function canonical(spec: PolicySpec, names: Names): JsonObject {
  const document = JSON.parse(names.symbolic(JSON.stringify(spec.document))) as JsonObject;
  return facts(spec.type).language === 'iam' ? canonicalDocument(document) : canonicalTree(document);
}
