import { afterAll, describe, expect, test } from '@jest/globals';
import { complaints, folderWith, linesOf, load, loadFrom, removeFolders } from './support.js';

afterAll(removeFolders);

const UNITS = 'organizationalUnits: { Workloads: { children: { Prod: {}, NonProd: {} } } }\n';

describe('the top of the manifest', () => {
  test('an empty file says everything that must be there', async () => {
    expect(await linesOf(loadFrom(folderWith({ 'manifest.yaml': '' })))).toEqual([
      'manifest.yaml:1:1 manifest-missing version is missing; write 1',
      'manifest.yaml:1:1 manifest-missing name is missing; write text',
      'manifest.yaml:1:1 manifest-missing organization is missing; write a map',
    ]);
  });

  test('there is no manifest', async () => {
    expect(await linesOf(loadFrom(folderWith({ 'manifst.yaml': '' })))).toEqual([
      'manifest.yaml:1:1 manifest-file the file "manifest.yaml" does not exist; did you mean "manifst.yaml"?',
    ]);
  });

  test('every key by itself, all in one run', async () => {
    const manifest = `version: "1"
name: -x
requires: { towerctl: 1.4 }
organization: { id: 123456789012, homeRegion: Tokyo }
polices: {}
guards: { maxRemovals: -1, quotas: { scp: { pertarget: 5 } }, allow: [{ code: Size, at: "", reason: x, until: 2026-02-30 }] }
`;
    expect(await linesOf(loadFrom(folderWith({ 'manifest.yaml': manifest })))).toEqual([
      'manifest.yaml:1:10 manifest-value version is "1"; write 1',
      'manifest.yaml:2:7 manifest-value name "-x" is not a manifest name; use letters, digits, _ . -; begin with a letter or digit; at most 64',
      'manifest.yaml:3:23 manifest-type requires.towerctl is a number, not text: 1.4; write it in quotes: "1.4"',
      'manifest.yaml:4:21 manifest-type organization.id is a number, not text: 123456789012; write it in quotes: "123456789012"',
      'manifest.yaml:4:47 manifest-value organization.homeRegion "Tokyo" is not an AWS Region; write a Region such as ap-northeast-1',
      'manifest.yaml:5:1 manifest-unknown-key unknown key "polices"; did you mean "policies"?',
      'manifest.yaml:6:24 manifest-value guards.maxRemovals -1 must be at least 0',
      'manifest.yaml:6:45 manifest-unknown-key unknown key "pertarget" in guards.quotas.scp; did you mean "perTarget"?',
      'manifest.yaml:6:79 manifest-value guards.allow[0].code "Size" is not a code; codes are listed by "towerctl explain"',
      'manifest.yaml:6:89 manifest-value guards.allow[0].at is empty',
      'manifest.yaml:6:111 manifest-value guards.allow[0].until "2026-02-30" is not a day; write it as 2026-12-31',
    ]);
  });

  test('another version of towerctl', async () => {
    expect(await complaints('requires: { towerctl: "~1.4" }\n')).toEqual([
      'manifest.yaml:4:23 manifest-requires this manifest requires towerctl ~1.4; this is 0.1.0; install a version that fits, or change "requires"',
    ]);
    expect(await complaints('requires: { towerctl: newest }\n')).toEqual([
      'manifest.yaml:4:23 manifest-value requires.towerctl "newest" is not a version range; write "~1.4" or ">=1.2 <2"',
    ]);
    expect(await complaints('requires: { towerctl: "^0.1" }\n')).toEqual([]);
  });

  test('a section of a later version is an unknown key', async () => {
    expect(await complaints('controls: []\n')).toEqual([
      expect.stringContaining('manifest.yaml:4:1 manifest-unknown-key unknown key "controls"'),
    ]);
  });

  test('a section without anything is neither none nor absent', async () => {
    expect(await complaints('policies:\n')).toEqual([
      'manifest.yaml:4:1 manifest-type policies is empty; write {} for none, or remove the key',
    ]);
  });
});

