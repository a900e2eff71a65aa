import {
  deploy,
  HOME,
  instances,
  MANAGEMENT,
  ROOT,
  refusal,
  serviceManaged,
  stage,
  status,
  TEMPLATE,
  UNIT,
  US,
} from './support.js';

describe('a stack set', () => {
  test('is created without instances, once', async () => {
    const { cfn, client } = stage();
    const id = await serviceManaged(cfn, 'defaults', { ClientRequestToken: 't1' });
    expect(id).toMatch(/^defaults:[0-9a-f-]{36}$/);
    expect(await serviceManaged(cfn, 'defaults', { ClientRequestToken: 't1' })).toBe(id);
    expect(
      await refusal(serviceManaged(cfn, 'defaults', { ClientRequestToken: 't1', Tags: [{ Key: 'a', Value: 'b' }] })),
    ).toMatch(/^CreatedButModifiedException/);
    expect(await refusal(serviceManaged(cfn, 'defaults'))).toMatch(/^NameAlreadyExistsException/);
    const { StackSet } = await cfn.describeStackSet({ StackSetName: 'defaults' });
    expect(StackSet).toMatchObject({
      StackSetId: id,
      Status: 'ACTIVE',
      Description: 'A topic',
      PermissionModel: 'SERVICE_MANAGED',
      AutoDeployment: { Enabled: true },
      ManagedExecution: { Active: false },
      StackSetDriftDetectionDetails: { DriftStatus: 'NOT_CHECKED' },
    });
    expect(StackSet?.TemplateBody).toBe(TEMPLATE);
    // It belongs to one Region.
    expect(await refusal(client(US).describeStackSet({ StackSetName: 'defaults' }))).toMatch(
      /^StackSetNotFoundException/,
    );
  });

  test('needs what its template needs', async () => {
    const { cfn } = stage();
    const role = JSON.stringify({
      Resources: { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'x', AssumeRolePolicyDocument: {} } } },
    });
    expect(await refusal(serviceManaged(cfn, 'a', { TemplateBody: role }))).toBe(
      'InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_NAMED_IAM]',
    );
    const nested = JSON.stringify({
      Resources: { S: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'x' } } },
    });
    expect(await refusal(serviceManaged(cfn, 'a', { TemplateBody: nested }))).toMatch(/nested stacks/);
    expect(await refusal(serviceManaged(cfn, 'a', { Parameters: [{ ParameterKey: 'No', ParameterValue: '1' }] }))).toBe(
      'ValidationError: Parameters: [No] do not exist in the template',
    );
    expect(await refusal(serviceManaged(cfn, 'a', { AutoDeployment: undefined }))).toMatch(
      /AutoDeployment must be specified/,
    );
  });

  test('needs organizations access, which is not the trusted access of Organizations', async () => {
    const { cfn, organizations } = stage();
    await cfn.deactivateOrganizationsAccess({});
    expect((await cfn.describeOrganizationsAccess({})).Status).toBe('DISABLED');
    await organizations.enableAWSServiceAccess({
      ServicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com',
    });
    expect(await refusal(serviceManaged(cfn, 'a'))).toBe(
      'ValidationError: You must enable organizations access to operate a service managed stack set',
    );
    await cfn.activateOrganizationsAccess({});
    expect((await cfn.describeOrganizationsAccess({})).Status).toBe('ENABLED');
    expect(await refusal(serviceManaged(cfn, 'a'))).toBe('none');
  });

  test('shows no value of a NoEcho parameter', async () => {
    const { cfn } = stage();
    const TemplateBody = JSON.stringify({
      Parameters: { Secret: { Type: 'String', NoEcho: true } },
      Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
    });
    await serviceManaged(cfn, 'a', { TemplateBody, Parameters: [{ ParameterKey: 'Secret', ParameterValue: 'hush' }] });
    const { StackSet } = await cfn.describeStackSet({ StackSetName: 'a' });
    expect(StackSet?.Parameters).toEqual([{ ParameterKey: 'Secret', ParameterValue: '****' }]);
  });

  test('is deleted when it is empty, and stays in the list', async () => {
    const { cfn } = stage();
    await serviceManaged(cfn, 'a');
    await deploy(cfn, 'a', [UNIT.lab]);
    expect(await refusal(cfn.deleteStackSet({ StackSetName: 'a' }))).toBe(
      'StackSetNotEmptyException: StackSet is not empty',
    );
    await cfn.deleteStackInstances({
      StackSetName: 'a',
      DeploymentTargets: { OrganizationalUnitIds: [UNIT.lab] },
      Regions: [HOME],
      RetainStacks: false,
    });
    await cfn.deleteStackSet({ StackSetName: 'a' });
    await cfn.deleteStackSet({ StackSetName: 'b' }).catch(() => undefined);
    expect(await refusal(cfn.describeStackSet({ StackSetName: 'a' }))).toMatch(/^StackSetNotFoundException/);
    const { Summaries } = await cfn.listStackSets({ Status: 'DELETED' });
    expect(Summaries?.map(({ StackSetName }) => StackSetName)).toEqual(['a']);
    expect((await cfn.listStackSets({ Status: 'ACTIVE' })).Summaries).toEqual([]);
    expect(await refusal(serviceManaged(cfn, 'a'))).toBe('none');
  });

  test('shows in lists after the lag, and at once by name', async () => {
    const { cfn, clock } = stage({ lagMs: 2_000 });
    await serviceManaged(cfn, 'a');
    expect((await cfn.listStackSets({})).Summaries).toEqual([]);
    await deploy(cfn, 'a', [UNIT.lab]);
    expect(await instances(cfn, 'a')).toEqual({});
    expect((await cfn.describeStackSet({ StackSetName: 'a' })).StackSet?.OrganizationalUnitIds).toEqual([UNIT.lab]);
    clock.advance(2_000);
    expect((await cfn.listStackSets({})).Summaries).toHaveLength(1);
    expect(Object.values(await instances(cfn, 'a'))).toEqual(['CURRENT SUCCEEDED stack']);
  });
});

