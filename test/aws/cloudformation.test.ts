import { describe, expect, it } from '@jest/globals';
import { faultOf } from '../../src/aws/faults.js';
import { HOME, sessionOver } from './session-over.js';
import { type Answer, scopeOf } from './stub-transport.js';

/** An answer of the query protocol. */
function xml(operation: string, content: string): Answer {
  const result = `<${operation}Result>${content}</${operation}Result>`;
  return {
    text: `<${operation}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">${result}</${operation}Response>`,
  };
}

function refusal(code: string, message: string, status = 400): Answer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return {
    status,
    text: `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">${error}</ErrorResponse>`,
  };
}

const fields = (body: string): Record<string, string> => Object.fromEntries(new URLSearchParams(body));

describe('reading StackSets', () => {
  it('reads every page of the instances, as large as AWS gives them', async () => {
    const member = (account: string, more: string): string =>
      `<member><Account>${account}</Account><Region>us-east-1</Region>${more}</member>`;
    const { aws, sent } = sessionOver(
      xml(
        'ListStackInstances',
        `<Summaries>${member('111111111111', '<Status>CURRENT</Status><StackId>arn:s</StackId><StackInstanceStatus><DetailedStatus>SUCCEEDED</DetailedStatus></StackInstanceStatus>')}</Summaries><NextToken>more</NextToken>`,
      ),
      xml(
        'ListStackInstances',
        `<Summaries>${member('222222222222', '<Status>OUTDATED</Status><StatusReason>denied</StatusReason><OrganizationalUnitId>ou-1</OrganizationalUnitId>')}</Summaries>`,
      ),
    );
    const expected = [
      {
        accountId: '111111111111',
        region: 'us-east-1',
        stackId: 'arn:s',
        status: 'CURRENT',
        detailedStatus: 'SUCCEEDED',
      },
      { accountId: '222222222222', region: 'us-east-1', unitId: 'ou-1', status: 'OUTDATED', reason: 'denied' },
    ];
    expect(await aws.cloudFormation.stackInstances('set')).toEqual(expected);
    expect(sent.map(({ body }) => fields(body))).toEqual([
      { Action: 'ListStackInstances', Version: '2010-05-15', StackSetName: 'set', MaxResults: '100' },
      {
        Action: 'ListStackInstances',
        Version: '2010-05-15',
        StackSetName: 'set',
        MaxResults: '100',
        NextToken: 'more',
      },
    ]);
  });

  it('asks for a set once, until it is told to forget', async () => {
    const { aws, sent } = sessionOver(xml('DescribeStackSet', '<StackSet><StackSetName>set</StackSetName></StackSet>'));
    for (const _time of [1, 2]) expect(await aws.cloudFormation.stackSet('set')).toMatchObject({ name: 'set' });
    expect(sent).toHaveLength(1);
    aws.forget();
    await aws.cloudFormation.stackSet('set');
    expect(sent).toHaveLength(2);
  });

  it('says everything that AWS says of a set', async () => {
    const { aws, sent } = sessionOver(
      xml(
        'DescribeStackSet',
        `<StackSet><StackSetName>set</StackSetName><StackSetId>set:1</StackSetId><Status>ACTIVE</Status>
        <TemplateBody>{}</TemplateBody><PermissionModel>SERVICE_MANAGED</PermissionModel><StackSetARN>arn:set</StackSetARN>
        <Parameters><member><ParameterKey>Days</ParameterKey><ParameterValue>90</ParameterValue></member></Parameters>
        <Capabilities><member>CAPABILITY_IAM</member></Capabilities>
        <Tags><member><Key>a</Key><Value>b</Value></member></Tags>
        <AutoDeployment><Enabled>true</Enabled><RetainStacksOnAccountRemoval>false</RetainStacksOnAccountRemoval></AutoDeployment>
        <ManagedExecution><Active>true</Active></ManagedExecution>
        <OrganizationalUnitIds><member>ou-1</member></OrganizationalUnitIds>
        <StackSetDriftDetectionDetails><DriftStatus>DRIFTED</DriftStatus><DriftDetectionStatus>COMPLETED</DriftDetectionStatus>
        <LastDriftCheckTimestamp>2026-01-02T03:04:05Z</LastDriftCheckTimestamp><TotalStackInstancesCount>3</TotalStackInstancesCount>
        <DriftedStackInstancesCount>1</DriftedStackInstancesCount><InSyncStackInstancesCount>2</InSyncStackInstancesCount></StackSetDriftDetectionDetails></StackSet>`,
      ),
    );
    expect(await aws.cloudFormationIn('us-east-1').stackSet('set', 'delegated-admin')).toEqual({
      name: 'set',
      id: 'set:1',
      arn: 'arn:set',
      templateBody: '{}',
      parameters: [{ key: 'Days', value: '90' }],
      capabilities: ['CAPABILITY_IAM'],
      tags: [{ key: 'a', value: 'b' }],
      permissionModel: 'SERVICE_MANAGED',
      autoDeploy: { enabled: true, retain: false, dependsOn: [] },
      managedExecution: true,
      unitIds: ['ou-1'],
      driftDetails: {
        status: 'DRIFTED',
        detectionStatus: 'COMPLETED',
        at: '2026-01-02T03:04:05.000Z',
        total: 3,
        drifted: 1,
        inSync: 2,
        failed: 0,
        inProgress: 0,
      },
    });
    expect(fields(sent[0]?.body ?? '')).toMatchObject({ CallAs: 'DELEGATED_ADMIN' });
    expect(sent.map(scopeOf)).toEqual(['us-east-1/cloudformation']);
  });

  it.each([
    ['StackSetNotFoundException', 'StackSet set not found', 404],
    ['ValidationError', 'Stack with id set does not exist', 400],
  ])('%s: there is none', async (code, message, status) => {
    const { aws } = sessionOver(refusal(code, message, status));
    expect(await aws.cloudFormation.stackSet('set')).toBeUndefined();
    expect(await aws.cloudFormation.stack('set')).toBeUndefined();
  });

  it('only names the operations that have not ended, the oldest first', async () => {
    const row = (id: string, status: string): string =>
      `<member><OperationId>${id}</OperationId><Action>UPDATE</Action><Status>${status}</Status></member>`;
    const { aws } = sessionOver(
      xml(
        'ListStackSetOperations',
        `<Summaries>${row('c', 'QUEUED')}${row('b', 'RUNNING')}${row('a', 'SUCCEEDED')}</Summaries>`,
      ),
    );
    expect(await aws.cloudFormation.runningOperations('set')).toEqual([
      { id: 'b', status: 'RUNNING', action: 'UPDATE' },
      { id: 'c', status: 'QUEUED', action: 'UPDATE' },
    ]);
  });
});

