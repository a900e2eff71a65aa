import { describe, expect, it } from '@jest/globals';
import { TowerctlError } from '../../../src/errors.js';
import { permissionSet } from '../../../src/kinds/permission-set/kind.js';
import type { Desired } from '../../../src/model.js';
import { Organization } from '../../../src/organization.js';
import { manifestOf } from '../../support/organization.js';

const DOCUMENT = '{ Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:Get*", Resource: "*" }] }';

async function complaints(entries: string): Promise<string[]> {
  try {
    await manifestOf(`permissionSets:\n${entries}`);
    return [];
  } catch (error) {
    if (!(error instanceof TowerctlError)) throw error;
    return error.problems.map(({ message, hint }) => (hint === undefined ? message : `${message} | ${hint}`)).sort();
  }
}

async function desiredOf(entries: string, files: Readonly<Record<string, string>> = {}): Promise<Desired[]> {
  const manifest = await manifestOf(`permissionSets:\n${entries}`, files);
  const organization = new Organization('o-exampleorg1', []);
  return [
    ...permissionSet.desired({
      manifest,
      organization,
      problem: ({ message }) => {
        throw new Error(message);
      },
    }),
  ];
}

describe('what a manifest may say of a permission set', () => {
  it('what AWS would refuse is told all at once, with what to do', async () => {
    expect(
      await complaints(
        [
          '  Much Too Spacious: {}',
          '  Long: { session: PT13H }',
          '  Odd: { session: 8h }',
          '  Arn: { managed: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }',
          '  Job: { managed: [ViewOnlyAccess] }',
          '  Twice: { managed: [ReadOnlyAccess, ReadOnlyAccess], customer: [a, { name: a }] }',
          '  Path: { customer: [{ name: a, path: developers }] }',
          '  None: { inline: {} }',
          '  Bound: { boundary: {} }',
          '  Relay: { relayState: "日本" }',
          '  Text: { description: "日本" }',
        ].join('\n'),
      ),
    ).toEqual([
      '"/a" a second time (first at manifest.yaml:10:66)',
      '"ReadOnlyAccess" a second time (first at manifest.yaml:10:22)',
      'permissionSets.Arn.managed[0] "arn:aws:iam::aws:policy/ReadOnlyAccess" is written as an ARN | write what follows ":policy/" for a policy of AWS; your own policies stand under customer:',
      'permissionSets.Bound.boundary needs one policy | write managed: for a policy of AWS, or customer: for one of your own',
      'permissionSets.Job.managed[0] "ViewOnlyAccess" stands under a path | write job-function/ before it',
      'permissionSets.Long.session "PT13H" is no session that AWS gives | from one hour, PT1H, to twelve, PT12H',
      'permissionSets.None.inline needs one document | write file: policies/NAME.yaml, or document: {...}',
      'permissionSets.Odd.session "8h" is not a length of time | write it as AWS does: PT8H, PT1H30M',
      'permissionSets.Path.customer[0].path "developers" is not a path | a path begins and ends with a slash: /developers/',
      'permissionSets.Relay.relayState "日本" is not a relay state | write the address of a page of the AWS console',
      'permissionSets.Text.description "日本" has a character that AWS does not take here | use Latin letters (ISO 8859-1)',
      'permissionSets: the name "Much Too Spacious" is not the name of a permission set | AWS takes 1 to 32 letters, digits and + = , . @ _ -',
    ]);
  });

  it('Control Tower’s own sets are referred to, never declared', async () => {
    expect(await complaints('  AWSReadOnlyAccess: {}')).toEqual([
      '"AWSReadOnlyAccess" is a permission set of AWS Control Tower | refer to it with existing: true, or choose another name',
    ]);
    expect(await complaints('  AWSReadOnlyAccess: { existing: true }')).toEqual([]);
  });

  it('what is somebody else’s is not described, and not assigned exclusively', async () => {
    expect(await complaints('  Theirs: { existing: true, managed: [ReadOnlyAccess] }')).toHaveLength(1);
    expect(await complaints('  Theirs: { existing: true, authority: exclusive }')).toHaveLength(1);
  });

  it('25 policies are the most', async () => {
    const policies = (number: number) => Array.from({ length: number }, (_, index) => `p${index}`).join(', ');
    expect(await complaints(`  Full: { managed: [ReadOnlyAccess], customer: [${policies(24)}] }`)).toEqual([]);
    expect(await complaints(`  Full: { managed: [ReadOnlyAccess], customer: [${policies(25)}] }`)).toEqual([
      'has 26 policies, 1 more than the 25 that AWS allows | managed and customer policies count together: join some of your own, or use inline',
    ]);
  });
});

describe('what is asked for', () => {
  it('defaults are filled in, and everything is in one order', async () => {
    const [one] = await desiredOf(
      '  Developer: { session: PT90M, managed: [PowerUserAccess, IAMReadOnlyAccess], customer: [{ name: b, path: /x/ }, a] }',
    );
    expect(one).toMatchObject({
      address: 'permission-set:Developer',
      spec: {
        name: 'Developer',
        session: 'PT1H30M',
        managed: ['IAMReadOnlyAccess', 'PowerUserAccess'],
        customer: [
          { name: 'a', path: '/' },
          { name: 'b', path: '/x/' },
        ],
        authority: 'exclusive',
      },
      origin: { file: 'manifest.yaml', line: 5 },
    });
  });

  it('the inline policy comes from a file with its own variables, or stands in the manifest', async () => {
    const file = '{ Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "${with.action}", Resource: "*" }] }';
    const [fromFile, written] = await desiredOf(
      `  A: { inline: { file: policies/x.yaml, with: { action: "s3:Get*" } } }\n  B: { inline: { document: ${DOCUMENT} } }`,
      { 'policies/x.yaml': file },
    );
    expect(fromFile?.spec['inline']).toEqual(written?.spec['inline']);
    expect(written?.spec['inline']).toMatchObject({ Statement: [{ Action: 's3:Get*' }] });
  });

  it('a set of somebody else is there, or it is a problem', async () => {
    const [one] = await desiredOf('  AWSReadOnlyAccess: { existing: true }');
    expect(one).toMatchObject({ existing: true, spec: { authority: 'declared' } });
  });
});
