import { attachmentQuota } from '../../src/guards/attachment-quota.js';
import { controlUnregisteredUnit } from '../../src/guards/control-unregistered-unit.js';
import { detectiveNeedsConfig } from '../../src/guards/detective-needs-config.js';
import { rootUserControl } from '../../src/guards/root-user-control.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { LANDING_ZONE, planOf, type Sketch, SMALL } from '../support/picture.js';

describe('root-user-control-exempts-assume-root', () => {
  const plan = (parameters = {}, declared: `${string}:${string}`[] = []) =>
    planOf(SMALL, { ...SMALL, controls: { 'AWS-GR_RESTRICT_ROOT_USER@unit:Workloads': parameters } }, { declared });
  test('a warning, an error where root access is managed', () => {
    expect(sayings(rootUserControl, plan())).toEqual([
      'warning control:AWS-GR_RESTRICT_ROOT_USER@unit:Workloads: AWS-GR_RESTRICT_ROOT_USER on Workloads stops the sessions of centralized root access (sts:AssumeRoot) too',
    ]);
    const managed = plan({}, ['root-access:organization']);
    expect(sayings(rootUserControl, managed)[0]).toMatch(/^error /);
    expect(leftAfterAllowing(rootUserControl, managed)).toEqual([]);
  });
  test('with the exception, and other controls, pass', () => {
    expect(sayings(rootUserControl, plan({ ExemptAssumeRoot: true }))).toEqual([]);
    const other: Sketch = { ...SMALL, controls: { 'AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS@unit:Workloads': {} } };
    expect(sayings(rootUserControl, planOf(SMALL, other))).toEqual([]);
  });
});

describe('control-unregistered-unit', () => {
  const controls = { 'AWS-GR_RESTRICT_ROOT_USER@unit:Workloads': {} };
  const found = (after: Sketch, version: string) =>
    sayings(controlUnregisteredUnit, planOf(SMALL, after, { landingZone: { ...LANDING_ZONE, version } }));
  test('before 4.0 the unit must be registered, in this plan at the latest', () => {
    expect(found({ ...SMALL, controls }, '3.3')).toEqual([
      'error control:AWS-GR_RESTRICT_ROOT_USER@unit:Workloads: AWS-GR_RESTRICT_ROOT_USER cannot be enabled on Workloads: before landing zone 4.0 the unit must be registered first, and this one is 3.3',
    ]);
    expect(found({ ...SMALL, controls, baselines: ['AWSControlTowerBaseline@unit:Workloads'] }, '3.3')).toEqual([]);
    expect(found({ ...SMALL, controls }, '4.0')).toEqual([]);
  });
  test('no allowance helps', () => {
    const input = planOf(SMALL, { ...SMALL, controls }, { landingZone: { ...LANDING_ZONE, version: '3.3' } });
    expect(leftAfterAllowing(controlUnregisteredUnit, input)).toHaveLength(1);
  });
});

describe('detective-needs-config', () => {
  const units = [...(SMALL.units ?? []), 'Security'];
  const with_ = (baselines: string[], controls: string[]): Sketch => ({
    ...SMALL,
    units,
    baselines,
    controls: Object.fromEntries(controls.map((control) => [control, {}])),
  });
  const before: Sketch = { ...SMALL, units, baselines: ['AWSControlTowerBaseline@unit:Sandbox'] };
  const found = (sketch: Sketch) =>
    sayings(detectiveNeedsConfig, planOf(before, sketch, { landingZone: LANDING_ZONE }));

  test('the unit itself must record, a parent that does is not enough', () => {
    const after = with_(['AWSControlTowerBaseline@unit:Workloads'], ['AWS-GR_ENCRYPTED_VOLUMES@unit:Workloads/Prod']);
    expect(found(after)).toEqual([
      'error control:AWS-GR_ENCRYPTED_VOLUMES@unit:Workloads/Prod: AWS-GR_ENCRYPTED_VOLUMES is detective, but Workloads/Prod has neither AWSControlTowerBaseline nor ConfigBaseline: its accounts do not record to AWS Config',
    ]);
    expect(leftAfterAllowing(detectiveNeedsConfig, planOf(before, after))).toEqual([]);
  });
  test.each(['AWSControlTowerBaseline', 'ConfigBaseline'])('%s records', (baseline) => {
    expect(found(with_([`${baseline}@unit:Workloads`], ['SH.S3.1@unit:Workloads']))).toEqual([]);
  });
  test('a backup baseline does not; a baseline that goes does no more', () => {
    expect(found(with_(['BackupBaseline@unit:Workloads'], ['CONFIG.EC2.DT.10@unit:Workloads']))).toHaveLength(1);
    expect(found(with_([], ['AWS-GR_RESTRICTED_SSH@unit:Sandbox']))).toHaveLength(1);
  });
  test('the unit of the landing zone itself, and what is not detective, pass', () => {
    expect(
      found(
        with_([], ['AWS-GR_RESTRICTED_SSH@unit:Security', 'CT.S3.PV.5@unit:Workloads', 'CT.S3.PR.1@unit:Workloads']),
      ),
    ).toEqual([]);
  });
  test('nothing is said where baselines were not read', () => {
    const after: Sketch = { ...SMALL, controls: { 'AWS-GR_RESTRICTED_SSH@unit:Workloads': {} } };
    expect(sayings(detectiveNeedsConfig, planOf(SMALL, after))).toEqual([]);
  });
});