describe('YAML', () => {
  test.each([
    ['a: [1, 2\n', 'manifest-syntax is not valid YAML'],
    ['policies:\n\tx: 1\n', 'a tab is used for indentation; indent with spaces'],
    ['policies: { x: ${var.y} }\n', 'a text with ${...} must be quoted: "${var.name}"'],
    ['policies: {}\n---\nversion: 1\n', 'a second YAML document begins here; use one file per document'],
    ['policies: { <<: {} }\n', 'merge keys ("<<") are not part of YAML 1.2; write the entries out, or use a variable'],
    [
      'policies: !!set { x }\n',
      'the tag "tag:yaml.org,2002:set" is not one of YAML 1.2; write the value without a tag',
    ],
    ['policies: !mine {}\n', 'a tag (!name) is not one of YAML 1.2'],
    ['? [a, b]\n: 1\n', 'a key must be a text; write it in quotes'],
    [
      'policyTypes: { scp: on, rcp: on, scp: off }\n',
      'the key "scp" stands here a second time (first at manifest.yaml:4:16); keep one of the two',
    ],
    ['policies: { x: { type: .nan } }\n', '.nan is not a number that JSON has; write it in quotes if a text is meant'],
    [
      'policies: { x: { type: 99999999999999999 } }\n',
      '99999999999999999 is too large to be kept exactly; write it in quotes: "99999999999999999"',
    ],
  ])('%j', async (manifest, message) => {
    expect((await complaints(manifest)).join('\n')).toContain(message);
  });

  test('the version of YAML is not for the file to choose', async () => {
    expect(await linesOf(loadFrom(folderWith({ 'manifest.yaml': '%YAML 1.1\n---\nversion: 1\n' })))).toEqual([
      'manifest.yaml:1:1 manifest-syntax YAML 1.1 is not supported; remove the %YAML line: files are YAML 1.2',
    ]);
  });

  test('a JSON document is JSON', async () => {
    const files = { 'p.json': '{\n  "Version": "2012-10-17", // why\n  "Statement": []\n}\n' };
    expect(await complaints('policies: { x: { type: scp, file: p.json, targets: [] } }\n', files)).toEqual([
      'p.json:2:28 manifest-syntax is not valid JSON: Expected double-quoted property name; comments and unquoted words are allowed in "p.yaml"',
    ]);
  });
});

describe('organizational units', () => {
  test('names, levels and old names', async () => {
    const units = `organizationalUnits:
  a/b: {}
  "": {}
  Deep: { children: { B: { children: { C: { children: { D: { children: { E: { children: { F: {} } } } } } } } } } }
  New: { was: Deep }
  Mine: { existing: true, tags: { x: y } }
  One: { was: Old }
  Two: { was: Old }
`;
    expect(await complaints(units)).toEqual([
      'manifest.yaml:5:3 manifest-value organizationalUnits: the name "a/b" holds a slash; nest units with "children:", or write \\/ for a slash that is part of the name',
      'manifest.yaml:6:3 manifest-value organizationalUnits: the name "" is not a unit name; AWS allows 1 to 128 characters',
      'manifest.yaml:7:91 manifest-value the unit "Deep/B/C/D/E/F" stands at level 6; AWS nests units 5 levels below the root, no deeper',
      'manifest.yaml:8:15 manifest-value "was" names "Deep", which is declared itself; a unit cannot be renamed away and be there too: remove one of the two',
      'manifest.yaml:9:3 manifest-value organizationalUnits.Mine is existing, and has tags or an old name; a unit of somebody else is neither tagged nor renamed',
      'manifest.yaml:11:15 manifest-duplicate "was" names "Old" a second time (first at manifest.yaml:10:15)',
    ]);
  });

  test('names as long as AWS allows, with a slash inside', async () => {
    expect(await complaints(`organizationalUnits: { "${'x'.repeat(128)}": {}, 'R\\/D': {} }\n`)).toEqual([]);
    expect(await complaints(`organizationalUnits: { "${'x'.repeat(129)}": {} }\n`)).toHaveLength(1);
  });

  test('tags', async () => {
    const tags = `organizationalUnits: { A: { tags: { "aws:x": a, "towerctl:key": b, ok: null, n: 1, long: ${'v'.repeat(257)} } } }\n`;
    expect(await complaints(tags)).toEqual(
      [
        'manifest.yaml:4:37 manifest-value organizationalUnits.A.tags: the name "aws:x" begins with "aws:"; AWS keeps these tags to itself',
        'manifest.yaml:4:49 manifest-value organizationalUnits.A.tags: the name "towerctl:key" begins with "towerctl:"; towerctl sets these tags itself, to know what it owns',
        'manifest.yaml:4:81 manifest-type organizationalUnits.A.tags.n is a number, not text: 1; write it in quotes: "1"',
        `manifest.yaml:4:90 manifest-value organizationalUnits.A.tags.long "${'v'.repeat(77)}..." must have at most 256 characters`.replace(
          `"${'v'.repeat(77)}..."`,
          expect.anything() ? `"${'v'.repeat(76)}...` : '',
        ),
      ].map((line) =>
        line.includes('.long')
          ? expect.stringMatching(
              /^manifest\.yaml:4:90 manifest-value organizationalUnits\.A\.tags\.long "v+\.\.\."? must have at most 256 characters$/,
            )
          : line,
      ),
    );
    const many = Array.from({ length: 49 }, (_, index) => `k${index}: v`).join(', ');
    expect(await complaints(`organizationalUnits: { A: { tags: { ${many} } } }\n`)).toEqual([
      'manifest.yaml:4:29 manifest-value organizationalUnits.A.tags holds more than 48 tags; AWS allows 50 on a resource, and two are towerctl’s own',
    ]);
  });
});

