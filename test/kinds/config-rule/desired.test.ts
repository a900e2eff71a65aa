import { describe, expect, test } from '@jest/globals';
import { marked, unmarked } from '../../../src/kinds/config-rule/marks.js';
import { LANDING_ZONE } from '../../support/picture.js';
import { desiredOf, refusedBy } from './desired-of.js';

const HERE = 'regions: [ap-northeast-1]';

describe('targets become exceptions', () => {
  test('everybody who is not meant is excluded, the management account like any other', async () => {
    const { first, problems } = await desiredOf(`  tls: { managed: X_Y, targets: [Workloads/**], ${HERE} }`);
    expect(problems).toEqual([]);
    expect(first).toMatchObject({
      address: 'config-rule:tls@ap-northeast-1',
      spec: { name: 'tls', source: { managed: 'X_Y' }, excluded: ['account:master', 'account:play'] },
      note: 'in 3 of 5 accounts: the others are excluded by name, so an account that joins later has it until the next run',
    });
  });

  test('the whole organization needs no exception and no word about it', async () => {
    const { first } = await desiredOf(`  tls: { managed: X_Y, targets: [root], ${HERE} }`);
    expect(first?.spec.excluded).toEqual([]);
    expect(first).not.toHaveProperty('note');
  });

  test.each([
    ['targets: [{ tags: { data: card } }]', ['dev', 'master', 'play', 'tools']],
    ['targets: [root], exclude: [management, "account:dev"]', ['dev', 'master']],
    ['targets: [Workloads]', ['dev', 'master', 'payments', 'play']],
  ])('%s', async (targets, excluded) => {
    const { first } = await desiredOf(`  tls: { managed: X_Y, ${targets}, ${HERE} }`);
    expect(first?.spec.excluded).toEqual(excluded.map((name) => `account:${name}`));
  });

  test.each(['SUSPENDED', 'PENDING_CLOSURE', 'CLOSED'])('an account that is %s is on neither side', async (state) => {
    const { first } = await desiredOf(`  tls: { managed: X_Y, targets: [Sandbox, "account:tools"], ${HERE} }`, {
      states: { 'account:master': state, 'account:play': state },
    });
    expect(first?.spec.excluded).toEqual(['account:dev', 'account:payments']);
  });

  test.each([
    [998, 0],
    [999, 1],
  ])('%i more accounts to leave out: %i problems', async (number, problems) => {
    const more = Array.from({ length: number }, (_, index) => `account:n${index}` as const);
    const told = await desiredOf(`  tls: { managed: X_Y, targets: [Workloads/**], ${HERE} }`, { more });
    expect(told.problems).toHaveLength(problems);
    expect(told.found).toHaveLength(1 - problems);
    if (problems > 0)
      expect(told.problems[0]).toMatch(
        /:\d+ error config-exclusions: .*1,000 accounts at most.*leave out 1,001, 1 too many/,
      );
  });

  test('nobody left is said, and nothing laid', async () => {
    const { found, problems } = await desiredOf(
      `  tls: { managed: X_Y, targets: [Sandbox], exclude: ["account:play"], ${HERE} }`,
    );
    expect(found).toEqual([]);
    expect(problems).toEqual([expect.stringContaining('warning config-nobody')]);
  });
});

describe('Regions', () => {
  test('the landing zone’s, as this plan leaves them', async () => {
    const landingZone = { ...LANDING_ZONE, governedRegions: ['ap-northeast-1', 'eu-west-1'] };
    const { found } = await desiredOf('  tls: { managed: X_Y, targets: [root] }', { landingZone });
    expect(found.map(({ address }) => address)).toEqual([
      'config-rule:tls@ap-northeast-1',
      'config-rule:tls@eu-west-1',
    ]);
    expect(found[0]?.after).toEqual(['landing-zone:main']);
  });

  test('without a landing zone they have to be written', async () => {
    const { found, problems } = await desiredOf('  tls: { managed: X_Y, targets: [root], regions: governed }', {
      landingZone: { state: 'none' },
    });
    expect(found).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(/^manifest\.yaml:\d+:50 error config-regions: .*no landing zone/)]);
  });
});

