import { readFile } from 'node:fs/promises';
import type { Organizations } from '@aws-sdk/client-organizations';
import { TowerctlError } from '../../../src/errors.js';
import { generated } from '../../../src/simulator/services/organizations/seeds/generated.js';
import { landingZone } from '../../../src/simulator/services/organizations/seeds/landing-zone.js';
import { none } from '../../../src/simulator/services/organizations/seeds/none.js';
import { parseSeed } from '../../../src/simulator/services/organizations/seeds/seed.js';
import { asSeed, MANAGEMENT, pages, ROOT, sandbox, unitNamed } from './support.js';

function problems(seed: unknown): readonly string[] {
  try {
    parseSeed(seed);
    return [];
  } catch (error) {
    if (!(error instanceof TowerctlError)) throw error;
    return error.problems.map((problem) => problem.message);
  }
}

async function policyNamed(aws: Organizations, name: string): Promise<string> {
  const { Policies } = await aws.listPolicies({ Filter: 'SERVICE_CONTROL_POLICY' });
  return Policies?.find((policy) => policy.Name === name)?.Id ?? '';
}

describe('the seeds', () => {
  test('the default is what a fresh landing zone 4.0 leaves', async () => {
    const { aws } = sandbox();
    const { Organization } = await aws.describeOrganization({});
    expect(Organization).toMatchObject({ Id: 'o-exampleorg1', FeatureSet: 'ALL', MasterAccountId: MANAGEMENT });
    const { Roots } = await aws.listRoots({});
    expect(Roots?.[0]?.PolicyTypes).toEqual([{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }]);
    const accounts = (await pages((token) => aws.listAccounts(token))).flatMap((page) => page.Accounts ?? []);
    expect(accounts).toHaveLength(9);
    const byName = (name: string) => accounts.find((account) => account.Name === name);
    expect(byName('legacy-crm')).toMatchObject({
      JoinedMethod: 'INVITED',
      Paths: [`o-exampleorg1/${ROOT}/300000000005/`],
    });
    expect(byName('old-project')).toMatchObject({ Status: 'SUSPENDED', Email: 'aws+old-project@example.com' });
    const { EnabledServicePrincipals } = await aws.listAWSServiceAccessForOrganization({});
    expect(EnabledServicePrincipals?.map((each) => each.ServicePrincipal)).toContain('controltower.amazonaws.com');
  });

  test('the guardrails hold the statements of the mandatory controls, a policy for each registered unit', async () => {
    const { aws } = sandbox();
    const sids: Record<string, string[]> = {};
    for (const name of ['Security', 'Sandbox']) {
      const TargetId = await unitNamed(aws, name);
      const { Policies } = await aws.listPoliciesForTarget({ TargetId, Filter: 'SERVICE_CONTROL_POLICY' });
      expect(Policies?.map((policy) => policy.Name?.slice(0, 15))).toEqual(['FullAWSAccess', 'aws-guardrails-']);
      const { Policy } = await aws.describePolicy({ PolicyId: Policies?.[1]?.Id ?? '' });
      const { Statement } = JSON.parse(Policy?.Content ?? '{}') as { Statement: { Sid: string }[] };
      sids[name] = Statement.map((statement) => statement.Sid);
    }
    expect(sids['Sandbox']).toHaveLength(8);
    expect(sids['Security']).toHaveLength(11);
    expect(sids['Security']).toEqual(expect.arrayContaining(['GRCONFIGENABLED', 'GRIAMROLEPOLICY', 'CTS3PV7']));
  });

  test('every built-in seed is a valid seed file', () => {
    expect(problems(asSeed(landingZone(MANAGEMENT)))).toEqual([]);
    expect(problems(asSeed(none(MANAGEMENT)))).toEqual([]);
    expect(problems(asSeed(generated({ accounts: 120, policies: 20, tagsPerAccount: 3 })))).toEqual([]);
  });

  test('the seed file in the documentation is valid', async () => {
    const page = await readFile(new URL('../../../docs/reference/sandbox-seed.md', import.meta.url), 'utf8');
    const [, json = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    expect(problems(JSON.parse(json))).toEqual([]);
    const { aws } = sandbox({ seed: JSON.parse(json) });
    const { Targets } = await aws.listTargetsForPolicy({ PolicyId: await policyNamed(aws, 'deny-leave') });
    expect(Targets?.map((target) => target.TargetId)).toEqual([ROOT]);
  });

  test('the policies of the default seed would be taken by CreatePolicy', async () => {
    const { aws } = sandbox();
    for (const { name, content } of landingZone(MANAGEMENT).policies ?? []) {
      const answer = await aws.createPolicy({
        Name: `${name}-copy`,
        Description: '',
        Type: 'SERVICE_CONTROL_POLICY',
        Content: JSON.stringify(content),
      });
      expect(answer.Policy?.PolicySummary?.Name).toBe(`${name}-copy`);
    }
  });

  test('a generated organization is the same for the same options and has the size that was asked for', async () => {
    const options = { accounts: 200, policies: 10, tagsPerAccount: 2, randomSeed: 7 };
    expect(generated(options)).toEqual(generated(options));
    expect(generated(options)).not.toEqual(generated({ ...options, randomSeed: 8 }));
    const { aws } = sandbox({ seed: asSeed(generated(options)) });
    const accounts = (await pages((token) => aws.listAccounts(token))).flatMap((page) => page.Accounts ?? []);
    expect(accounts).toHaveLength(201);
    const depths = accounts.map((account) => (account.Paths?.[0] ?? '').split('/').length - 4);
    expect(Math.max(...depths)).toBe(5);
    const { Tags } = await aws.listTagsForResource({ ResourceId: accounts[1]?.Id ?? '' });
    expect(Tags).toHaveLength(2);
  });

  test('--seed none is one account in no organization, from which CreateOrganization works', async () => {
    const { aws } = sandbox({ seed: 'none' });
    await expect(aws.describeOrganization({})).rejects.toMatchObject({ name: 'AWSOrganizationsNotInUseException' });
    const { Organization } = await aws.createOrganization({});
    expect(Organization?.Id).toMatch(/^o-[a-z0-9]{10}$/);
    const { Roots } = await aws.listRoots({});
    expect(Roots?.[0]).toMatchObject({ Name: 'Root', PolicyTypes: [] });
    await expect(aws.createOrganization({})).rejects.toMatchObject({ name: 'AlreadyInOrganizationException' });
  });

  test('says everything that is wrong with a seed file, each with its place', () => {
    const found = problems({
      ...landingZone(MANAGEMENT),
      root: {
        accounts: [
          { id: MANAGEMENT, name: 'Twice', email: 'twice@example.com' },
          { id: '300000000009', name: 'Nine', email: 'TWICE@example.com', policies: ['scp/absent'] },
        ],
        units: [{ name: 'A' }, { name: 'A' }],
      },
      delegatedAdministrators: [{ account: '999999999999', servicePrincipal: 'ram.amazonaws.com' }],
    });
    expect(found).toEqual([
      'root.accounts[0]: account 123456789012 stands at managementAccount already',
      'root.accounts[1]: email twice@example.com stands at root.accounts[0] already',
      'root.accounts[1]: policy scp/absent is not among policies; write TYPE/NAME',
      'root.units[1]: a unit named A stands under the same parent already',
      'delegatedAdministrators[0]: there is no account 999999999999',
      'delegatedAdministrators[0]: ram.amazonaws.com has no trusted access: add it to trustedAccess',
    ]);
    expect(problems({ format: 2 })).toEqual(expect.arrayContaining([expect.stringMatching(/^format: /)]));
    expect(problems([])).toEqual([expect.stringMatching(/^the seed: /)]);
    const wrongId = { ...none(MANAGEMENT), managementAccount: { id: 12, name: 'x', email: 'x@example.com' } };
    expect(problems(wrongId)).toEqual([expect.stringMatching(/^managementAccount\.id: /)]);
  });
});
