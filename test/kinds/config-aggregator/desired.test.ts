import { describe, expect, test } from '@jest/globals';
import { desired } from '../../../src/kinds/config-aggregator/desired.js';
import { desiredBy, refusalsOf } from '../../support/desired.js';
import { LANDING_ZONE } from '../../support/picture.js';

const MASTER = '  master: { id: "300000000000", management: true, ou: root }\n';
const ACCOUNTS = 'accounts:\n  audit: { id: "300000000001" }\n';

const of = (fields: string, accounts = ACCOUNTS + MASTER) =>
  desiredBy(desired, `${accounts}configAggregators: { org: { ${fields} } }\n`, {
    landingZone: { ...LANDING_ZONE, governedRegions: ['eu-west-1', 'us-east-1'] },
  });

const ROLE = 'aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';

describe('where it stands and what it gathers', () => {
  test('without a word: the management account, the home Region, every Region, Config’s own role', async () => {
    const { found, problems } = await of('');
    expect(problems).toEqual([]);
    expect(found[0]?.spec).toEqual({ name: 'org', region: 'ap-northeast-1', account: 'account:master', role: ROLE });
    expect(found[0]?.needs).toEqual([]);
  });

  test('a manifest that does not declare the management account means it all the same', async () => {
    expect((await of('', ACCOUNTS)).found[0]?.spec.account).toBe('account:management');
    expect((await of('account: management', ACCOUNTS)).problems).toEqual([]);
  });

  test('a delegated administrator comes first', async () => {
    const { found } = await of('account: account:audit, region: eu-west-1, regions: governed, role: service-role/Agg');
    expect(found[0]).toMatchObject({
      spec: {
        account: 'account:audit',
        region: 'eu-west-1',
        regions: ['eu-west-1', 'us-east-1'],
        role: 'service-role/Agg',
      },
      needs: ['delegated-administrator:config.amazonaws.com'],
    });
  });

  test('an account that is not declared', async () => {
    expect((await of('account: audti')).problems).toEqual([
      'manifest.yaml:7:38 error config-aggregator-account: "audti" is not an account of this manifest -> did you mean "audit"?',
    ]);
  });
});

test.each([
  ['org: { role: "arn:aws:iam::300000000001:role/X" }', 'is not a role'],
  ['org: { regions: everywhere }', 'regions'],
  ['"a b": {}', 'is not the name of an aggregator'],
])('%s is refused while it is loaded', async (entry, message) => {
  expect((await refusalsOf(`configAggregators: { ${entry} }\n`)).join()).toContain(message);
});
