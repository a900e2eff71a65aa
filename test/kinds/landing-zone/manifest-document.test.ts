import { describe, expect, it } from '@jest/globals';
import { documentFor, settingsOf } from '../../../src/kinds/landing-zone/manifest-document.js';
import { inheritedDigest, type LandingZoneSpec } from '../../../src/kinds/landing-zone/spec.js';
import type { JsonObject } from '../../../src/model.js';
import { NameTable } from '../../../src/names.js';

const names = new NameTable('o-exampleorg1');
names.set('account:log-archive', '200000000001');
names.set('account:audit', '200000000002');
names.set('account:vault', '200000000003');
const idOf = (account: `account:${string}`): string => names.idOf(account);

const KEY = 'arn:aws:kms:ap-northeast-1:123456789012:key/k';
const configurations = {
  loggingBucket: { retentionDays: 365 },
  accessLoggingBucket: { retentionDays: 3650 },
  kmsKeyArn: KEY,
};
const OLD: JsonObject = {
  governedRegions: ['us-east-1', 'ap-northeast-1'],
  organizationStructure: { security: { name: 'Security' }, sandbox: { name: 'Sandbox' } },
  centralizedLogging: { accountId: '200000000001', configurations, enabled: true },
  securityRoles: { accountId: '200000000002' },
  accessManagement: { enabled: true },
};
const NEW: JsonObject = {
  governedRegions: ['us-east-1', 'ap-northeast-1'],
  accessManagement: { enabled: true },
  backup: { enabled: false },
  centralizedLogging: { enabled: true, accountId: '200000000001', configurations },
  config: { enabled: true, accountId: '200000000002', configurations },
  securityRoles: { enabled: true, accountId: '200000000002' },
};
const zone = (version: string, manifest: JsonObject) => ({
  version,
  manifest,
  autoEnroll: false,
  governedRegions: (manifest['governedRegions'] as string[] | undefined) ?? [],
});

describe('the manifest that Control Tower keeps', () => {
  it('reads the same in both forms', () => {
    const expected = {
      regions: ['ap-northeast-1', 'us-east-1'],
      autoEnroll: false,
      accessManagement: true,
      centralizedLogging: {
        enabled: true,
        account: 'account:log-archive',
        retention: { logs: 365, accessLogs: 3650 },
        kmsKey: KEY,
      },
      securityRoles: { enabled: true, account: 'account:audit' },
      backup: { enabled: false },
    };
    expect(settingsOf(zone('3.3', OLD), names)).toEqual({
      ...expected,
      version: '3.3',
      config: { enabled: true, account: 'account:audit' },
    });
    expect(settingsOf(zone('4.0', NEW), names)).toEqual({
      ...expected,
      version: '4.0',
      config: { ...expected.centralizedLogging, account: 'account:audit' },
    });
  });

  it('up to 3.x what is not said is on, since 4.0 it is off', () => {
    const { accessManagement: _on, ...silent } = OLD;
    expect(settingsOf(zone('3.3', silent), names).accessManagement).toBe(true);
    expect(settingsOf(zone('4.0', {}), names)).toEqual({
      version: '4.0',
      autoEnroll: false,
      accessManagement: false,
      centralizedLogging: { enabled: false },
      config: { enabled: false },
      securityRoles: { enabled: false },
      backup: { enabled: false },
    });
  });

  it('an empty wish sends all that is live, members that nobody knows included', () => {
    const strange = { ...NEW, novelty: { a: [1] } };
    expect(documentFor(zone('4.0', strange), {}, idOf)).toEqual(strange);
    expect(documentFor(zone('3.2', OLD), {}, idOf)).toEqual(OLD);
  });

  it('each declared field is laid over alone', () => {
    const wish: LandingZoneSpec = {
      regions: ['ap-northeast-1'],
      accessManagement: false,
      centralizedLogging: { retention: { logs: 730 }, kmsKey: null },
      config: { account: 'account:log-archive', retention: { accessLogs: null } },
      securityRoles: { enabled: false },
      backup: { enabled: true, admin: 'account:audit', central: 'account:vault', kmsKey: KEY },
    };
    expect(documentFor(zone('4.0', NEW), wish, idOf)).toEqual({
      governedRegions: ['ap-northeast-1'],
      accessManagement: { enabled: false },
      backup: {
        enabled: true,
        configurations: {
          backupAdmin: { accountId: '200000000002' },
          centralBackup: { accountId: '200000000003' },
          kmsKeyArn: KEY,
        },
      },
      centralizedLogging: {
        enabled: true,
        accountId: '200000000001',
        configurations: { loggingBucket: { retentionDays: 730 }, accessLoggingBucket: { retentionDays: 3650 } },
      },
      config: {
        enabled: true,
        accountId: '200000000001',
        configurations: { loggingBucket: { retentionDays: 365 }, kmsKeyArn: KEY },
      },
      securityRoles: { enabled: false, accountId: '200000000002' },
    });
  });

  it('an older form is never sent what it has no place for', () => {
    const wish: LandingZoneSpec = { config: { enabled: true }, securityRoles: { enabled: true }, autoEnroll: true };
    expect(documentFor(zone('3.3', OLD), wish, idOf)).toEqual(OLD);
  });

  it('3.x to 4.0: the Security unit’s name goes, flags come, Config is kept on as it was', () => {
    const sent = documentFor(zone('3.3', OLD), { version: '4.0' }, idOf);
    expect(sent).toEqual({ ...NEW, governedRegions: OLD['governedRegions'] });
    const { version: _old, ...before } = settingsOf(zone('3.3', OLD), names);
    const { version: _new, ...after } = settingsOf(zone('4.0', sent), names);
    expect(after).toMatchObject(before);
  });

  it('what units have of it changes with Regions, keys and accounts, not with retention or the order of Regions', () => {
    const digest = (spec: LandingZoneSpec): string => inheritedDigest(spec, (account) => names.tryIdOf(account));
    const now = settingsOf(zone('4.0', NEW), names);
    expect(digest({ ...now, regions: ['us-east-1', 'ap-northeast-1'] })).toBe(digest(now));
    expect(
      digest({ ...now, autoEnroll: true, centralizedLogging: { ...now.centralizedLogging, retention: { logs: 1 } } }),
    ).toBe(digest(now));
    for (const other of [
      { regions: ['ap-northeast-1'] },
      { version: '4.1' },
      { accessManagement: false },
      { config: { ...now.config, kmsKey: null } },
      { securityRoles: { enabled: true, account: 'account:log-archive' as const } },
    ])
      expect(digest({ ...now, ...other })).not.toBe(digest(now));
  });
});
