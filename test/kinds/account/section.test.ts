import { describe, expect, it } from '@jest/globals';
import { TowerctlError } from '../../../src/errors.js';
import { manifestOf } from '../../support/organization.js';

async function complaints(entries: string): Promise<string[]> {
  try {
    await manifestOf(`accounts:\n${entries}`);
    return [];
  } catch (error) {
    if (!(error instanceof TowerctlError)) throw error;
    return error.problems.map(({ message }) => message);
  }
}

describe('what a manifest may say of an account', () => {
  it('names, addresses, aliases and Regions that AWS would refuse are told all at once', async () => {
    const long = 'x'.repeat(51);
    const told = await complaints(
      [
        '  brackets: { email: a1@example.com, name: "A<B>" }',
        '  odd-mail: { email: "o\'neil@example.com" }',
        `  ${long}: { email: a2@example.com }`,
        '  one: { email: a3@example.com, name: Same }',
        '  two: { email: a4@example.com, name: Same }',
        '  alias: { email: a5@example.com, alias: "-no" }',
        '  regions: { email: a6@example.com, regions: [ap-east-1, "-ap-east-1"] }',
        '  phone: { email: a7@example.com, alternateContacts: { security: { name: A, title: B, email: c@example.com, phone: none } } }',
        '  payer: { id: "123456789012", management: true, close: true }',
      ].join('\n'),
    );
    expect(told.sort()).toEqual([
      '"Same" is the name of "one" too (first at manifest.yaml:8:3)',
      '"ap-east-1" is named twice',
      '"o\'neil@example.com" is an address that Control Tower does not take',
      'accounts.alias.alias "-no" is not an account alias',
      'accounts.brackets.name "A<B>" is not an account name',
      'accounts.payer.close true is not for the management account',
      'accounts.phone.alternateContacts.security.phone "none" is not a phone number',
      `the key "${long}" is longer than the 50 characters of an account's name`,
    ]);
  });

  it('an account with an id may have an address and a name that a new one could not', async () => {
    expect(
      await complaints(
        '  a: { id: "300000000001", email: "o\'neil@example.com", name: Same }\n  b: { id: "300000000002", name: Same }\n',
      ),
    ).toEqual([]);
  });
});