describe('what the rule is', () => {
  test('a rule in Guard is the file’s text; parameters are texts', async () => {
    const { first, problems } = await desiredOf(
      `  g: { policy: { file: a.guard, debugIn: [Sandbox] }, triggers: [ConfigurationItemChangeNotification], parameters: { days: 90, on: true }, resourceTypes: ["AWS::S3::Bucket", "AWS::IAM::Role"], tag: { key: data }, frequency: Six_Hours, targets: [root], ${HERE} }`,
    );
    expect(problems).toEqual([]);
    expect(first?.spec).toEqual({
      name: 'g',
      region: 'ap-northeast-1',
      source: {
        policy: 'rule a { x exists }\n',
        runtime: 'guard-2.x.x',
        triggers: ['ConfigurationItemChangeNotification'],
        debugIn: ['account:play'],
      },
      parameters: { days: '90', on: 'true' },
      frequency: 'Six_Hours',
      resourceTypes: ['AWS::IAM::Role', 'AWS::S3::Bucket'],
      tagKey: 'data',
      excluded: [],
    });
  });

  test.each([
    ['empty.guard', 'is empty'],
    ['long.guard', 'has 10,001 characters'],
  ])('%s %s', async (file, why) => {
    const { problems } = await desiredOf(
      `  g: { policy: { file: ${file} }, triggers: [ConfigurationItemChangeNotification], targets: [root], ${HERE} }`,
    );
    expect(problems).toEqual([expect.stringContaining(`${file}:1:1 error config-rule-policy: ${file} ${why}`)]);
  });

  test('an administrator by its key; the management account is none', async () => {
    const { found, problems } = await desiredOf(
      `  a: { managed: X_Y, administrator: tools, targets: [root], ${HERE} }
  b: { managed: X_Y, administrator: "account:master", targets: [root], ${HERE} }
  c: { managed: X_Y, administrator: "account:toolz", targets: [root], ${HERE} }`,
    );
    expect(found.map(({ spec }) => spec.administrator)).toEqual(['account:tools', undefined, 'account:toolz']);
    expect(problems).toEqual([
      expect.stringMatching(/config-administrator: "account:toolz" is not an account of this manifest/),
    ]);
  });

  test('the description leaves room for whose it is', async () => {
    const { problems } = await desiredOf(
      `  a: { managed: X_Y, description: ${'x'.repeat(241)}, targets: [root], ${HERE} }
  b: { managed: X_Y, description: ${'x'.repeat(240)}, targets: [root], ${HERE} }`,
    );
    expect(problems).toEqual([
      expect.stringMatching(
        /^manifest\.yaml:\d+:\d+ error config-rule-description: .*241 characters, and 240 are left/,
      ),
    ]);
    expect(marked('x'.repeat(240), 'test')).toHaveLength(256);
  });
});

test('what AWS would refuse is not loaded', async () => {
  const said =
    await refusedBy(`  both: { managed: X_Y, lambda: "arn:aws:lambda:us-east-1:300000000001:function:f", targets: [root] }
  triggers: { managed: X_Y, triggers: [ScheduledNotification], targets: [root] }
  untriggered: { policy: { file: a.guard }, targets: [root] }
  scheduled: { policy: { file: a.guard }, triggers: [ScheduledNotification], targets: [root] }
  resource: { managed: X_Y, resourceId: b, targets: [root] }
  twice: { managed: X_Y, resourceTypes: ["AWS::S3::Bucket", "AWS::S3::Bucket"], targets: [root] }
  large: { managed: X_Y, parameters: { a: ${'x'.repeat(1_020)} }, targets: [root] }
`);
  expect(said).toEqual([
    expect.stringMatching(/has managed: and lambda: -> write exactly one/),
    expect.stringMatching(/AWS itself knows what makes a managed rule run/),
    expect.stringMatching(/has policy: and no triggers/),
    expect.stringMatching(/does not run by a schedule/),
    expect.stringMatching(/without the one type/),
    expect.stringMatching(/stands here a second time/),
    expect.stringMatching(/are 1,028 characters as JSON; AWS Config takes 1,024/),
  ]);
  expect(await refusedBy('  none: { targets: [root] }')).toEqual([
    expect.stringContaining('says nowhere what judges -> write exactly one'),
  ]);
  expect(await refusedBy('  "a b": { managed: X_Y, targets: [root] }')).toEqual([
    expect.stringContaining('is not the name of a rule'),
  ]);
  expect(await refusedBy('  a: { managed: tls-only, targets: [root] }')).toEqual([
    expect.stringContaining('write it as AWS does: S3_BUCKET_SSL_REQUESTS_ONLY'),
  ]);
  expect(
    await refusedBy(
      '  a: { policy: { file: missing.guard }, triggers: [ConfigurationItemChangeNotification], targets: [root] }',
    ),
  ).toEqual([expect.stringContaining('"missing.guard" does not exist')]);
  expect(
    await refusedBy(
      '  a: { policy: { file: a.txt }, triggers: [ConfigurationItemChangeNotification], targets: [root] }',
    ),
  ).toContainEqual(expect.stringContaining('does not end in .guard -> name a file .guard'));
});

describe('whose a rule is', () => {
  test.each([
    ['TLS [towerctl:test]', { description: 'TLS', managedBy: 'us' }],
    ['[towerctl:test]', { managedBy: 'us' }],
    ['TLS [towerctl:other]', { description: 'TLS', managedBy: 'someone-else', owner: 'towerctl manifest other' }],
    ['TLS [towerctl:test] too', { description: 'TLS [towerctl:test] too', managedBy: 'nobody' }],
    [undefined, { managedBy: 'nobody' }],
  ])('%s', (text, expected) => {
    expect(unmarked(text, 'test')).toEqual(expected);
  });

  test('what is written is read back', () => {
    expect(unmarked(marked('TLS everywhere', 'test'), 'test').description).toBe('TLS everywhere');
  });
});
