import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { run } from '../../src/cli/run.js';
import { FakeHost } from './fake-host.js';

const MANIFEST = `version: 1
name: bank
organization: { id: o-exampleorg1, homeRegion: eu-west-1 }
organizationalUnits: { Sandbox: { existing: true } }
rootAccess: { credentialsManagement: true, audit: { bucket: bank-root } }
stackBaselines:
  read: { template: towerctl-read, targets: [Sandbox], permissions: self-managed, parameters: { TrustedAccountId: "123456789012" } }
`;

function folder(text?: string): string {
  const cwd = mkdtempSync(join(tmpdir(), 'towerctl-permissions-'));
  if (text !== undefined) writeFileSync(join(cwd, 'manifest.yaml'), text);
  return cwd;
}

async function told(
  args: readonly string[],
  cwd = folder(MANIFEST),
): Promise<{ code: number; out: string; err: string; cwd: string }> {
  const host = new FakeHost({ cwd });
  const code = await run(['permissions', ...args], host);
  return { code, out: host.stdout.text, err: host.stderr.text, cwd };
}

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource?: string | readonly string[];
}

function statements(out: string): Statement[] {
  const policies = JSON.parse(out) as { name: string; document: { Statement: Statement[] } }[];
  return policies.flatMap(({ document }) => document.Statement);
}

describe('towerctl permissions', () => {
  it('prints policies that know the organization of the manifest, and grants the roles that it hands over', async () => {
    const { code, out } = await told(['apply', '--format', 'json', '--account-id', '123456789012', '--bucket', 'runs']);
    expect(code).toBe(0);
    const by = new Map(statements(out).map((statement) => [statement.Sid, statement]));
    expect(by.get('OrganizationsMove')?.Resource).toContain(
      'arn:aws:organizations::123456789012:account/o-exampleorg1/*',
    );
    expect(by.get('PassToCloudFormation')?.Resource).toBe(
      'arn:aws:iam::123456789012:role/AWSCloudFormationStackSetAdministrationRole',
    );
    // No aggregator is declared: no role goes to AWS Config.
    expect(by.has('PassToConfig')).toBe(false);
    expect(by.get('S3Write')?.Resource).toEqual([
      'arn:aws:s3:::bank-root/towerctl/root-audit.json',
      'arn:aws:s3:::runs/lease/*',
      'arn:aws:s3:::runs/leases/*',
      'arn:aws:s3:::runs/runs/*',
      'arn:aws:s3:::towerctl-templates-123456789012-eu-west-1/*',
    ]);
  });

  it('grants only for kinds with a section where that is asked for', async () => {
    const all = statements((await told(['apply', '--format', 'json'])).out).flatMap(({ Action }) => Action);
    const declared = statements((await told(['apply', '--format', 'json', '--declared'])).out);
    const actions = declared.flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));
    expect(all).toEqual(expect.arrayContaining(['sso:CreatePermissionSet', 'controltower:UpdateLandingZone']));
    expect(
      actions.filter((action) => /^(sso:(Create|Put)|controltower:UpdateLandingZone|config:Put)/.test(action)),
    ).toEqual([]);
    expect(actions).toEqual(expect.arrayContaining(['organizations:CreateOrganizationalUnit', 'sts:AssumeRoot']));
  });

  it('writes a file for each policy', async () => {
    const { out, cwd } = await told(['plan', '--out', 'policies']);
    const names = readdirSync(join(cwd, 'policies')).sort();
    expect(names[0]).toBe('towerctl-plan-1.json');
    expect(out.trim().split('\n')).toEqual(names.map((name) => join(cwd, 'policies', name)));
    for (const name of names) {
      const document = JSON.parse(readFileSync(join(cwd, 'policies', name), 'utf8')) as { Version: string };
      expect(document.Version).toBe('2012-10-17');
      expect(JSON.stringify(document).length).toBeLessThanOrEqual(6_144);
    }
  });

  it('says to people what is allowed, why beside the calls, and what stands open', async () => {
    const { out } = await told(['plan'], folder());
    expect(out).toContain('deny NoRoot');
    expect(out).toContain('on everything but arn:aws:iam::*:role/towerctl-read');
    expect(out).toContain('Granted beside the calls');
    expect(out).toContain('controltower:GetHomeRegion');
    expect(out).toContain('No manifest was read');
    const known = await told(['plan', '--account-id', '123456789012', '--bucket', 'runs']);
    expect(known.out).not.toMatch(/No manifest was read|--account-id|--bucket/);
  });

  it.each([
    [['sweep'], /Allowed choices are plan, apply, audit/],
    [['plan', '--account-id', '1234'], /account-id/],
    [['plan', '--key-arn', 'arn:aws:kms:eu-west-1:123456789012:key/k'], /name it with --bucket/],
  ])('%j is refused as usage', async (args, message) => {
    const { code, err } = await told(args);
    expect(code).toBe(64);
    expect(err).toMatch(message);
  });
});
