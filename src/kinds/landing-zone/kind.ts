import { companionsOf } from '../../facts/companion-actions.js';
import type { Kind, Lane } from '../../kind.js';
import type { Address, Change } from '../../model.js';
import { READ_THE_LANDING_ZONE, READ_THE_ORGANIZATION, type Surroundings } from '../surroundings.js';
import { describe } from './describe.js';
import { desired } from './desired.js';
import { live, shows } from './live.js';
import { landingZoneSection } from './section.js';
import { type LandingZoneSpec, narrowSettings } from './spec.js';
import { steps } from './steps.js';

/** One operation of the landing zone, and nothing else of Control Tower beside it. */
const ALONE: readonly Lane[] = [
  { lane: 'control-tower-landing-zone', limit: 1 },
  { lane: 'control-tower-baseline', limit: 1 },
  { lane: 'control-tower-controls', limit: 10, exclusive: true },
];

const WRITES = ['controltower:UpdateLandingZone', 'controltower:ResetLandingZone'];

export const landingZone: Kind<LandingZoneSpec, Surroundings> = {
  name: 'landing-zone',
  prefix: 'landing-zone',
  title: 'landing zone',
  about: `The landing zone of AWS Control Tower: its version, governed Regions, logging, Config, security roles, Identity Center, Backup and automatic enrolment, read and changed through the landing-zone API. There is one address, \`landing-zone:main\`. A field that is left out is left alone.

**Never created, never deleted.** Where the organization has none the plan says so; leaving the section out stops managing it.

**Updated** in one operation: UpdateLandingZone replaces the whole manifest that Control Tower keeps, so the whole manifest is sent, what is live with the declared fields laid over it, and automatic enrolment with it. Both forms of that manifest are known, up to 3.x and since 4.0; what a form does not have is refused in the plan. Nothing else of Control Tower is written while an operation of the landing zone runs: one that runs already, whoever began it, is waited for.

**Version.** It is pinned: another one is taken only when the manifest names it, upwards only, and with the guard \`landing-zone-upgrade\` allowed, for there is no way back and \`towerctl undo\` has none either. From 3.x to 4.0 the name of the Security unit is dropped from the manifest, every integration says whether it is on, and Config stays on in the account, with the retention and the key that it had.

**Registered units follow.** After a change of version, Regions, Identity Center, KMS keys or accounts each unit whose baseline is declared is registered again in the same plan, parents first, with the newer version of its baseline where one goes with the landing zone; its optional controls are reset after it. Under which settings a unit was registered is kept in a tag on its baseline (\`towerctl:landing-zone\`), so that a run that was cut short is finished by the next one. Units that are registered and not declared are named in a warning.

**Drift** is what Control Tower reports (a shared account moved, a role or the Security unit gone, trusted access switched off), and it is only said, as is a last operation that failed: \`onDrift: reset\` or \`--reset-drift\` resets the landing zone. Settings that somebody changed are changed back.

Sources: [landing zone schemas](https://docs.aws.amazon.com/controltower/latest/userguide/landing-zone-schemas.html), [landing zone APIs](https://docs.aws.amazon.com/controltower/latest/userguide/lz-api-launch.html), [what 4.0 changes](https://docs.aws.amazon.com/controltower/latest/userguide/key-changes-lz-v4.html), [choosing a version](https://docs.aws.amazon.com/controltower/latest/userguide/lz-version-selection.html), [governance drift](https://docs.aws.amazon.com/controltower/latest/userguide/governance-drift.html).`,
  sections: [landingZoneSection],
  readsSections: [landingZoneSection.key],
  undeclared: 'ignore',
  needsLandingZone: (manifest) => manifest.section(landingZoneSection) !== undefined,
  ownable: false,
  desired,
  needs,
  live,
  narrow: (found, wanted) => narrowSettings(found, wanted) as LandingZoneSpec,
  takesBack: withoutVersion,
  steps,
  lanes: () => ALONE,
  follows,
  shows,
  describe,
  // All that it governs: it is never part of a scope that is smaller than the organization.
  targets: () => ['root'],
  actions: {
    read: [...READ_THE_ORGANIZATION, ...READ_THE_LANDING_ZONE],
    // Beside the calls, what Control Tower does in the caller's name.
    write: [...WRITES, ...companionsOf(WRITES)],
  },
};

/** The accounts that it is told of. */
function needs({ centralizedLogging, config, securityRoles, backup }: LandingZoneSpec): readonly Address[] {
  const named = [
    centralizedLogging?.account,
    config?.account,
    securityRoles?.account,
    backup?.admin,
    backup?.central,
  ].filter((account) => account != null);
  return [...new Set(named)];
}

/** What is to be gone from Control Tower goes while the landing zone still is as it was for that. */
function follows(_change: Change<LandingZoneSpec>, others: ReadonlyMap<string, readonly Change[]>): Address[] {
  return ['enabled-baseline', 'enabled-control'].flatMap((kind) =>
    (others.get(kind) ?? []).flatMap(({ action, address }) => (action === 'remove' ? [address] : [])),
  );
}

/** An upgrade stays: everything else can be taken back. */
function withoutVersion({ version, ...rest }: LandingZoneSpec, to: LandingZoneSpec): LandingZoneSpec {
  return version === undefined || version === to.version
    ? { ...(version !== undefined && { version }), ...rest }
    : rest;
}
