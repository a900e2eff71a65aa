import { CONFIG_LIMITS, GUARD_RUNTIME } from '../../facts/config.js';
import type { DesiredContext } from '../../kind.js';
import { selectAccounts } from '../../manifest/targets.js';
import type { Address, Desired } from '../../model.js';
import { LANDING_ZONE } from '../landing-zone/spec.js';
import { administratorIn } from './administrator.js';
import { exclusionsOf, sayExclusions } from './exclusions.js';
import { descriptionRoom } from './marks.js';
import { configRegions, followsGovernedRegions } from './regions.js';
import { type ConfigRuleEntry, configRules, parameterTexts } from './section.js';
import { type ConfigRuleSource, type ConfigRuleSpec, configRuleAddress } from './spec.js';

/** One address for each rule and Region: AWS Config lays an organization rule in one Region at a time. */
export function* desired(context: DesiredContext): Generator<Desired<ConfigRuleSpec>> {
  for (const [name, entry] of Object.entries(context.manifest.section(configRules) ?? {}))
    yield* one(context, name, entry);
}

function* one(context: DesiredContext, name: string, entry: ConfigRuleEntry): Generator<Desired<ConfigRuleSpec>> {
  const { manifest, organization } = context;
  const regions = configRegions(context, configRules.key, name, entry.regions);
  const address = configRuleAddress(name, regions[0] ?? '');
  sayDescription(context, name, entry, address);
  const source = sourceOf(context, name, entry, address);
  const administrator = administratorIn(context, { section: configRules.key, key: name, address }, entry.administrator);
  const exclusions = exclusionsOf(organization, { targets: entry.targets, exclude: entry.exclude });
  const origin = manifest.originOf(configRules.key, name, 'targets');
  if (!sayExclusions(context, exclusions, { address, origin, noun: 'rule' })) return;
  const parameters = parameterTexts(entry.parameters);
  for (const region of regions) {
    yield {
      address: configRuleAddress(name, region),
      origin: manifest.originOf(configRules.key, name),
      spec: {
        name,
        region,
        ...(administrator && { administrator }),
        source,
        ...(entry.description !== undefined && { description: entry.description.trim() }),
        ...(parameters && { parameters }),
        ...(entry.frequency !== undefined && { frequency: entry.frequency }),
        ...(entry.resourceTypes && { resourceTypes: [...entry.resourceTypes].sort() }),
        ...(entry.resourceId !== undefined && { resourceId: entry.resourceId }),
        ...(entry.tag && { tagKey: entry.tag.key }),
        ...(entry.tag?.value !== undefined && { tagValue: entry.tag.value }),
        excluded: exclusions.excluded,
      },
      // A Region that is not governed yet may be denied.
      ...(followsGovernedRegions(entry.regions) && { after: [LANDING_ZONE] }),
      ...(entry.adopt === true && { adopt: true }),
      ...(exclusions.note !== undefined && { note: exclusions.note }),
    };
  }
}

function sourceOf(context: DesiredContext, name: string, entry: ConfigRuleEntry, address: Address): ConfigRuleSource {
  const triggers = [...new Set(entry.triggers ?? [])].sort();
  if (entry.managed !== undefined) return { managed: entry.managed };
  if (entry.lambda !== undefined) return { lambda: entry.lambda, triggers };
  const { file = '', runtime = GUARD_RUNTIME, debugIn } = entry.policy ?? {};
  const { text, origin } = context.manifest.text(file);
  if (text.length > CONFIG_LIMITS.policy || text.trim() === '') {
    const length = text.trim() === '' ? 'is empty' : `has ${text.length.toLocaleString('en')} characters`;
    context.problem({
      code: 'config-rule-policy',
      address,
      origin,
      message: `${file} ${length}; AWS Config takes rules in Guard of 1 to ${CONFIG_LIMITS.policy.toLocaleString('en')} characters`,
      hint: `divide what configRules.${name} checks between two rules`,
    });
  }
  return {
    policy: text,
    runtime,
    triggers,
    ...(debugIn && { debugIn: selectAccounts(context.organization, { targets: debugIn }).sort() }),
  };
}

function sayDescription(
  { manifest, problem }: DesiredContext,
  name: string,
  { description }: ConfigRuleEntry,
  address: Address,
): void {
  const room = descriptionRoom(manifest.name);
  if (description === undefined || description.trim().length <= room) return;
  problem({
    code: 'config-rule-description',
    address,
    origin: manifest.originOf(configRules.key, name, 'description'),
    message: `the description has ${description.trim().length} characters, and ${room} are left beside the words by which towerctl knows its own`,
    hint: 'shorten it',
  });
}