describe('writing', () => {
  it('begins an operation under the caller’s own id', async () => {
    const { aws, sent } = sessionOver(xml('CreateStackInstances', '<OperationId>token-1</OperationId>'));
    const started = await aws.cloudFormation.createStackInstances({
      name: 'set',
      targets: { unitIds: ['ou-1'], accounts: ['111111111111'], filter: 'INTERSECTION' },
      regions: ['us-east-1'],
      preferences: { concurrency: '25%', tolerate: 2, regions: 'parallel', mode: 'soft' },
      overrides: [{ key: 'Days', value: '7' }],
      clientToken: 'token-1',
    });
    expect(started).toEqual({ operationId: 'token-1' });
    expect(fields(sent[0]?.body ?? '')).toEqual({
      Action: 'CreateStackInstances',
      Version: '2010-05-15',
      StackSetName: 'set',
      'DeploymentTargets.OrganizationalUnitIds.member.1': 'ou-1',
      'DeploymentTargets.Accounts.member.1': '111111111111',
      'DeploymentTargets.AccountFilterType': 'INTERSECTION',
      'Regions.member.1': 'us-east-1',
      'ParameterOverrides.member.1.ParameterKey': 'Days',
      'ParameterOverrides.member.1.ParameterValue': '7',
      'OperationPreferences.RegionConcurrencyType': 'PARALLEL',
      'OperationPreferences.MaxConcurrentPercentage': '25',
      'OperationPreferences.FailureToleranceCount': '2',
      'OperationPreferences.ConcurrencyMode': 'SOFT_FAILURE_TOLERANCE',
      OperationId: 'token-1',
    });
  });

  it('updates a set with all that it has: nothing falls back to a default by being left out', async () => {
    const { aws, sent } = sessionOver(xml('UpdateStackSet', '<OperationId>token-2</OperationId>'));
    await aws.cloudFormation.updateStackSet({
      name: 'set',
      template: 'previous',
      parameters: [
        { key: 'Days', value: '90' },
        { key: 'Secret', previous: true },
      ],
      capabilities: ['CAPABILITY_IAM'],
      permissionModel: 'SERVICE_MANAGED',
      autoDeploy: { enabled: false, retain: true },
      clientToken: 'token-2',
    });
    expect(fields(sent[0]?.body ?? '')).toMatchObject({
      UsePreviousTemplate: 'true',
      'Parameters.member.2.ParameterKey': 'Secret',
      'Parameters.member.2.UsePreviousValue': 'true',
      'Capabilities.member.1': 'CAPABILITY_IAM',
      'AutoDeployment.Enabled': 'false',
      OperationId: 'token-2',
    });
    expect(sent[0]?.body).not.toContain('RetainStacksOnAccountRemoval');
  });

  it('waits while another operation runs on the set, and then goes on', async () => {
    const busy = refusal(
      'OperationInProgressException',
      'Another Operation on StackSet arn:set is in progress: op-1',
      409,
    );
    const { aws, sent, clock } = sessionOver(
      busy,
      busy,
      xml('DeleteStackInstances', '<OperationId>token-3</OperationId>'),
    );
    const before = clock.now();
    await aws.cloudFormation.deleteStackInstances({
      name: 'set',
      targets: { accounts: ['111111111111'] },
      regions: ['us-east-1'],
      retain: true,
      clientToken: 'token-3',
    });
    expect(sent).toHaveLength(3);
    expect(clock.now() - before).toBeGreaterThan(30_000);
    expect(fields(sent[2]?.body ?? '')).toMatchObject({ 'Accounts.member.1': '111111111111', RetainStacks: 'true' });
  });

  it.each([
    ['NameAlreadyExistsException', 'The Name already exists', 'already-so'],
    ['OperationIdAlreadyExistsException', 'The operation id exists', 'already-so'],
    ['AlreadyExistsException', 'Stack [x] already exists', 'already-so'],
    ['ValidationError', 'No updates are to be performed.', 'already-so'],
    ['LimitExceededException', 'too many', 'quota'],
    ['StackSetNotEmptyException', 'not empty', 'refused'],
    ['InsufficientCapabilitiesException', 'Requires capabilities', 'refused'],
    ['ValidationError', 'Template format error', 'refused'],
    ['AccessDenied', 'User is not authorized to perform cloudformation:CreateStack', 'denied'],
  ])('%s (%s): %s', async (code, message, expected) => {
    const { aws, sent } = sessionOver(refusal(code, message));
    const stack = { name: 'x', template: { body: '{}' }, parameters: [], capabilities: [], clientToken: 't' };
    const error: unknown = await aws.cloudFormation.createStack(stack).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(faultOf(error)).toMatchObject({ class: expected });
    expect(sent).toHaveLength(1);
  });

  it('tries again while a role that was just made is not known everywhere', async () => {
    const { aws, sent } = sessionOver(
      refusal('ValidationError', 'Role arn:r has insufficient permissions: role has insufficient YAML'),
      xml('CreateStack', '<StackId>arn:stack</StackId>'),
    );
    const stack = { name: 'x', template: { body: '{}' }, parameters: [], capabilities: [], clientToken: 't' };
    expect(await aws.cloudFormation.createStack(stack)).toEqual({ stackId: 'arn:stack' });
    expect(sent).toHaveLength(2);
  });
});