describe('attachment-quota with Control Tower', () => {
  const scps = (count: number) => Array.from({ length: count }, (_, index) => `scp/p${index}@unit:Workloads`);
  const full: Sketch = { ...SMALL, attached: scps(9) };

  test('the first control of a type takes a slot, the next one none', () => {
    const one: Sketch = { ...full, controls: { 'AWS-GR_RESTRICT_ROOT_USER@unit:Workloads': {} } };
    const plan = planOf(full, one);
    expect(sayings(attachmentQuota, plan)).toEqual([
      "error control:AWS-GR_RESTRICT_ROOT_USER@unit:Workloads: Workloads would have 11 policies of type SCP attached, AWS allows 10: FullAWSAccess, p0, p1, p2, p3, p4, p5, p6, p7, p8, 1 of Control Tower's aws-guardrails-*",
    ]);
    expect([...(attachmentQuota.quotas?.(plan) ?? [])]).toEqual([
      { subject: 'SCP Workloads', before: 10, after: 11, limit: 10 },
    ]);
    const packed: Sketch = { ...SMALL, attached: [...scps(8), 'scp/aws-guardrails-abcdef@unit:Workloads'] };
    expect(sayings(attachmentQuota, planOf(packed, { ...packed, controls: one.controls ?? {} }))).toEqual([]);
  });
  test('registering a unit at the top of the tree takes one too, a nested one does not', () => {
    const top: Sketch = { ...full, baselines: ['AWSControlTowerBaseline@unit:Workloads'] };
    expect(sayings(attachmentQuota, planOf(full, top))[0]).toMatch(
      /^error baseline:AWSControlTowerBaseline@unit:Workloads/,
    );
    const nested = { ...SMALL, attached: Array.from({ length: 9 }, (_, index) => `scp/p${index}@unit:Workloads/Prod`) };
    const below: Sketch = { ...nested, baselines: ['AWSControlTowerBaseline@unit:Workloads/Prod'] };
    expect(sayings(attachmentQuota, planOf(nested, below))).toEqual([]);
  });
  test('resource control policies of both are counted together', () => {
    const rcps = ['RCPFullAWSAccess', 'a', 'b', 'c', 'd'].map((name) => `rcp/${name}@unit:Workloads`);
    const before: Sketch = { ...SMALL, attached: rcps };
    const after: Sketch = { ...before, controls: { 'CT.S3.PV.5@unit:Workloads': {} } };
    expect(sayings(attachmentQuota, planOf(before, after))[0]).toContain(
      'would have 6 policies of type RCP attached, AWS allows 5',
    );
  });
  test('detective and proactive controls take none', () => {
    const after: Sketch = {
      ...full,
      controls: { 'AWS-GR_RESTRICTED_SSH@unit:Workloads': {}, 'CT.S3.PR.1@unit:Workloads': {} },
    };
    expect(sayings(attachmentQuota, planOf(full, after))).toEqual([]);
  });
});
