import { describe, expect, it } from '@jest/globals';
import { baselineRefused } from '../../src/guards/baseline-refused.js';
import { deregistrationRefused } from '../../src/guards/deregistration-refused.js';
import type { Guard } from '../../src/guards/guard.js';
import type { Address, Change, JsonObject, LandingZone } from '../../src/model.js';
import { type Options, planOf, SMALL } from '../support/picture.js';

const base = { kind: 'enabled-baseline', needs: [], after: [], reads: [], why: 'declared' as const };

function baseline(at: string): { address: Address; spec: JsonObject } {
  const [name = '', target = ''] = at.split('@');
  return { address: `baseline:${at}`, spec: { baseline: name, target } };
}

const created = (at: string): Change => ({
  ...base,
  address: baseline(at).address,
  action: 'create',
  to: baseline(at).spec,
});
const removed = (at: string): Change => ({
  ...base,
  address: baseline(at).address,
  action: 'remove',
  from: baseline(at).spec,
});

/** What the guard says of these changes where these baselines (and other things) will be there. */
function findings(
  guard: Guard,
  changes: readonly Change[],
  there: readonly { address: Address; spec: JsonObject; kind?: string }[],
  more: { sketch?: typeof SMALL; landingZone?: LandingZone } & Options = {},
): string[] {
  const { sketch = SMALL, landingZone, ...options } = more;
  const input = planOf(sketch, sketch, { ...options, changes });
  const specs = new Map(input.after.specs);
  for (const { address, spec, kind = 'enabled-baseline' } of there) specs.set(address, { kind, spec });
  const after = { ...input.after, specs };
  return [...guard.check({ ...input, after, ...(landingZone && { landingZone }) })].map(({ message }) => message);
}

const CT = 'AWSControlTowerBaseline';

describe('baseline-refused', () => {
  it('a unit is registered below a registered one', () => {
    const nested = [created(`${CT}@unit:Workloads/Prod`)];
    expect(findings(baselineRefused, nested, [baseline(`${CT}@unit:Workloads/Prod`)])).toEqual([
      `${CT} on unit:Workloads/Prod: unit:Workloads, the unit above, is not registered, and Control Tower registers units from the top down`,
    ]);
    const both = [baseline('ConfigBaseline@unit:Workloads'), baseline(`${CT}@unit:Workloads/Prod`)];
    expect(findings(baselineRefused, nested, both)).toEqual([]);
  });

  it('a unit takes one of the two baselines that register', () => {
    const there = [baseline(`${CT}@unit:Sandbox`), baseline('ConfigBaseline@unit:Sandbox')];
    expect(findings(baselineRefused, [created(`${CT}@unit:Sandbox`)], there)).toEqual([
      `${CT} on unit:Sandbox: unit:Sandbox has ConfigBaseline already, and takes one of the two`,
    ]);
  });

  it('BackupBaseline stands beside AWSControlTowerBaseline', () => {
    const backup = [created('BackupBaseline@unit:Sandbox')];
    expect(findings(baselineRefused, backup, [baseline('BackupBaseline@unit:Sandbox')])).toEqual([
      `BackupBaseline on unit:Sandbox: BackupBaseline needs ${CT} on the same unit, which has none`,
    ]);
    expect(
      findings(baselineRefused, backup, [baseline(`${CT}@unit:Sandbox`), baseline('BackupBaseline@unit:Sandbox')]),
    ).toEqual([]);
  });

  it('nothing is registered below the unit of the landing zone itself', () => {
    const landingZone: LandingZone = {
      state: 'there',
      version: '4.0',
      status: 'ACTIVE',
      drifted: false,
      governedRegions: [],
      autoEnroll: false,
      identityCenter: false,
      config: true,
      backup: false,
      securityUnits: ['unit:Workloads'],
    };
    const there = [baseline(`${CT}@unit:Workloads`), baseline(`${CT}@unit:Workloads/Prod`)];
    expect(findings(baselineRefused, [created(`${CT}@unit:Workloads/Prod`)], there, { landingZone })).toEqual([
      `${CT} on unit:Workloads/Prod: it stands below unit:Workloads, and Control Tower registers no unit there`,
    ]);
  });

  it('says nothing offline, where nobody knows what is registered', () => {
    const sketch = { ...SMALL, planned: ['root' as const] };
    expect(findings(baselineRefused, [created(`${CT}@unit:Workloads/Prod`)], [], { sketch })).toEqual([]);
  });
});

describe('deregistration-refused', () => {
  it('a unit keeps its registration while accounts or registered units are in it', () => {
    expect(findings(deregistrationRefused, [removed(`${CT}@unit:Sandbox`)], [])).toEqual([
      'unit:Sandbox still has accounts: account:alice',
    ]);
    const nested = [baseline(`${CT}@unit:Workloads/Prod`)];
    expect(findings(deregistrationRefused, [removed(`${CT}@unit:Workloads`)], nested)).toEqual([
      'unit:Workloads still has registered units below it: unit:Workloads/Prod',
    ]);
  });

  it('optional controls go first; mandatory ones go with it', () => {
    const control = (name: string) => ({
      address: `control:${name}@unit:Workloads` as const,
      kind: 'enabled-control',
      spec: { control: name, target: 'unit:Workloads' },
    });
    const there = [control('AWS-GR_CONFIG_ENABLED'), control('AWS-GR_RESTRICT_ROOT_USER')];
    expect(findings(deregistrationRefused, [removed(`${CT}@unit:Workloads`)], there)).toEqual([
      'unit:Workloads still has optional controls: AWS-GR_RESTRICT_ROOT_USER',
    ]);
  });

  it('an empty unit lets go', () => {
    expect(findings(deregistrationRefused, [removed(`${CT}@unit:Workloads`)], [])).toEqual([]);
  });
});
