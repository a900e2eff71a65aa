import { MOST_CHARACTERS } from '../../../src/permissions/split.js';
import { acknowledgements, all, statementsIn } from './synthesized.js';

describe.each(Object.entries(all))('%s', (_, one) => {
  const everything = [...one.stacks.values()].flatMap((resources) => Object.values(resources));
  const roles = everything.filter(({ Type }) => Type === 'AWS::IAM::Role').map(({ Properties }) => Properties);

  it('has no finding of cdk-nag left open', () => {
    expect(one.found.length).toBeGreaterThan(10);
    expect(one.found.filter(({ isAcknowledged }) => !isAcknowledged)).toEqual([]);
  });

  it('acknowledges only what is found, each with a reason', () => {
    const acknowledged = acknowledgements(one);
    expect(acknowledged.length).toBeGreaterThan(10);
    expect(acknowledged.filter(({ reason }) => reason.length < 20)).toEqual([]);
    const ofNag = acknowledged.filter(({ rule }) => !rule.startsWith('@aws-cdk/'));
    const idle = ofNag.filter(
      ({ rule, path }) =>
        !one.found.some((finding) => finding.rule === rule && `${finding.path}/`.startsWith(`${path}/`)),
    );
    expect(idle).toEqual([]);
  });

  it('lets no service assume a role without saying for whom', () => {
    expect(roles.length).toBeGreaterThan(5);
    for (const role of roles) {
      for (const { Condition, Effect } of statementsIn(role, 'AssumeRolePolicyDocument')) {
        expect([Effect, Object.keys(Condition ?? {}).length > 0, role['RoleName']]).toEqual([
          'Allow',
          true,
          role['RoleName'],
        ]);
      }
    }
  });

  it('encrypts with keys that rotate, and attaches no policy of AWS', () => {
    const keys = everything.filter(({ Type }) => Type === 'AWS::KMS::Key');
    expect(keys.length).toBeGreaterThan(0);
    for (const { Properties } of keys) expect(Properties['EnableKeyRotation']).toBe(true);
    expect(JSON.stringify(roles)).not.toContain(':aws:policy/');
  });

  it('stays within what a managed policy may be', () => {
    for (const { Properties } of everything.filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')) {
      expect(JSON.stringify(Properties['PolicyDocument']).length).toBeLessThanOrEqual(MOST_CHARACTERS);
    }
  });
});
