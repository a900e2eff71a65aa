import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FETCH_ENGINE } from '../../../pipeline/builds/buildspecs.js';
import { PULL_REQUEST_COMMANDS, patternOf, secretArns } from '../../../pipeline/builds/pull-request-project.js';
import { subjectsOf } from '../../../pipeline/github-role.js';
import { actionsIn, allowed, Deployed, documentOf, folder, git, keysFor } from '../deployed.js';
import { DEPLOYMENT, HOME, MANAGEMENT, sampleSettings } from '../settings.js';

const token = `arn:aws:secretsmanager:${HOME}:${DEPLOYMENT}:secret:comments-a1B2c3`;
const ORGANIZATION_ROLE = `arn:aws:iam::${MANAGEMENT}:role/TowerctlPullRequest`;
const CONNECTION = `arn:aws:codeconnections:${HOME}:${DEPLOYMENT}:connection/11111111-2222-3333-4444-555555555555`;
const checked = new Deployed(
  sampleSettings(folder, {
    pullRequests: { token, githubActions: { repository: 'acme/organization', ownerId: '12', repositoryId: '345' } },
  }),
  join(folder, 'checked'),
);
const elsewhere = new Deployed(
  sampleSettings(folder, {
    source: { connection: CONNECTION, repository: 'acme/organization', branch: 'release/1.x' },
    pullRequests: { token, provider: 'bitbucket' },
  }),
  join(folder, 'elsewhere'),
);
const projectOf = (deployed: Deployed) =>
  deployed.named('AWS::CodeBuild::Project', 'Name', 'towerctl-pull-request').Properties;

describe('the check of pull requests', () => {
  it('is there only where the manifest asks for it', () => {
    const names = git.all('AWS::CodeBuild::Project').map(({ Properties }) => Properties['Name']);
    expect(names).not.toContain('towerctl-pull-request');
    expect(git.all('AWS::IAM::OIDCProvider')).toEqual([]);
    expect(elsewhere.all('AWS::IAM::OIDCProvider')).toEqual([]);
  });

  it('builds pull requests into the applied branch, a stranger’s after somebody with write access has agreed', () => {
    expect(projectOf(checked)['Triggers']).toEqual({
      Webhook: true,
      BuildType: 'BUILD',
      FilterGroups: [
        [
          { Type: 'EVENT', Pattern: 'PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED, PULL_REQUEST_REOPENED' },
          { Type: 'BASE_REF', Pattern: '^refs/heads/main$' },
          { Type: 'FILE_PATH', Pattern: '^(manifest/.*)$' },
        ],
      ],
      PullRequestBuildPolicy: {
        RequiresCommentApproval: 'ALL_PULL_REQUESTS',
        ApproverRoles: ['GITHUB_WRITE', 'GITHUB_MAINTAIN', 'GITHUB_ADMIN'],
      },
    });
    expect(projectOf(elsewhere)['Triggers']).toMatchObject({
      FilterGroups: [
        [
          { Type: 'EVENT', Pattern: 'PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED' },
          { Type: 'BASE_REF', Pattern: '^refs/heads/release/1\\.x$' },
        ],
      ],
      PullRequestBuildPolicy: { ApproverRoles: ['BITBUCKET_WRITE', 'BITBUCKET_ADMIN'] },
    });
  });

  it('brings its own commands and the engine of the deployment; the token is in no variable', () => {
    const { Source, Environment } = projectOf(checked) as Record<string, Record<string, unknown>>;
    expect(Source).toMatchObject({
      Type: 'GITHUB',
      Location: 'https://github.com/acme/organization.git',
      Auth: { Type: 'CODECONNECTIONS', Resource: CONNECTION },
      GitSubmodulesConfig: { FetchSubmodules: false },
    });
    expect(projectOf(elsewhere)['Source']).toMatchObject({
      Type: 'BITBUCKET',
      Location: 'https://bitbucket.org/acme/organization.git',
    });
    const { phases } = JSON.parse(String(Source?.['BuildSpec'])) as {
      phases: { install: { commands: string[] }; build: { commands: string[] } };
    };
    expect(phases.install.commands).toEqual(FETCH_ENGINE);
    expect(phases.build.commands).toEqual(PULL_REQUEST_COMMANDS);
    const variables = Environment?.['EnvironmentVariables'] as { Name: string; Type: string; Value: unknown }[];
    expect(variables.every(({ Type }) => Type === 'PLAINTEXT')).toBe(true);
    expect(variables).toContainEqual({ Name: 'TOWERCTL_ENGINE_SHA256', Type: 'PLAINTEXT', Value: 'a'.repeat(64) });
    expect(variables).toContainEqual({ Name: 'TOWERCTL_ROLE_ARN', Type: 'PLAINTEXT', Value: ORGANIZATION_ROLE });
    expect(Environment?.['PrivilegedMode']).toBe(false);
  });

  it('enters the one role that reads, keeps plans, reads its token, and no more', () => {
    const statements = checked.statements(checked.role('TowerctlPullRequestBuild').id);
    const roles = allowed(statements).filter(({ Action }) => Action.includes('sts:AssumeRole'));
    expect(roles.map(({ Resource }) => Resource)).toEqual([[ORGANIZATION_ROLE]]);
    expect(keysFor(statements, 's3:PutObject')).toEqual(['pull-requests/*']);
    expect(keysFor(statements, 's3:GetObject')).toEqual([]);
    const secrets = allowed(statements).filter(({ Action }) => Action.includes('secretsmanager:GetSecretValue'));
    expect(secrets.map(({ Resource }) => Resource)).toEqual([[token]]);
    const services = new Set(actionsIn(allowed(statements)).map((action) => String(action).split(':')[0]));
    expect([...services].sort()).toEqual(
      ['codeconnections', 'codestar-connections', 'kms', 'logs', 's3', 'secretsmanager', 'sts'].sort(),
    );
    const denied = statements.filter(({ Effect }) => Effect === 'Deny');
    expect(denied).toContainEqual(
      expect.objectContaining({ Action: ['sts:AssumeRole'], NotResource: [ORGANIZATION_ROLE] }),
    );
    expect(actionsIn(denied)).toContain('sts:AssumeRoot');
  });
});

