import { describe, expect, it } from '@jest/globals';
import type { Guard } from '../../src/guards/guard.js';
import { landingZoneRefused } from '../../src/guards/landing-zone-refused.js';
import { landingZoneRegionRemoved } from '../../src/guards/landing-zone-region-removed.js';
import { landingZoneUnits } from '../../src/guards/landing-zone-units.js';
import { landingZoneUpgrade } from '../../src/guards/landing-zone-upgrade.js';
import { landingZoneWeakened } from '../../src/guards/landing-zone-weakened.js';
import type { LandingZoneSpec } from '../../src/kinds/landing-zone/spec.js';
import type { Address, Change, JsonObject, LandingZone } from '../../src/model.js';
import { planOf, SMALL } from '../support/picture.js';

const AT: Address = 'landing-zone:main';
const LOGGING = { enabled: true, account: 'account:log', retention: { logs: 365, accessLogs: 3650 } } as const;
const LIVE: LandingZoneSpec = {
  version: '4.0',
  regions: ['ap-northeast-1', 'us-east-1'],
  autoEnroll: false,
  accessManagement: true,
  centralizedLogging: { ...LOGGING, kmsKey: 'arn:aws:kms:ap-northeast-1:123456789012:key/k' },
  config: LOGGING,
  securityRoles: { enabled: true, account: 'account:log' },
  backup: { enabled: false },
};
const ZONE: LandingZone = {
  state: 'there',
  version: '4.0',
  latestVersion: '4.0',
  status: 'ACTIVE',
  drifted: false,
  governedRegions: ['ap-northeast-1', 'us-east-1'],
  autoEnroll: false,
  identityCenter: true,
  config: true,
  backup: false,
  securityUnits: [],
};

/** What the guard says of an update of this landing zone to these settings, where these other things are there. */
function findings(
  guard: Guard,
  live: LandingZoneSpec | undefined,
  to: LandingZoneSpec,
  others: Readonly<Record<Address, { readonly kind: string; readonly spec: JsonObject }>> = {},
  declared: readonly Address[] = [],
): string[] {
  const base = { address: AT, kind: 'landing-zone', needs: [], after: [], reads: [], why: 'changed' as const };
  const change: Change = live
    ? { ...base, action: 'update', from: live, to, fields: [] }
    : { ...base, action: 'create', to };
  const input = planOf(SMALL, SMALL, { changes: [change] });
  const specs = new Map(input.before.specs);
  if (live) specs.set(AT, { kind: 'landing-zone', spec: live });
  for (const [address, other] of Object.entries(others)) specs.set(address as Address, other);
  const given = {
    ...input,
    before: { ...input.before, specs },
    after: { ...input.after, specs },
    declared: new Set(declared),
    homeRegion: 'ap-northeast-1',
    ...(live && { landingZone: ZONE }),
  };
  return [...guard.check(given)].map(({ message }) => message);
}

const BASELINE = {
  'baseline:AWSControlTowerBaseline@unit:Sandbox': {
    kind: 'enabled-baseline',
    spec: { baseline: 'AWSControlTowerBaseline', target: 'unit:Sandbox' },
  },
} as const;

describe('landing-zone-upgrade', () => {
  it('a newer version needs an allowance, the same one does not, nor one that nobody knows the present of', () => {
    expect(findings(landingZoneUpgrade, { ...LIVE, version: '3.2' }, { version: '3.3' })).toEqual([
      'the landing zone would be upgraded from 3.2 to 3.3: it cannot be undone',
    ]);
    expect(findings(landingZoneUpgrade, LIVE, { version: '4.0' })).toEqual([]);
    expect(findings(landingZoneUpgrade, undefined, { version: '4.0' })).toEqual([]);
  });
});

