import type { Json, JsonObject, NodeName } from '../../model.js';
import { type Answer, type Aspect, askAll, suspendedNote, unknownRow } from '../answers.js';
import { activeAccounts, type Evidence, type OrganizationFacts, type SettingsFacts } from '../evidence.js';
import type { EvidenceLine, RowResult } from '../verdict.js';
import { policySections, type Remedy } from './policy-remedy.js';
import { inOrganization, type RowDefinition } from './row.js';

interface Setting {
  readonly title: string;
  readonly path: readonly string[];
  readonly enough: readonly string[];
  /** What a manifest would write: the value that breaks least. */
  readonly proposed: string;
  readonly caution?: string;
}

/** Source: Organizations user guide, declarative policies for EC2, syntax. */
const SETTINGS: readonly Setting[] = [
  {
    title: 'VPC block public access',
    path: ['vpc_block_public_access', 'internet_gateway_block', 'mode'],
    enough: ['block_ingress', 'block_bidirectional'],
    proposed: 'block_ingress',
    caution: 'VPC block public access cuts off load balancers that are there to be reached: exclude them first.',
  },
  {
    title: 'block of public AMIs',
    path: ['image_block_public_access', 'state'],
    enough: ['block_new_sharing'],
    proposed: 'block_new_sharing',
  },
  {
    title: 'block of public EBS snapshots',
    path: ['snapshot_block_public_access', 'state'],
    enough: ['block_new_sharing', 'block_all_sharing'],
    proposed: 'block_all_sharing',
  },
];

export const forcedSettings: RowDefinition = {
  id: '1D-3',
  title: 'Service settings are forced',
  judged:
    'the declarative policy for EC2 in effect on each account, as AWS merged it: VPC block public access, public AMIs, public EBS snapshots',
  assess: (evidence) => inOrganization(evidence, (organization) => assess(evidence, organization)),
};

function assess(evidence: Evidence, organization: OrganizationFacts): RowResult {
  const { ec2 } = evidence;
  if (!ec2.known) return unknownRow(ec2.unread);
  const aspects = SETTINGS.map(
    (setting): Aspect => ({
      holds: `${setting.title} is forced`,
      fails: `${setting.title} is not forced`,
      ask: (node) => answerOf(setting, node, ec2.value),
    }),
  );
  const asked = askAll(aspects, activeAccounts(organization.tree), 'account');
  return {
    verdict: asked.verdict,
    count: asked.count,
    evidence: [...prerequisites(evidence, ec2.value), ...asked.evidence, ...suspendedNote(organization)],
    ...whatToDo(evidence, organization, asked.failingOf),
    missingPermissions: asked.missingPermissions,
  };
}

function answerOf({ path, enough }: Setting, node: NodeName, settings: SettingsFacts): Answer {
  const fact = settings.of.get(node);
  if (fact === undefined) return { is: 'no' };
  if (!fact.known) return { is: 'unknown', unread: fact.unread };
  const value = valueAt(fact.value, ['ec2_attributes', ...path]);
  if (value === undefined) return { is: 'no' };
  return enough.includes(value) ? { is: 'yes', by: [] } : { is: 'no', why: `the policy in effect says ${value}` };
}

/** Effective policies hold values without operators; an `@@assign` is looked through. */
function valueAt(document: JsonObject | undefined, path: readonly string[]): string | undefined {
  let at: Json | undefined = document;
  for (const key of path) at = isObject(at) ? at[key] : undefined;
  if (isObject(at)) at = at['@@assign'];
  return typeof at === 'string' ? at : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function prerequisites(evidence: Evidence, settings: SettingsFacts): EvidenceLine[] {
  if (!settings.enabled) return [{ state: 'not met', text: 'declarative policies for EC2 are not enabled' }];
  const { trustedServices } = evidence;
  if (!trustedServices.known || trustedServices.value.has('ec2.amazonaws.com')) return [];
  return [{ state: 'note', text: 'trusted access for ec2.amazonaws.com is off, which the policies need' }];
}

function whatToDo(
  evidence: Evidence,
  organization: OrganizationFacts,
  failingOf: readonly (readonly NodeName[])[],
): Pick<RowResult, 'advice' | 'manifest'> {
  const lacking = SETTINGS.flatMap((setting, index) => {
    const failing = failingOf[index] ?? [];
    return failing.length === 0 ? [] : [{ setting, failing }];
  });
  // Settings that the same accounts lack go into one policy.
  const groups = new Map<string, { settings: Setting[]; failing: readonly NodeName[] }>();
  for (const { setting, failing } of lacking) {
    const group = groups.get(failing.join()) ?? { settings: [], failing };
    group.settings.push(setting);
    groups.set(failing.join(), group);
  }
  const remedies = [...groups.values()].map(({ settings, failing }): Remedy => {
    const names = settings.map(({ title }) => title).join(', ');
    return {
      advice: `Force ${names} where it is not yet, by a declarative policy; it binds the management account too.`,
      key:
        groups.size === 1 ? 'no-public-compute' : `force-${settings[0]?.path[0]?.replaceAll('_', '-') ?? 'settings'}`,
      policy: { document: { ec2_attributes: merged(settings) } },
      failing,
    };
  });
  const cautions = lacking.flatMap(({ setting: { caution } }) => caution ?? []);
  return {
    advice: [...remedies.map(({ advice }) => advice), ...cautions],
    ...policySections(evidence, organization, 'declarative-ec2', remedies),
  };
}

function merged(settings: readonly Setting[]): JsonObject {
  return Object.fromEntries(
    settings.map(({ path: [first = '', ...rest], proposed }) => [
      first,
      rest.reduceRight<Json>((inner, key) => ({ [key]: inner }), { '@@assign': proposed }),
    ]),
  );
}