describe('an update', () => {
  test('marks every instance OUTDATED and goes to those it names', async () => {
    const { cfn } = stage();
    await serviceManaged(cfn, 'a');
    await deploy(cfn, 'a', [UNIT.prod, UNIT.lab]);
    const change = {
      StackSetName: 'a',
      UsePreviousTemplate: true,
      Parameters: [{ ParameterKey: 'Days', ParameterValue: '90' }],
    };
    const { OperationId } = await cfn.updateStackSet({
      ...change,
      DeploymentTargets: { OrganizationalUnitIds: [UNIT.lab] },
      Regions: [HOME],
    });
    expect(await status(cfn, 'a', OperationId ?? '')).toBe('SUCCEEDED');
    expect(await instances(cfn, 'a')).toEqual({
      '300000000001/ap-northeast-1': 'OUTDATED SUCCEEDED stack',
      '300000000002/ap-northeast-1': 'OUTDATED SUCCEEDED stack',
      '300000000003/ap-northeast-1': 'CURRENT SUCCEEDED stack',
    });
    await cfn.updateStackSet({ ...change, OperationPreferences: { MaxConcurrentPercentage: 100 } });
    expect(new Set(Object.values(await instances(cfn, 'a')))).toEqual(new Set(['CURRENT SUCCEEDED stack']));
  });

  test('resets a parameter that it does not name, keeps tags that it does not send, wants capabilities again', async () => {
    const { cfn } = stage();
    const role = JSON.stringify({
      Parameters: { Days: { Type: 'Number', Default: 30 } },
      Resources: { R: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } } },
    });
    await serviceManaged(cfn, 'a', {
      TemplateBody: role,
      Capabilities: ['CAPABILITY_IAM'],
      Tags: [{ Key: 'k', Value: 'v' }],
      Parameters: [{ ParameterKey: 'Days', ParameterValue: '90' }],
    });
    expect(await refusal(cfn.updateStackSet({ StackSetName: 'a', UsePreviousTemplate: true }))).toMatch(
      /^InsufficientCapabilities/,
    );
    await cfn.updateStackSet({
      StackSetName: 'a',
      UsePreviousTemplate: true,
      Capabilities: ['CAPABILITY_IAM'],
      Parameters: [{ ParameterKey: 'Days', UsePreviousValue: true }],
    });
    const { StackSet: kept } = await cfn.describeStackSet({ StackSetName: 'a' });
    expect(kept).toMatchObject({ Parameters: [{ ParameterValue: '90' }], Tags: [{ Key: 'k', Value: 'v' }] });
    await cfn.updateStackSet({
      StackSetName: 'a',
      UsePreviousTemplate: true,
      Capabilities: ['CAPABILITY_IAM'],
      Tags: [],
    });
    const { StackSet: reset } = await cfn.describeStackSet({ StackSetName: 'a' });
    expect(reset).toMatchObject({ Parameters: [], Tags: [] });
  });

  test('keeps the new template also when it fails everywhere', async () => {
    const { cfn, simulator } = stage();
    await serviceManaged(cfn, 'a');
    await deploy(cfn, 'a', [UNIT.lab]);
    simulator.faults.add({
      operation: 'cloudformation:UpdateStackSet',
      outcome: { failAccounts: { '300000000003': 'no more topics' } },
    });
    const TemplateBody = TEMPLATE.replace('alarms', 'alerts');
    const { OperationId } = await cfn.updateStackSet({ StackSetName: 'a', TemplateBody });
    expect(await status(cfn, 'a', OperationId ?? '')).toBe('FAILED');
    expect((await cfn.describeStackSet({ StackSetName: 'a' })).StackSet?.TemplateBody).toBe(TemplateBody);
    expect(await instances(cfn, 'a')).toEqual({ '300000000003/ap-northeast-1': 'OUTDATED FAILED stack' });
  });

  test('cannot go to chosen targets and change automatic deployment', async () => {
    const { cfn } = stage();
    await serviceManaged(cfn, 'a');
    const call = cfn.updateStackSet({
      StackSetName: 'a',
      UsePreviousTemplate: true,
      AutoDeployment: { Enabled: false },
      DeploymentTargets: { OrganizationalUnitIds: [UNIT.lab] },
      Regions: [HOME],
    });
    expect(await refusal(call)).toMatch(/AutoDeployment cannot be specified together/);
  });
});

test('the management account never gets a service-managed instance', async () => {
  const { cfn } = stage();
  await serviceManaged(cfn, 'a');
  await deploy(cfn, 'a', [ROOT]);
  expect(Object.keys(await instances(cfn, 'a')).filter((key) => key.startsWith(MANAGEMENT))).toEqual([]);
  expect(Object.keys(await instances(cfn, 'a'))).toHaveLength(5);
});
