import { compareVersions } from '../facts/baselines.js';
import { isSwitched } from '../kinds/landing-zone/spec.js';
import type { Finding, Guard } from './guard.js';
import { settingsChanges } from './landing-zone.js';

export const landingZoneUpgrade: Guard = {
  code: 'landing-zone-upgrade',
  title: 'The landing zone would be upgraded, and there is no way back',
  reason:
    'A landing zone takes newer versions only; neither Control Tower nor `towerctl undo` brings an older one back. Every registered unit has to be registered again after it, with a newer baseline that cannot be taken back either. 4.0 changes more than a number: notices of drift come through EventBridge instead of SNS, the Config aggregator becomes one of the organization, the manifest of the landing zone takes another form, and the role AWSControlTowerCloudTrailRole must have the managed policy AWSControlTowerCloudTrailRolePolicy beforehand or the update fails. Sources: [choosing a version](https://docs.aws.amazon.com/controltower/latest/userguide/lz-version-selection.html), [what 4.0 changes](https://docs.aws.amazon.com/controltower/latest/userguide/key-changes-lz-v4.html), [table of baselines](https://docs.aws.amazon.com/controltower/latest/userguide/table-of-baselines.html).',
  allowance: 'An allowance at `landing-zone:main` says that the upgrade is meant, and has been tried elsewhere first.',
  *check(input): Iterable<Finding> {
    for (const { address, origin, before, after } of settingsChanges(input)) {
      const [from, to] = [before?.version, after.version];
      if (from === undefined || to === undefined || compareVersions(to, from) <= 0) continue;
      const form = isSwitched(to) && !isSwitched(from) ? ', where its manifest takes another form' : '';
      yield {
        address,
        ...(origin && { origin }),
        message: `the landing zone would be upgraded from ${from} to ${to}${form}: it cannot be undone`,
        hint: `Try it in another organization first; then allow it, or write version: "${from}".`,
      };
    }
  },
};
