import { describe, expect, test } from '@jest/globals';
import { auditAccount } from '../../src/root/audit.js';
import { parseResult, type RootAuditResult, resultText, withFindings } from '../../src/root/result.js';
import { kind } from '../../src/simulator/index.js';
import { organizationFeatures, setRootUser } from '../../src/simulator/services/iam/for-services.js';
import { organizationOf } from '../../src/simulator/services/organizations/for-services.js';
import { generated } from '../../src/simulator/services/organizations/seeds/generated.js';
import { Bench, manifestOf } from '../support/organization.js';
import {
  AUDIT,
  audit,
  audited,
  denyRoot,
  makeAuditBucket,
  putResult,
  ROOT_ACCESS,
  storedResult,
} from '../support/root-audit.js';

const PROD = '300000000001';
const DEV = '300000000002';

function callsOf(bench: Bench, api: string): number {
  return bench.simulator.calls.counts().find((count) => count.api === api)?.calls ?? 0;
}

describe('an audit', () => {
  test('finds what is there, in a result without secrets, and writes it down', async () => {
    const bench = new Bench();
    const { findings, result, written } = await audited(bench);
    expect(written).toBe(`s3://${AUDIT.bucket}/${AUDIT.key}`);
    expect(await storedResult(bench)).toEqual(result);
    expect(
      [...findings]
        .filter(([, { state }]) => state !== 'clean')
        .map(([account]) => account)
        .sort(),
    ).toEqual(['account:payments-dev', 'account:payments-prod']);
    expect(result.accounts[DEV]).toMatchObject({
      state: 'credentials',
      password: true,
      accessKeys: [{ active: true, lastUsed: '2025-06-15' }],
      signingCertificates: 0,
      mfaDevices: 0,
    });
    expect(result.accounts[PROD]).toMatchObject({
      state: 'credentials',
      password: true,
      accessKeys: [],
      mfaDevices: 1,
    });
    // The management account is not entered, and of a key only its end is kept.
    expect(Object.keys(result.accounts)).not.toContain('123456789012');
    expect(JSON.stringify(result)).not.toMatch(/AKIA|arn:|Secret/);
  });

  test('an MFA device alone is no credential', async () => {
    const bench = new Bench();
    await audited(bench);
    setRootUser(bench.simulator.world, PROD, {
      keys: [],
      certificates: [],
      mfaDevices: [{ serial: `arn:aws:iam::${PROD}:mfa/x`, since: 0 }],
    });
    expect(await auditAccount(bench.session(), bench.clock, PROD)).toMatchObject({ state: 'clean' });
  });

  test('certificates and inactive keys are credentials', async () => {
    const bench = new Bench();
    await audited(bench);
    setRootUser(bench.simulator.world, PROD, {
      keys: [{ id: 'AKIAEXAMPLEEXAMP1234', active: false, createdAt: 0 }],
      certificates: [{ id: 'CERT', uploadedAt: 0 }],
      mfaDevices: [],
    });
    expect(await auditAccount(bench.session(), bench.clock, PROD)).toMatchObject({
      state: 'credentials',
      password: false,
      accessKeys: [{ id: '…1234', active: false }],
      signingCertificates: 1,
    });
  });

  test('a policy against root makes an account blocked, never clean', async () => {
    const bench = new Bench();
    await audited(bench);
    await denyRoot(bench);
    const { findings } = await audit(bench);
    expect(new Set([...findings.values()].map(({ state }) => state))).toEqual(new Set(['blocked']));
    expect([...findings.values()][0]).toMatchObject({
      reason: expect.stringMatching(/the policy arn:aws:organizations::.*service_control_policy\/p-/),
    });
  });

  test('features off: every account is unknown, none is clean', async () => {
    const bench = new Bench();
    await makeAuditBucket(bench);
    const { findings } = await audit(bench);
    expect(new Set([...findings.values()].map(({ state }) => state))).toEqual(new Set(['unknown']));
    expect(organizationFeatures(bench.simulator.world)).toEqual([]);
  });

  test('of a part keeps what is known of the rest; a whole one does not', async () => {
    const bench = new Bench();
    const { result: first } = await audited(bench);
    const gone: RootAuditResult = withFindings(
      first,
      first.organizationId,
      { '999999999999': { state: 'clean', at: first.at } },
      bench.clock.now(),
    );
    await putResult(bench, resultText(gone));
    const part = await audit(bench, ['account:payments-prod']);
    expect([...part.findings.keys()]).toEqual(['account:payments-prod']);
    const kept = await storedResult(bench);
    expect(kept.accounts[DEV]).toEqual(first.accounts[DEV]);
    expect(kept.accounts[PROD]?.at).not.toBe(first.accounts[PROD]?.at);
    expect(Object.keys(kept.accounts)).toContain('999999999999');
    await audit(bench);
    expect(Object.keys((await storedResult(bench)).accounts)).not.toContain('999999999999');
  });

  test('without its bucket, or over something else, it does not begin', async () => {
    const bench = new Bench();
    await expect(audit(bench)).rejects.toThrow('there is no bucket root-audits in ap-northeast-1');
    await makeAuditBucket(bench);
    await putResult(bench, '{"terraform":1}');
    await expect(audit(bench)).rejects.toThrow('is not a result of the root audit');
    expect(callsOf(bench, 'sts:AssumeRoot')).toBe(0);
  });

  test('two calls for each of 1,000 accounts, at the pace of STS', async () => {
    const bench = new Bench({
      ...kind,
      rates: { speed: 1 },
      seed: JSON.parse(JSON.stringify(generated({ accounts: 1_000 }))),
    });
    await makeAuditBucket(bench);
    const header = `version: 1\nname: test\norganization: { id: ${organizationOf(bench.simulator.world)?.id ?? ''}, homeRegion: ap-northeast-1 }\n`;
    await bench.converge(await manifestOf(ROOT_ACCESS(), {}, header));
    const { rootAuditRun } = await import('../../src/engine/root-audit.js');
    const times: number[] = [];
    const { findings } = await rootAuditRun(await manifestOf(ROOT_ACCESS(), {}, header), {
      aws: bench.session(),
      clock: bench.clock,
      engineVersion: '0.1.0',
      listener: ({ code, at }) => code.startsWith('read-') && times.push(at),
    });
    expect([...findings.values()].filter(({ state }) => state === 'clean')).toHaveLength(1_000);
    expect(callsOf(bench, 'sts:AssumeRoot')).toBe(1_000);
    expect(callsOf(bench, 'iam:GetAccountSummary')).toBe(1_000);
    // At half of the 20 a second that are assumed for STS; the summaries go on beside it.
    const [began = 0, ended = 0] = times;
    expect((ended - began) / 1_000).toBeGreaterThan(95);
    expect((ended - began) / 1_000).toBeLessThan(105);
  }, 60_000);
});

describe('a result', () => {
  const AT = '2026-01-02T03:04:05.000Z';
  const result: RootAuditResult = {
    format: 1,
    organizationId: 'o-exampleorg1',
    at: AT,
    accounts: { [PROD]: { state: 'clean', at: AT } },
  };

  test('reads what it writes', () => expect(parseResult(resultText(result), 'x')).toEqual(result));

  test.each([
    ['not json', 'it is not JSON'],
    ['{"format":2}', 'format'],
    [JSON.stringify({ ...result, accounts: { x: { state: 'clean', at: AT } } }), 'accounts'],
    [JSON.stringify({ ...result, accounts: { [PROD]: { state: 'fine', at: AT } } }), `accounts.${PROD}.state`],
    [JSON.stringify({ ...result, secret: 1 }), 'the document'],
  ])('%s is none', (text, why) => {
    expect(() => parseResult(text, 's3://b/k')).toThrow(why);
  });

  test('of another organization is not gone on with', () => {
    expect(withFindings({ ...result, organizationId: 'o-other00000' }, 'o-exampleorg1', {}, 0).accounts).toEqual({});
  });
});
