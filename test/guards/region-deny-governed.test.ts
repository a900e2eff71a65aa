import { regionDenyGoverned } from '../../src/guards/region-deny-governed.js';
import type { JsonObject } from '../../src/model.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { deny, LANDING_ZONE, planOf, policy, type Sketch, SMALL } from '../support/picture.js';

const known = { landingZone: LANDING_ZONE, homeRegion: 'ap-northeast-1' };
const control = (regions: string[]): Sketch => ({
  ...SMALL,
  controls: { 'CT.MULTISERVICE.PV.1@unit:Workloads': { AllowedRegions: regions } },
});
const scp = (condition: JsonObject, more: JsonObject = {}): Sketch => ({
  ...SMALL,
  policies: { 'scp/regions': policy(deny('*', { Condition: condition, ...more })) },
  attached: ['scp/regions@unit:Workloads'],
});
const outside = (...regions: string[]) => ({ StringNotEquals: { 'aws:RequestedRegion': regions } });

describe('region-deny-governed', () => {
  test('the home Region must stay', () => {
    const input = planOf(SMALL, control(['us-east-1']), known);
    expect(sayings(regionDenyGoverned, input)).toEqual([
      'error control:CT.MULTISERVICE.PV.1@unit:Workloads: CT.MULTISERVICE.PV.1 denies ap-northeast-1 on Workloads, and ap-northeast-1 is the home Region of Control Tower',
    ]);
    expect(leftAfterAllowing(regionDenyGoverned, input)).toEqual([]);
  });

  test('another governed Region is a warning; more Regions than are governed pass', () => {
    expect(sayings(regionDenyGoverned, planOf(SMALL, control(['ap-northeast-1']), known))).toEqual([
      'warning control:CT.MULTISERVICE.PV.1@unit:Workloads: CT.MULTISERVICE.PV.1 denies us-east-1 on Workloads, which the landing zone governs',
    ]);
    const wide = control(['ap-northeast-1', 'us-east-1', 'eu-west-1']);
    expect(sayings(regionDenyGoverned, planOf(SMALL, wide, known))).toEqual([]);
  });

  test('a Region deny of our own, with NotAction as with *', () => {
    const found = (sketch: Sketch) => sayings(regionDenyGoverned, planOf(SMALL, sketch, known));
    expect(found(scp(outside('us-east-1')))[0]).toMatch(
      /^error policy:scp\/regions: the SCP "regions" denies ap-northeast-1/,
    );
    const { Action: _, ...rest } = deny('*', { Condition: outside('us-east-1'), NotAction: ['iam:*'] });
    expect(found({ ...scp({}), policies: { 'scp/regions': policy(rest as JsonObject) } })).toHaveLength(1);
    expect(found(scp(outside('ap-northeast-1', 'us-east-1')))).toEqual([]);
    expect(found(scp({ StringNotLike: { 'aws:RequestedRegion': ['ap-*', 'us-*'] } }))).toEqual([]);
    expect(found(scp({ StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }))).toEqual([]);
  });

  test('a deny of some actions elsewhere is no Region deny', () => {
    expect(sayings(regionDenyGoverned, planOf(SMALL, scp(outside('eu-west-1'), { Action: ['ec2:*'] }), known))).toEqual(
      [],
    );
  });

  test('offline the home Region is known from the manifest; without Control Tower nothing is said', () => {
    expect(
      sayings(regionDenyGoverned, planOf(SMALL, control(['us-east-1']), { homeRegion: 'ap-northeast-1' })),
    ).toHaveLength(1);
    expect(
      sayings(regionDenyGoverned, planOf(SMALL, scp(outside('us-east-1')), { homeRegion: 'ap-northeast-1' })),
    ).toEqual([]);
  });
});
