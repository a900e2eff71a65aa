import { describe, expect, test } from '@jest/globals';
import { desired } from '../../../src/kinds/delegated-administrator/desired.js';
import { desired as trustedAccess } from '../../../src/kinds/trusted-access/desired.js';
import { desiredBy, refusalsOf } from '../../support/desired.js';

const ACCOUNTS = `accounts:
  master: { id: "300000000000", management: true, ou: root }
  security: { id: "300000000001" }
  audit: { id: "300000000002" }
`;

const said = async (text: string) => desiredBy(desired, ACCOUNTS + text);
const lines = async (text: string) =>
  (await said(text)).found.map(({ address, spec, absent }) =>
    [address, ...spec.accounts, ...(absent ? ['off'] : [])].join(' '),
  );

describe('what is written', () => {
  test('one word may mean several registrations; a principal stands for itself', async () => {
    expect(
      await lines('delegatedAdministrators: { config: [security, account:audit], ssm.amazonaws.com: audit }\n'),
    ).toEqual([
      'delegated-administrator:config.amazonaws.com account:audit account:security',
      'delegated-administrator:config-multiaccountsetup.amazonaws.com account:audit account:security',
      'delegated-administrator:ssm.amazonaws.com account:audit',
    ]);
  });

  test('off is nobody', async () => {
    expect(await lines('delegatedAdministrators: { iam: off }\n')).toEqual([
      'delegated-administrator:iam.amazonaws.com off',
    ]);
  });

  test('rootAccess.administrator is the same as iam', async () => {
    const text = 'rootAccess: { administrator: account:security }\n';
    expect(await lines(text)).toEqual(['delegated-administrator:iam.amazonaws.com account:security']);
    expect(await lines(`${text}delegatedAdministrators: { iam: security }\n`)).toHaveLength(1);
    expect((await said(`${text}delegatedAdministrators: { iam: audit }\n`)).problems).toEqual([
      'manifest.yaml:8:30 error contradiction: the administrator of iam.amazonaws.com is account:security here and account:audit at manifest.yaml:9:33 -> keep one of the two',
    ]);
  });

  test('a misspelt account is said, and registers and deregisters nobody', async () => {
    const { found, problems } = await said('delegatedAdministrators: { config: [security, audti] }\n');
    expect(found).toEqual([]);
    expect(problems[0]).toBe(
      'manifest.yaml:8:47 error delegated-administrator-account: "audti" is not an account of this manifest -> did you mean "audit"?',
    );
  });
});

describe('what is refused while it is loaded', () => {
  test.each([
    ['guardDuty: security', 'is registered through the service itself', 'guardduty:EnableOrganizationAdminAccount'],
    ['securityhub.amazonaws.com: security', 'is registered through the service itself', 'securityhub:'],
    ['cloudtrail.amazonaws.com: security', 'is registered through the service itself', 'cloudtrail:Register'],
    ['inspector: security', 'is registered through the service itself', 'inspector2:'],
    ['identitycenter: security', 'is not a service', 'did you mean "identityCenter"?'],
    ['config: []', 'is an empty list', 'write off'],
  ])('%s', async (line, message, hint) => {
    const [first = '', ...rest] = await refusalsOf(`${ACCOUNTS}delegatedAdministrators: { ${line} }\n`);
    expect(rest).toEqual([]);
    expect(first).toContain(message);
    expect(first).toContain(hint);
  });

  test('a service that two lines speak of', async () => {
    const text = `${ACCOUNTS}delegatedAdministrators: { config: security, config.amazonaws.com: audit }\n`;
    expect((await refusalsOf(text))[0]).toContain('speaks of config.amazonaws.com a second time');
  });
});

describe('the trusted access that is needed', () => {
  const trusted = async (text: string) => desiredBy(trustedAccess, ACCOUNTS + text);

  test('of administrators and of root access, each with the line that needs it', async () => {
    const { found, problems } = await trusted(
      'rootAccess: { credentialsManagement: true }\ndelegatedAdministrators: { accountManagement: audit, identityCenter: off }\n',
    );
    expect(problems).toEqual([]);
    expect(found.map(({ address, origin }) => `${address} ${origin.line}`)).toEqual([
      'trusted-access:iam.amazonaws.com 8',
      'trusted-access:account.amazonaws.com 9',
    ]);
  });

  test('off contradicts what needs it', async () => {
    const off = 'trustedAccess: { iam.amazonaws.com: off }\n';
    const { problems } = await trusted(
      `${off}rootAccess: { sessions: true }\ndelegatedAdministrators: { iam: security }\n`,
    );
    expect(problems).toEqual([
      'manifest.yaml:8:37 error contradiction: trusted access of iam.amazonaws.com is off, but rootAccess.sessions needs it -> remove the line, or switch rootAccess.sessions off',
      'manifest.yaml:8:37 error contradiction: trusted access of iam.amazonaws.com is off, but its delegated administrator needs it -> remove the line, or take the administrator off (manifest.yaml:10)',
    ]);
    expect((await trusted(`${off}rootAccess: { sessions: false }\n`)).problems).toEqual([]);
  });
});