describe('GitHub Actions', () => {
  it('is trusted by audience and whole subjects, no pattern among them', () => {
    const role = checked.role('TowerctlPullRequestGitHub');
    const [statement, ...others] = checked.trust(role.id);
    expect(others).toEqual([]);
    const issuer = 'token.actions.githubusercontent.com';
    expect(statement).toMatchObject({
      Action: ['sts:AssumeRoleWithWebIdentity'],
      Principal: { Federated: `arn:aws:iam::${DEPLOYMENT}:oidc-provider/${issuer}` },
    });
    expect(statement?.Condition).toEqual({
      StringEquals: {
        [`${issuer}:aud`]: 'sts.amazonaws.com',
        [`${issuer}:sub`]: [
          'repo:acme/organization:ref:refs/heads/main',
          'repo:acme/organization:pull_request',
          'repo:acme@12/organization@345:ref:refs/heads/main',
          'repo:acme@12/organization@345:pull_request',
        ],
      },
    });
    expect(JSON.stringify(statement)).not.toMatch(/[*?]/);
    expect(checked.all('AWS::IAM::OIDCProvider')).toHaveLength(1);
    expect(subjectsOf({ repository: 'a/b' }, 'x:y')).toEqual([
      'repo:a/b:ref:refs/heads/x%3Ay',
      'repo:a/b:pull_request',
    ]);
  });

  it('may what the build of pull requests may, without a token', () => {
    const { Policies } = checked.role('TowerctlPullRequestGitHub').Properties as {
      Policies: { PolicyDocument: unknown }[];
    };
    const statements = Policies.flatMap(({ PolicyDocument }) => documentOf(PolicyDocument));
    expect(actionsIn(allowed(statements))).toEqual([
      'sts:AssumeRole',
      's3:PutObject',
      'kms:Decrypt',
      'kms:GenerateDataKey',
      'kms:Decrypt',
      'kms:GenerateDataKey',
    ]);
    expect(keysFor(statements, 's3:PutObject')).toEqual(['pull-requests/*']);
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Action: ['sts:AssumeRole'], NotResource: [ORGANIZATION_ROLE] }),
    );
  });
});