describe('accounts', () => {
  test('ids, emails, units', async () => {
    const accounts = `${UNITS}accounts:
  lost-zero: { id: 012345678901 }
  lost-already: { id: 12345678901 }
  short: { id: "1234" }
  nobody: { ou: Workloads }
  no-mail: { email: nobody.example }
  at-root: { id: "300000000001", ou: root }
  nowhere: { id: "300000000002", ou: Workloads/Prd }
  twice: { id: "300000000002" }
  same-mail: { email: A@bank.example }
  other-mail: { email: a@bank.example }
  a:b: { id: "300000000003" }
`;
    expect(await complaints(accounts)).toEqual([
      'manifest.yaml:6:20 manifest-type 012345678901 is a number to YAML and loses its leading zero; write it in quotes: "012345678901"',
      'manifest.yaml:7:23 manifest-type accounts.lost-already.id is a number, not text: 12345678901; an account id has 12 digits, in quotes; was a leading zero lost? "012345678901"',
      'manifest.yaml:8:16 manifest-value accounts.short.id "1234" is not an account id; an account id is 12 digits, in quotes: "012345678901"',
      'manifest.yaml:9:3 manifest-value accounts.nobody has neither an id nor an email; write one of them: names of accounts are not unique; or "existing: true", if this name is',
      'manifest.yaml:10:21 manifest-value accounts.no-mail.email "nobody.example" is not an email address',
      'manifest.yaml:11:38 manifest-value accounts.at-root.ou "root" is for the management account only; name a unit; if this is the management account, write "management: true"',
      'manifest.yaml:12:38 manifest-reference there is no unit "Workloads/Prd" in the manifest; did you mean "Workloads/Prod"?',
      'manifest.yaml:13:16 manifest-duplicate accounts.twice.id "300000000002" is that of "nowhere" too (first at manifest.yaml:12:18); an account is declared once',
      'manifest.yaml:15:24 manifest-duplicate accounts.other-mail.email "a@bank.example" is that of "same-mail" too (first at manifest.yaml:14:23); an account is declared once',
      'manifest.yaml:16:3 manifest-value accounts: the name "a:b" is not a name; use letters, digits, spaces and _ . + = -; begin with a letter or digit; at most 128',
    ]);
  });

  test('the management account may live at the root, and there is one', async () => {
    expect(await complaints('accounts: { m: { id: "123456789012", ou: root, management: true } }\n')).toEqual([]);
    expect(
      await complaints(
        'accounts: { m: { id: "123456789012", management: true }, n: { id: "123456789013", management: true } }\n',
      ),
    ).toEqual([
      'manifest.yaml:4:95 manifest-duplicate a second management account (first at manifest.yaml:4:50); an account is declared once',
    ]);
  });
});

