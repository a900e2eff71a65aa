import type { ConformancePackSpec } from '../kinds/conformance-pack/spec.js';
import type { JsonObject, QuotaUse } from '../model.js';
import type { Finding, Guard, GuardInput, Picture } from './guard.js';

/** Organization conformance packs of an organization (service limits of AWS Config, November 2026), each Region by itself. */
const MOST = 50;

/** How many there are in each Region, as far as they were read. */
function byRegion({ specs }: Picture): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { kind, spec } of specs.values()) {
    if (kind !== 'conformance-pack') continue;
    const { region } = spec as JsonObject & ConformancePackSpec;
    found.set(region, (found.get(region) ?? 0) + 1);
  }
  return found;
}

function limitOf({ settings }: GuardInput): number {
  return settings.quotas['conformancePacks']?.perOrganization ?? MOST;
}

export const conformancePackQuota: Guard = {
  code: 'conformance-pack-quota',
  title: 'More organization conformance packs than AWS Config allows',
  reason:
    'An organization has 50 organization conformance packs in a Region, whoever lays them, those of other tools included. What is over the limit is refused in the middle of the work. Source: [service limits of AWS Config](https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html).',
  allowance:
    'An allowance lets the plan try, for the day on which AWS has raised the quota. Better: write the granted number under `guards.quotas.conformancePacks.perOrganization`.',
  *check(input): Iterable<Finding> {
    const [before, after, limit] = [byRegion(input.before), byRegion(input.after), limitOf(input)];
    for (const [region, number] of after) {
      if (number <= limit || number <= (before.get(region) ?? 0)) continue;
      yield {
        address: `conformance-pack:*@${region}`,
        message: `there would be ${number} organization conformance packs in ${region}, ${number - limit} more than the ${limit} that AWS Config allows`,
        hint: 'Join packs that go to the same accounts, or have the quota raised and write the granted number: guards: { quotas: { conformancePacks: { perOrganization: N } } }.',
      };
    }
  },
  *quotas(input): Iterable<QuotaUse> {
    const [before, after] = [byRegion(input.before), byRegion(input.after)];
    for (const [region, number] of [...after].sort(([one], [other]) => (one < other ? -1 : 1))) {
      if (number === before.get(region)) continue;
      yield {
        subject: `conformance packs in ${region}`,
        before: before.get(region) ?? 0,
        after: number,
        limit: limitOf(input),
      };
    }
  },
};