describe('commands of a pull request, under bash', () => {
  /** `node` notes its arguments and whether it can see the token; a plan ends with `CODE`. */
  function run(variables: Record<string, string>): {
    readonly calls: string[];
    readonly status: number | null;
    readonly out: string;
  } {
    const home = join(folder, 'pull-request');
    const log = join(home, 'calls');
    mkdirSync(home, { recursive: true });
    writeFileSync(log, '');
    const tool = (name: string, text: string): void => {
      writeFileSync(join(home, name), `#!/bin/bash\n${text}\n`);
      chmodSync(join(home, name), 0o755);
    };
    tool('aws', 'if [ "$1" = secretsmanager ]; then echo "tok3n of $4"; fi');
    tool(
      'node',
      'echo "[${TOWERCTL_COMMENT_TOKEN:-}] $*" >> "$CALLS"; if [ "$3" = pull-request ]; then exit "$PLAN_CODE"; fi',
    );
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--norc', '-c', ['set -e', ...PULL_REQUEST_COMMANDS].join('\n')],
      {
        encoding: 'utf8',
        env: {
          ...{
            PATH: `${home}:/usr/bin:/bin`,
            CALLS: log,
            TOWERCTL_WORK: home,
            CODEBUILD_SRC_DIR: '/src',
            PLAN_CODE: '0',
          },
          ...{ TOWERCTL_MANIFEST: 'manifest/manifest.yaml', TOWERCTL_BUCKET: 'runs', TOWERCTL_REGION: HOME },
          ...{
            TOWERCTL_ROLE_ARN: 'ROLE',
            CODEBUILD_RESOLVED_SOURCE_VERSION: 'abc123',
            CODEBUILD_WEBHOOK_TRIGGER: 'pr/12',
          },
          ...{ TOWERCTL_PROVIDER: 'github', TOWERCTL_REPOSITORY: 'acme/organization', TOWERCTL_TOKEN_SECRET: 'SECRET' },
          ...variables,
        },
      },
    );
    const calls = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    return { calls, status, out: stdout + stderr };
  }
  const PLAN =
    '[] engine/dist/cli.mjs run pull-request --number 12 --markdown plan.md --source-dir /src --manifest /src/manifest/manifest.yaml --commit abc123 --bucket runs --region eu-central-1 --role-arn ROLE';
  const COMMENT =
    '[tok3n of SECRET] engine/dist/cli.mjs comment --provider github --repository acme/organization --number 12 --file plan.md --token-env TOWERCTL_COMMENT_TOKEN';

  it('plan without the token, then comment with it', () => {
    expect(run({})).toMatchObject({ calls: [PLAN, COMMENT], status: 0 });
    expect(run({ CODEBUILD_WEBHOOK_TRIGGER: 'mr/12' })).toMatchObject({ calls: [PLAN, COMMENT], status: 0 });
  });

  it('a manifest that cannot be planned is told, and makes a red check', () => {
    expect(run({ PLAN_CODE: '3' })).toMatchObject({ calls: [PLAN, COMMENT], status: 1 });
  });

  it.each(['branch/main', 'pr/12; id', 'pr/', ''])('what "%s" has started is no pull request', (trigger) => {
    const { calls, status, out } = run({ CODEBUILD_WEBHOOK_TRIGGER: trigger });
    expect({ calls, status }).toEqual({ calls: [], status: 1 });
    expect(out).toContain('which is no pull request');
  });
});

it.each([
  ['manifest/**', ['manifest/a', 'manifest/a/b.yaml'], ['manifest', 'other/manifest/a']],
  ['**/*.yaml', ['a.yaml', 'x/y/a.yaml'], ['a.yml', 'ayaml']],
  ['policies/?.json', ['policies/a.json'], ['policies/ab.json', 'policies//.json', 'policies/aXjson']],
])('paths of a trigger as a webhook’s filter: %s', (path, yes, no) => {
  const pattern = new RegExp(`^(${patternOf(path)})$`);
  expect(yes.filter((each) => !pattern.test(each))).toEqual([]);
  expect(no.filter((each) => pattern.test(each))).toEqual([]);
});

it('a secret is named with or without the characters that AWS adds', () => {
  expect(secretArns(token)).toEqual([token]);
  expect(secretArns('arn:aws:secretsmanager:r:1:secret:comments')).toEqual([
    'arn:aws:secretsmanager:r:1:secret:comments',
    'arn:aws:secretsmanager:r:1:secret:comments-??????',
  ]);
});
