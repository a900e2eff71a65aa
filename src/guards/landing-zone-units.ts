import { compareVersions } from '../facts/baselines.js';
import type { Finding, Guard } from './guard.js';
import { registeredBefore, settingsChanges } from './landing-zone.js';
import { listing } from './picture.js';

export const landingZoneUnits: Guard = {
  code: 'landing-zone-units',
  title: 'Registered units that the manifest does not name would not follow the landing zone',
  reason:
    'After a change of version or Regions every registered unit has to be registered again; until then it is in mixed governance: detective and proactive controls cannot be enabled there, and the new Regions are not recorded. towerctl registers again what the manifest declares (`baseline:` of a unit), and nothing else. Sources: [mixed governance](https://docs.aws.amazon.com/controltower/latest/userguide/mixed-governance.html), [how Regions work](https://docs.aws.amazon.com/controltower/latest/userguide/region-how.html).',
  allowance: 'It is a warning: somebody else registers these units again.',
  *check(input): Iterable<Finding> {
    for (const { address, origin, before, after } of settingsChanges(input)) {
      if (!before) continue;
      const regions = (names: readonly string[] | undefined): string => [...(names ?? [])].sort().join();
      // None is rolled back: that is refused, and nothing follows it.
      if (before.version && after.version && compareVersions(after.version, before.version) < 0) continue;
      if (before.version === after.version && regions(before.regions) === regions(after.regions)) continue;
      const left = registeredBefore(input).filter((each) => input.declared?.has(each.address) !== true);
      if (left.length === 0) continue;
      yield {
        address,
        ...(origin && { origin }),
        severity: 'warning',
        message: `${listing([...new Set(left.map(({ target }) => target))].sort())} ${left.length === 1 ? 'is' : 'are'} registered, and not registered again after this: the manifest does not ask for ${left.length === 1 ? 'its baseline' : 'their baselines'}`,
        hint: `Declare baseline: on ${left.length === 1 ? 'it' : 'them'}, or register ${left.length === 1 ? 'it' : 'them'} again in the console.`,
      };
    }
  },
};
