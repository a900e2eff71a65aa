import { listOf } from '../iam/document.js';
import type { Address } from '../model.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { registeredBefore, settingsChanges } from './landing-zone.js';
import { listing } from './picture.js';

/** What the plan leaves in place that works in this Region, in words. */
function* users(input: GuardInput, region: string): Generator<string> {
  const units = new Set(registeredBefore(input).map(({ target }) => target));
  if (units.size > 0) yield `the baselines of ${units.size} registered unit${units.size === 1 ? '' : 's'}`;
  const controls: Address[] = [];
  const baselines: Address[] = [];
  for (const [address, { kind, spec }] of input.after.specs) {
    const parameters = spec['parameters'];
    const allowed =
      kind === 'enabled-control' &&
      typeof parameters === 'object' &&
      parameters !== null &&
      'AllowedRegions' in parameters
        ? listOf(parameters['AllowedRegions'])
        : undefined;
    if (allowed?.includes(region)) controls.push(address);
    if (kind === 'stack-baseline' && reaches(spec['instances'], region)) baselines.push(address);
  }
  if (controls.length > 0) yield `the Region control ${listing(controls)}, which still allows it`;
  if (baselines.length > 0) yield `stacks of ${listing(baselines)}`;
}

/** Cells: Regions by account. */
function reaches(instances: unknown, region: string): boolean {
  if (typeof instances !== 'object' || instances === null) return false;
  return Object.values(instances).some((regions: unknown) => Array.isArray(regions) && regions.includes(region));
}

export const landingZoneRegionRemoved: Guard = {
  code: 'landing-zone-region-removed',
  title: 'A Region would be governed no more',
  reason:
    'A Region that is governed no more loses Config recording and every detective and proactive control in it, in all accounts; what runs there is not seen any more. Stacks that a baseline laid there and Regions that a Region control allows stay. Deny the Region, or leave it governed. Source: [how Regions work](https://docs.aws.amazon.com/controltower/latest/userguide/region-how.html).',
  allowance: 'An allowance at `landing-zone:main` says that nothing is left there that has to be seen.',
  *check(input): Iterable<Finding> {
    for (const { address, origin, before, after } of settingsChanges(input)) {
      if (!before?.regions || !after.regions) continue;
      for (const region of before.regions.filter((name) => after.regions?.includes(name) !== true)) {
        const used = [...users(input, region)];
        if (used.length === 0) continue;
        yield {
          address,
          ...(origin && { origin }),
          message: `${region} would be governed no more, and it is used by ${used.join('; ')}`,
          hint: `Keep ${region} in landingZone.regions, or take what is there away first.`,
        };
      }
    }
  },
};