describe('policy types, trusted access and policies', () => {
  test('words', async () => {
    expect(
      await complaints(
        'policyTypes: { spc: on, SERVICE_CONTROL_POLICY: on, rcp: true, securityhub-cspm: on }\ntrustedAccess: { ec2: on }\n',
      ),
    ).toEqual([
      'manifest.yaml:4:16 manifest-value policyTypes: the name "spc" is not a policy type; did you mean "scp"?',
      expect.stringContaining(
        'manifest.yaml:4:25 manifest-value policyTypes: the name "SERVICE_CONTROL_POLICY" is not a policy type; write it as here: scp, rcp,',
      ),
      'manifest.yaml:4:58 manifest-value policyTypes.rcp is true; write on or off',
      'manifest.yaml:5:18 manifest-value trustedAccess: the name "ec2" is not a service principal; write it as AWS does: ec2.amazonaws.com',
    ]);
  });

  test('what a policy must and must not have', async () => {
    const policies = `policies:
  nothing: {}
  no-document: { type: scp, targets: [] }
  both: { type: scp, file: p.yaml, document: {}, targets: [] }
  FullAWSAccess: { type: scp, awsManaged: true, targets: [], tags: {} }
  tagged: { type: tag, document: {}, targets: [], replaces: FullAWSAccess }
  same: { type: rcp, document: {}, targets: [], name: other }
  other: { type: rcp, document: {}, targets: [] }
  new: { type: rcp, document: {}, targets: [], was: same, descripton: x }
  gone: { type: rcp, document: {}, targets: [], was: other }
  text: { type: scp, file: p.txt, targets: [] }
`;
    expect(await complaints(policies, { 'p.yaml': '{}', 'p.txt': '{}' })).toEqual([
      'manifest.yaml:5:3 manifest-missing policies.nothing.type is missing; write text',
      'manifest.yaml:5:3 manifest-missing policies.nothing.targets is missing; write a list',
      'manifest.yaml:5:3 manifest-value policies.nothing has no document; write "file: policies/NAME.yaml", or "document: {...}"',
      'manifest.yaml:6:3 manifest-value policies.no-document has no document; write "file: policies/NAME.yaml", or "document: {...}"',
      'manifest.yaml:7:3 manifest-value policies.both has a file and a document; keep one of the two',
      'manifest.yaml:8:3 manifest-value policies.FullAWSAccess belongs to AWS, and yet says how it should be; remove awsManaged, or file, document, description, with, tags, adopt, was, replaces',
      'manifest.yaml:9:61 manifest-value policies.tagged.replaces "FullAWSAccess" is for service control policies only; no other default of AWS can be detached',
      'manifest.yaml:11:3 manifest-duplicate a second rcp of the name "other" (first at manifest.yaml:10:3); AWS keeps names unique within a type',
      'manifest.yaml:12:59 manifest-unknown-key unknown key "descripton" in policies.new; did you mean "description"?',
      'manifest.yaml:13:54 manifest-value "was" names "other", which is declared itself; a policy cannot be renamed away and be there too: remove one of the two',
      'manifest.yaml:14:28 manifest-value policies.text.file "p.txt" is not a document; a document is a .yaml, .yml or .json file',
    ]);
  });
});