describe('landing-zone-refused', () => {
  it('versions: none older than there is, none newer than is offered', () => {
    expect(findings(landingZoneRefused, LIVE, { version: '3.3' })).toEqual([
      'version "3.3" is older than the 4.0 that the landing zone has, and none is ever rolled back',
    ]);
    expect(findings(landingZoneRefused, LIVE, { version: '4.7' })).toContain(
      'version "4.7" is not offered: the newest is 4.0',
    );
  });

  it('the home Region stays, offline too', () => {
    const message = 'the home Region ap-northeast-1 is not among the governed Regions (us-east-1)';
    expect(findings(landingZoneRefused, LIVE, { regions: ['us-east-1'] })).toContain(message);
    expect(findings(landingZoneRefused, undefined, { regions: ['us-east-1'] })).toEqual([message]);
  });

  it('what the form of 3.x has no place for', () => {
    const old: LandingZoneSpec = { ...LIVE, version: '3.3', config: { enabled: true, account: 'account:log' } };
    expect(
      findings(landingZoneRefused, old, {
        config: { enabled: false, retention: { logs: 1 } },
        securityRoles: { enabled: false },
      }).slice(0, 3),
    ).toEqual([
      'Config cannot be switched off in landing zone 3.3',
      'landing zone 3.3 has no settings of its own for Config',
      'the security roles cannot be switched off in landing zone 3.3',
    ]);
    expect(findings(landingZoneRefused, old, { config: { enabled: true, account: 'account:log' } })).toEqual([]);
  });

  it('Config and the security roles stay on in the update that upgrades to 4.0', () => {
    const old: LandingZoneSpec = { ...LIVE, version: '3.3', config: { enabled: true, account: 'account:log' } };
    expect(findings(landingZoneRefused, old, { version: '4.0', securityRoles: { enabled: false } })).toContain(
      'securityRoles cannot be switched off in the update that brings 3.3 to 4.0',
    );
  });

  it('an integration that is on has its account, Backup all it needs, and nothing stands on Config that is off', () => {
    const { account: _none, ...bare } = LOGGING;
    expect(findings(landingZoneRefused, { ...LIVE, centralizedLogging: bare }, { autoEnroll: true })).toContain(
      'centralizedLogging is on and no account is named for it',
    );
    expect(findings(landingZoneRefused, LIVE, { backup: { enabled: true } })).toContain(
      'Backup is on and needs an administrator, a central vault and a KMS key',
    );
    expect(findings(landingZoneRefused, LIVE, { config: { enabled: false } })).toContain(
      'Config is off and securityRoles, accessManagement stand on it',
    );
  });
});

describe('landing-zone-weakened', () => {
  it('less kept, less watched, other keys and other accounts', () => {
    expect(
      findings(landingZoneWeakened, LIVE, {
        accessManagement: false,
        centralizedLogging: { retention: { logs: 30 }, kmsKey: null },
        config: { account: 'account:other' },
        securityRoles: { enabled: false },
      }),
    ).toEqual([
      'securityRoles is switched off: the audit account can no longer look into the others',
      'accessManagement is switched off: Control Tower gives nobody access through Identity Center any more',
      'centralizedLogging keeps its logs 30 days instead of 365',
      'centralizedLogging is encrypted with no key of yours any more',
      'config moves from account:log to account:other: what is kept there stays there',
    ]);
  });

  it('more is no loss', () => {
    const more: LandingZoneSpec = { autoEnroll: true, centralizedLogging: { retention: { logs: 730 } } };
    expect(findings(landingZoneWeakened, LIVE, more)).toEqual([]);
  });
});

describe('landing-zone-region-removed', () => {
  it('a Region that something uses, by name', () => {
    const others = {
      ...BASELINE,
      'control:CT.MULTISERVICE.PV.1@unit:Sandbox': {
        kind: 'enabled-control',
        spec: {
          control: 'CT.MULTISERVICE.PV.1',
          target: 'unit:Sandbox',
          parameters: { AllowedRegions: ['ap-northeast-1', 'us-east-1'] },
        },
      },
      'stack-baseline:defaults': { kind: 'stack-baseline', spec: { instances: { 'account:pay': ['us-east-1'] } } },
    } as const;
    expect(findings(landingZoneRegionRemoved, LIVE, { regions: ['ap-northeast-1'] }, others)).toEqual([
      'us-east-1 would be governed no more, and it is used by the baselines of 1 registered unit; the Region control control:CT.MULTISERVICE.PV.1@unit:Sandbox, which still allows it; stacks of stack-baseline:defaults',
    ]);
    expect(findings(landingZoneRegionRemoved, LIVE, { regions: ['ap-northeast-1'] })).toEqual([]);
  });
});

describe('landing-zone-units', () => {
  it('registered units that the manifest does not name are named when Regions or the version change', () => {
    const regions: LandingZoneSpec = { regions: ['ap-northeast-1', 'us-east-1', 'us-west-2'] };
    expect(findings(landingZoneUnits, LIVE, regions, BASELINE)).toEqual([
      'unit:Sandbox is registered, and not registered again after this: the manifest does not ask for its baseline',
    ]);
    const declared = Object.keys(BASELINE) as Address[];
    expect(findings(landingZoneUnits, LIVE, regions, BASELINE, declared)).toEqual([]);
    expect(findings(landingZoneUnits, LIVE, { autoEnroll: true }, BASELINE)).toEqual([]);
  });
});