describe('SSM parameters', () => {
  it('are asked for ten at a time, once, and never in plain text', async () => {
    const { aws, sent } = sessionOver({
      body: { Parameters: [{ Name: '/a', Value: 'x,y', Type: 'StringList' }], InvalidParameters: ['/b'] },
    });
    const names = Array.from({ length: 12 }, (_, index) => `/p${String(index).padStart(2, '0')}`);
    const found = await aws.ssm.parameters(names);
    expect(found.get('/a')).toEqual({ value: 'x,y', type: 'StringList' });
    await aws.ssm.parameters(names);
    expect(sent.map(({ body }) => JSON.parse(body))).toEqual([
      { Names: names.slice(0, 10), WithDecryption: false },
      { Names: names.slice(10), WithDecryption: false },
    ]);
  });
});

describe('a template that is too large', () => {
  it('is put into a bucket, and CloudFormation is told where', async () => {
    const { aws, sent } = sessionOver({ text: '' });
    expect(await aws.s3.putTemplate('templates-1', 'sets/a b.template', '{}')).toBe(
      `https://templates-1.s3.${HOME}.amazonaws.com/sets/a%20b.template`,
    );
    expect(sent[0]).toMatchObject({ method: 'PUT', path: '/templates-1/sets/a%20b.template', body: '{}' });
  });
});
