import { acceptsReset, controlFacts } from '../../facts/controls.js';
import type { Kind } from '../../kind.js';
import type { Address, Change, NodeName } from '../../model.js';
import { registrationsOf } from '../enabled-baseline/spec.js';
import { READ_THE_LANDING_ZONE, type Surroundings } from '../surroundings.js';
import { canonical } from './canonical.js';
import { desired } from './desired.js';
import { confirm, live } from './live.js';
import { controls } from './section.js';
import { shows } from './shows.js';
import type { EnabledControlSpec } from './spec.js';
import { steps } from './steps.js';

export const enabledControl: Kind<EnabledControlSpec, Surroundings> = {
  name: 'enabled-control',
  prefix: 'control',
  title: 'enabled control',
  about: `A control of AWS Control Tower on a unit. It is named by its alias (\`AWS-GR_RESTRICT_ROOT_USER\`, \`CT.S3.PV.5\`, \`SH.S3.1\`) or by an ARN of the catalog or of Control Tower; all forms are one address, and writing another form changes nothing. Aliases are looked up in the catalog when the plan is made, and so are the names of parameters.

**Where**: a preventive control is inherited, so it is enabled on the fewest units that cover what is selected; a detective or proactive one works on the accounts of its own unit only and is enabled on each unit that is selected. **Enabled** after the unit is there and registered (\`baseline:\`), ten at a time; **updated** in place when parameters differ, which are compared as sets; **disabled** when it is ours and no longer declared.

**Adopted** by itself when it is enabled already with the same parameters, else with \`adopt: true\`. Mandatory controls and the landing zone's Region deny belong to Control Tower and are left alone. A control whose last operation **failed** is enabled on paper only: it is updated, or disabled and enabled again. **Drift** is what Control Tower reports (Security Hub, resource control and declarative policies; nothing for service control policies): it is reset, unless \`onDrift: report\` says otherwise. What a service control policy implements cannot be reset: \`onDrift: replace\` disables and enables it again, else it is only said. After a unit is registered again its optional controls are reset too; whoever stopped before that, the enrolled accounts that lack a detective or proactive control are seen and named, and it is reset. Controls that an account took along when it moved are said, account by account, and disabled with \`onDrift: reset\` or \`replace\`.

Sources: [EnableControl](https://docs.aws.amazon.com/controltower/latest/APIReference/API_EnableControl.html), [nested OUs](https://docs.aws.amazon.com/controltower/latest/userguide/nested-ous.html), [governance drift](https://docs.aws.amazon.com/controltower/latest/userguide/governance-drift.html), [quotas](https://docs.aws.amazon.com/controltower/latest/userguide/limits.html).`,
  sections: [controls],
  readsSections: [controls.key],
  needsLandingZone: (manifest) => (manifest.section(controls) ?? []).length > 0,
  undeclared: 'remove',
  ownable: true,
  desired,
  needs,
  live,
  confirm,
  canonical,
  steps,
  lanes: (change) =>
    change.action === 'adopt' && steps(change).length === 1 ? [] : [{ lane: 'control-tower-controls', limit: 10 }],
  follows,
  shows,
  describe,
  targets: (spec) => [spec.target],
  actions: {
    read: [
      ...READ_THE_LANDING_ZONE,
      'controltower:ListEnabledControls',
      'controltower:ListGuardrailsForTarget',
      'controltower:GetEnabledControl',
      'controltower:DescribeGuardrailForTarget',
      'controltower:GetControlOperation',
      'controltower:ListBaselines',
      'controltower:ListEnabledBaselines',
      'controltower:GetBaselineOperation',
      'controlcatalog:ListControls',
      'controltower:ListGuardrails',
      'controlcatalog:GetControl',
      'controltower:DescribeGuardrail',
      'tag:GetResources',
    ],
    write: [
      'controltower:EnableControl',
      'controltower:EnableGuardrail',
      'controltower:UpdateEnabledControl',
      'controltower:ResetEnabledControl',
      'controltower:DisableControl',
      'controltower:DisableGuardrail',
      'controltower:TagResource',
      // Control Tower writes its policies with the permissions of the caller.
      'organizations:CreatePolicy',
      'organizations:UpdatePolicy',
      'organizations:AttachPolicy',
      'organizations:DetachPolicy',
      'organizations:ListPoliciesForTarget',
      'organizations:ListTargetsForPolicy',
      'organizations:DescribePolicy',
    ],
  },
};

/** Its unit and what registers it; and the policy type that its policy is of, where this plan switches that on. */
function needs({ control, target }: EnabledControlSpec): Address[] {
  const { implementation } = controlFacts(control);
  const type: Address[] =
    implementation === 'rcp' || implementation === 'declarative-ec2' ? [`policy-type:${implementation}`] : [];
  if (isUnit(target)) return [target, ...registrationsOf(target), ...type];
  return target === 'root' ? type : [target as Address, ...type];
}

/** The landing zone is as it will be before anything is enabled on it. */
function follows(
  { action }: Change<EnabledControlSpec>,
  others: ReadonlyMap<string, readonly Change[]>,
): readonly Address[] {
  return action === 'remove' ? [] : (others.get('landing-zone') ?? []).map(({ address }) => address);
}

function isUnit(node: NodeName): node is `unit:${string}` {
  return node.startsWith('unit:');
}

function describe(change: Change<EnabledControlSpec>): string[] {
  if (change.action === 'repair' && change.why !== 'failed' && !acceptsReset(change.to.control)) {
    return ['disabled and enabled again: not in force for a moment'];
  }
  if (change.action !== 'create') return [];
  const { behavior } = controlFacts(change.to.control);
  const reach =
    behavior === 'preventive'
      ? 'preventive: inherited by all below'
      : `${behavior ?? 'of unknown behaviour'}: the accounts of this unit only`;
  const parameters = Object.entries(change.to.parameters ?? {}).map(
    ([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`,
  );
  return [reach, ...parameters];
}