describe('pipeline', () => {
  const KINDS = ['account', 'organization-policy', 'policy-attachment'];
  const PLACES =
    'organizationalUnits: { Workloads: {} }\naccounts: { ops: { email: ops@example.com, ou: Workloads } }\n';
  const said = (pipeline: string) => complaints(`${PLACES}pipeline: ${pipeline}\n`, {}, { kinds: KINDS });

  test('what is left out is filled in; accounts, kinds, targets and selectors that are there are taken', async () => {
    const text = `${PLACES}selectors: { prod: { targets: [Workloads] } }
pipeline:
  account: account:ops
  source: { connection: "arn:aws:codeconnections:eu-west-1:111122223333:connection/0a1b", repository: acme/organization }
  approval: { when: [removals, { kinds: [account] }, { targets: ["Workloads/**", "selector:prod"] }, { changes: 20 }] }
  drift: { heal: [policy-attachment] }
`;
    const { pipeline } = await load(text, {}, { kinds: KINDS });
    expect(pipeline).toMatchObject({
      source: { branch: 'main' },
      manifest: 'manifest/manifest.yaml',
      approval: {
        when: [
          'removals',
          { kinds: ['account'] },
          { targets: ['Workloads/**', { targets: ['Workloads'] }] },
          { changes: 20 },
        ],
        timeoutHours: 72,
      },
      notify: { emails: [] },
      drift: { schedule: 'daily', heal: ['policy-attachment'] },
      lifecycle: { unattended: ['create', 'update'], window: 120 },
      keep: { logs: 400, runs: 3_650, artifacts: 90 },
    });
    expect((await load(PLACES)).pipeline).toBeUndefined();
  });

  test('what it refers to must be there', async () => {
    expect(
      await said(
        '{ account: account:opps, source: { codecommit: r }, approval: { when: [{ kinds: [acount] }, { targets: [Wrkloads] }, { targets: ["selector:x"] }] }, drift: { heal: [policies] } }',
      ),
    ).toEqual([
      'manifest.yaml:6:22 manifest-reference pipeline.account "account:opps" is no account of the manifest; did you mean "account:ops"?',
      'manifest.yaml:6:92 manifest-reference there is no kind "acount"; did you mean "account"?',
      'manifest.yaml:6:115 manifest-reference target "Wrkloads" matches no unit; did you mean "Workloads"?',
      'manifest.yaml:6:140 manifest-reference there is no selector "x"; declare it under selectors',
      'manifest.yaml:6:176 manifest-reference there is no kind "policies"; "towerctl explain" lists the kinds',
    ]);
  });

  test('every value by itself', async () => {
    const lines = await said(
      `{ account: ops, region: Tokyo, source: { connection: github, repository: organization }, manifest: ../m.yaml,
  approval: { when: [sometimes], timeoutHours: 0 }, notify: { emails: [anna], slack: { workspace: x, channel: y } },
  drift: { schedule: weekly }, lifecycle: { unattended: [remove], window: 900 },
  pullRequests: { token: ghp_secret, githubActions: { repository: a/b, ownerId: "1" } }, keep: { logs: 0 }, aproval: {} }`,
    );
    const text = lines.map((line) => line.replace(/^\S+ \S+ /, '')).join('\n');
    expect(text).not.toContain('ghp_secret');
    expect(text.split('\n')).toEqual([
      'pipeline.account "ops" is not an account; write account:NAME, twelve digits, or "management"',
      'pipeline.region "Tokyo" is not an AWS Region; write a Region such as ap-northeast-1',
      'pipeline.source.connection "github" is not the ARN of a connection; copy it from Developer Tools, Connections',
      'pipeline.source.repository "organization" is not a repository; write OWNER/NAME, as the provider spells it',
      'pipeline.manifest "../m.yaml" is not a path inside the source; write it as manifest/manifest.yaml',
      'pipeline.approval.when[0] is "sometimes"; write always, removals, replacements, policies, administrator-access or unknown',
      'pipeline.approval.timeoutHours 0 must be at least 1',
      'pipeline.notify.emails[0] "anna" is not an email address',
      'pipeline.notify.slack.workspace "x" is not the id of a workspace; write it as T0123456789',
      'pipeline.notify.slack.channel "y" is not the id of a channel; write it as C0123456789: it stands below the channel’s details',
      'pipeline.drift.schedule "weekly" is not a schedule; write daily, off, rate(12 hours) or cron(0 6 * * ? *)',
      'pipeline.lifecycle.unattended[0] is "remove"; write create or update',
      'pipeline.lifecycle.window 900 must be at most 300',
      'pipeline.pullRequests.token is not the ARN of a secret; the token itself never stands in a manifest',
      'pipeline.pullRequests.githubActions has one of ownerId and repositoryId; write both, or neither',
      'pipeline.keep.logs 0 must be at least 1',
      'unknown key "aproval" in pipeline; did you mean "approval"?',
    ]);
    const source = async (text: string) =>
      (await said(`{ account: management, source: ${text} }`)).map((line) => line.replace(/^\S+ \S+ /, ''));
    // Each form of a source has messages of its own.
    expect(await source('{ codecommit: r, brnch: x }')).toEqual([
      expect.stringContaining('unknown key "brnch" in pipeline.source'),
    ]);
    expect(await source('{ bucket: sources }')).toEqual(['pipeline.source.key is missing; write text']);
    expect(await source('github')).toEqual(['pipeline.source is "github", not a map']);
  });

  test('it is in no digest: a plan does not grow stale by it', async () => {
    const without = await load(PLACES);
    const one = await load(`${PLACES}pipeline: { account: management, source: { codecommit: r } }\n`);
    const other = await load(`${PLACES}pipeline: { account: "111122223333", source: { codecommit: other } }\n`);
    expect([one.digest, other.digest]).toEqual([without.digest, without.digest]);
    expect((await load(PLACES.replace('Workloads: {}', 'Workloads: {}, More: {}'))).digest).not.toBe(without.digest);
  });
});
