import { type Evidence, known, unread } from '../../src/checklist/evidence.js';
import type { JsonObject, NodeName } from '../../src/model.js';
import { denyAsRcp, evidence, lines, policies, row } from './samples.js';

type At = Parameters<typeof policies>[0];

describe('1D-2', () => {
  const PERIMETER = denyAsRcp(['s3:*', 'sqs:*', 'kms:*', 'secretsmanager:*', 'sts:AssumeRole'], {
    StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorg1' },
    BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
  });
  const HTTPS = denyAsRcp(['s3:*', 'sqs:*', 'kms:*', 'secretsmanager:*'], { Bool: { 'aws:SecureTransport': 'false' } });
  const withRcp = (at: At): Evidence => evidence({ rcp: known(policies(at)) });

  test('met when strangers and plain HTTP are denied for every service', () => {
    const result = row(
      '1D-2',
      withRcp({
        root: [
          ['perimeter', PERIMETER],
          ['https', HTTPS],
        ],
      }),
    );
    expect(result).toMatchObject({ verdict: 'met', count: { met: 4, of: 4 } });
  });

  test('one service left out shows by its name', () => {
    const without = denyAsRcp(['s3:*', 'kms:*', 'secretsmanager:*', 'sts:AssumeRole'], {
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorg1' },
    });
    const result = row(
      '1D-2',
      withRcp({
        root: [
          ['perimeter', without],
          ['https', HTTPS],
        ],
      }),
    );
    expect(result.verdict).toBe('not met');
    expect(lines(result).filter((line) => line.startsWith('not met'))).toEqual([
      "not met: sqs: open to other organizations, wherever a resource's own policy lets them in, in 4 of 4 accounts: log-archive, audit, payments-prod, payments-dev",
    ]);
    expect(result.manifest).not.toContain('SecureTransport');
  });

  test('another organization let in by name, and a perimeter of somebody else, are no perimeter', () => {
    const other = denyAsRcp(['s3:*', 'sqs:*', 'kms:*', 'secretsmanager:*', 'sts:AssumeRole'], {
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ['o-exampleorg1', 'o-somebodyelse'] },
    });
    expect(
      row(
        '1D-2',
        withRcp({
          root: [
            ['perimeter', other],
            ['https', HTTPS],
          ],
        }),
      ).verdict,
    ).toBe('not met');
  });

  test('not enabled: not met, with the lines that begin with the type', () => {
    const rcp = known({ enabled: false, at: new Map(), allowLists: known(new Set<NodeName>()) });
    const result = row('1D-2', evidence({ rcp }));
    expect(lines(result)[0]).toBe('not met: resource control policies are not enabled');
    expect(result.manifest).toMatch(/^policyTypes:\n {2}rcp: on\n/);
  });
});

describe('1D-3', () => {
  const ALL = {
    ec2_attributes: {
      vpc_block_public_access: { internet_gateway_block: { mode: 'block_ingress' } },
      image_block_public_access: { state: 'block_new_sharing' },
      snapshot_block_public_access: { state: 'block_all_sharing' },
    },
  };
  const ACCOUNTS: readonly NodeName[] = [
    'account:management',
    'account:log-archive',
    'account:audit',
    'account:payments-prod',
    'account:payments-dev',
  ];
  const withSettings = (of: (account: NodeName) => JsonObject | undefined): Evidence =>
    evidence({ ec2: known({ enabled: true, of: new Map(ACCOUNTS.map((name) => [name, known(of(name))])) }) });

  test('met, the management account counted: declarative policies bind it too', () => {
    expect(
      row(
        '1D-3',
        withSettings(() => ALL),
      ),
    ).toMatchObject({ verdict: 'met', count: { met: 5, of: 5 } });
  });

  test('one setting short in one account', () => {
    const { vpc_block_public_access: _, ...rest } = ALL.ec2_attributes;
    const result = row(
      '1D-3',
      withSettings((name) => (name === 'account:payments-prod' ? { ec2_attributes: rest } : ALL)),
    );
    expect(result).toMatchObject({ verdict: 'partly', count: { met: 4, of: 5 } });
    expect(lines(result)).toContain('not met: VPC block public access is not forced in 1 of 5 accounts: payments-prod');
    expect(result.manifest).toContain('block_ingress');
    expect(result.manifest).not.toContain('image_block_public_access');
    expect(result.advice.join(' ')).toContain('load balancers');
  });

  test('a policy in effect that says the opposite is named', () => {
    const off = { ec2_attributes: { ...ALL.ec2_attributes, image_block_public_access: { state: 'unblocked' } } };
    expect(
      lines(
        row(
          '1D-3',
          withSettings(() => off),
        ),
      ).join(),
    ).toContain('the policy in effect says unblocked');
  });

  test('nothing attached, and the type not enabled', () => {
    expect(
      row(
        '1D-3',
        withSettings(() => undefined),
      ).verdict,
    ).toBe('not met');
    const result = row('1D-3', evidence({ ec2: known({ enabled: false, of: new Map() }) }));
    expect(result).toMatchObject({ verdict: 'not met', count: { met: 0, of: 5 } });
  });

  test('one account that may not be read leaves it unknown', () => {
    const missing = { reason: 'denied', missingPermission: 'organizations:DescribeEffectivePolicy' };
    const of = new Map(
      ACCOUNTS.map((name) => [name, name === 'account:audit' ? unread<JsonObject>(missing) : known(ALL)]),
    );
    expect(row('1D-3', evidence({ ec2: known({ enabled: true, of }) }))).toMatchObject({
      verdict: 'unknown',
      count: { met: 4, of: 5 },
      missingPermissions: ['organizations:DescribeEffectivePolicy'],
    });
  });
});
