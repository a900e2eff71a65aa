import { CONFIG_LIMITS } from '../facts/config.js';
import { isConfigRuleSpec } from '../kinds/config-rule/spec.js';
import type { NodeName } from '../model.js';
import type { Finding, Guard, Picture } from './guard.js';
import { count } from './picture.js';

/** Said from here on: accounts have rules of their own, and Control Tower's. */
const NEAR = 0.9;

export const configRuleQuota: Guard = {
  code: 'config-rule-quota',
  title: 'More rules in an account and Region than AWS Config allows',
  reason:
    'An account holds 1,000 rules in a Region: its own, organization rules, Control Tower’s and those of conformance packs. A rule that is over the limit fails in that account. Only the organization rules that are known here are counted. Source: [AWS Config quotas](https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html).',
  allowance: 'A warning alone needs none.',
  *check(input): Iterable<Finding> {
    const [before, after] = [rulesIn(input.before), rulesIn(input.after)];
    for (const [region, rules] of after) {
      const limit = CONFIG_LIMITS.rules;
      if (rules < limit * NEAR || rules <= (before.get(region) ?? 0)) continue;
      yield {
        address: `config-rule:*@${region}`,
        severity: 'warning',
        message: `${count(rules)} organization rules would be in one account in ${region}, of ${count(limit)} rules of every kind that AWS Config allows there`,
        hint: 'Join rules, or judge several things in one rule in Guard.',
      };
    }
  },
};

/** By Region, the rules of the account that has most of them. */
function rulesIn({ organization, specs }: Picture): ReadonlyMap<string, number> {
  const byRegion = new Map<string, Set<NodeName>[]>();
  for (const { kind, spec } of specs.values()) {
    if (!isConfigRuleSpec(kind, spec)) continue;
    byRegion.set(spec.region, [...(byRegion.get(spec.region) ?? []), new Set(spec.excluded)]);
  }
  const accounts = organization.accounts();
  return new Map(
    [...byRegion].map(([region, exclusions]) => {
      // Worth counting account by account only where all of them together could be too many.
      if (exclusions.length < CONFIG_LIMITS.rules * NEAR) return [region, exclusions.length] as const;
      const counts = accounts.map((account) => exclusions.filter((excluded) => !excluded.has(account)).length);
      return [region, Math.max(0, ...counts)] as const;
    }),
  );
}
