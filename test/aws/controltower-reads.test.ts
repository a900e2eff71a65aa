import { describe, expect, it } from '@jest/globals';
import { BASELINE, bodies, CONTROL, ENABLED, HOME, OPERATION, sessionOver, UNIT, ZONE } from './session-over.js';

describe('reading the landing zone', () => {
  const detail = {
    arn: ZONE,
    version: '3.3',
    latestAvailableVersion: '4.0',
    status: 'ACTIVE',
    driftStatus: { status: 'IN_SYNC' },
    remediationTypes: ['INHERITANCE_DRIFT'],
    manifest: { governedRegions: [HOME, 'us-east-1'], accessManagement: { enabled: true } },
  };

  it('lists, gets, and keeps what it read until it is told to forget', async () => {
    const { aws, sent } = sessionOver(
      { body: { landingZones: [{ arn: ZONE }], nextToken: '' } },
      { body: { landingZone: detail } },
      { body: { landingZones: [] } },
    );
    const expected = {
      arn: ZONE,
      version: '3.3',
      latestVersion: '4.0',
      status: 'ACTIVE',
      drift: 'IN_SYNC',
      governedRegions: [HOME, 'us-east-1'],
      manifest: detail.manifest,
      autoEnroll: true,
    };
    expect(await aws.controlTower.landingZone()).toEqual(expected);
    expect(await aws.controlTower.landingZone()).toEqual(expected);
    expect(sent.map(({ path }) => path)).toEqual(['/list-landingzones', '/get-landingzone']);
    expect(bodies(sent)[1]).toEqual({ landingZoneIdentifier: ZONE });
    aws.forget();
    expect(await aws.controlTower.landingZone()).toBeUndefined();
  });

  it('takes what AWS leaves out for what it means', async () => {
    const { aws } = sessionOver(
      { body: { landingZones: [{ arn: ZONE }] } },
      { body: { landingZone: { version: '4.0', manifest: {} } } },
    );
    expect(await aws.controlTower.landingZone()).toEqual({
      arn: ZONE,
      version: '4.0',
      status: 'ACTIVE',
      governedRegions: [],
      manifest: {},
      autoEnroll: false,
    });
  });

  it('says which Region is the home, when it was asked in another', async () => {
    const { aws, sent } = sessionOver({ body: { landingZones: [{ arn: ZONE }] } });
    const elsewhere = aws.inHomeRegion('us-east-1');
    await expect(elsewhere.controlTower.landingZone()).rejects.toThrow(
      `organization.homeRegion: us-east-1 is not the home Region of the landing zone (${ZONE}): write homeRegion: ${HOME}`,
    );
    expect(sent.map(({ host }) => host)).toEqual(['controltower.us-east-1.amazonaws.com']);
  });

  it('finds the operation that runs, anew each time', async () => {
    const running = { operationIdentifier: OPERATION, operationType: 'RESET', status: 'IN_PROGRESS' };
    const { aws, sent } = sessionOver(
      { body: { landingZoneOperations: [], nextToken: 'more' } },
      { body: { landingZoneOperations: [running] } },
      { body: { landingZoneOperations: [] } },
    );
    expect(await aws.controlTower.landingZoneOperation()).toEqual({
      id: OPERATION,
      type: 'RESET',
      status: 'IN_PROGRESS',
    });
    expect(await aws.controlTower.landingZoneOperation()).toBeUndefined();
    expect(bodies(sent)[1]).toEqual({ filter: { statuses: ['IN_PROGRESS'] }, maxResults: 100, nextToken: 'more' });
  });
});

describe('reading baselines and controls', () => {
  it('reads every page, the empty ones too, and no page smaller than AWS takes', async () => {
    const child = {
      arn: `${ENABLED}C`,
      baselineIdentifier: BASELINE,
      targetIdentifier: 'arn:aws:organizations::111111111111:account/o-abcde12345/222222222222',
      parentIdentifier: ENABLED,
      statusSummary: { status: 'FAILED', lastOperationIdentifier: OPERATION },
      driftStatusSummary: { types: { inheritance: { status: 'DRIFTED' } } },
    };
    const parent = {
      arn: ENABLED,
      baselineIdentifier: BASELINE,
      baselineVersion: '5.0',
      targetIdentifier: UNIT,
      statusSummary: { status: 'SUCCEEDED' },
    };
    const { aws, sent } = sessionOver(
      { body: { enabledBaselines: [], nextToken: 't1' } },
      { body: { enabledBaselines: [parent], nextToken: 't2' } },
      { body: { enabledBaselines: [child], nextToken: '' } },
      { body: { baselines: [{ arn: BASELINE, name: 'AWSControlTowerBaseline' }] } },
    );
    expect(await aws.controlTower.enabledBaselines()).toEqual([
      { arn: ENABLED, baselineArn: BASELINE, targetArn: UNIT, version: '5.0', status: 'SUCCEEDED' },
      {
        arn: `${ENABLED}C`,
        baselineArn: BASELINE,
        targetArn: child.targetIdentifier,
        status: 'FAILED',
        operationId: OPERATION,
        inheritance: 'DRIFTED',
        parentArn: ENABLED,
      },
    ]);
    expect(await aws.controlTower.baselines()).toEqual(new Map([['AWSControlTowerBaseline', BASELINE]]));
    expect(bodies(sent)).toEqual([
      { includeChildren: true, maxResults: 100 },
      { includeChildren: true, maxResults: 100, nextToken: 't1' },
      { includeChildren: true, maxResults: 100, nextToken: 't2' },
      { maxResults: 100 },
    ]);
  });

  it('reads controls of the whole organization, and of one what the list does not show', async () => {
    const summary = {
      arn: CONTROL,
      controlIdentifier: `arn:aws:controltower:${HOME}::control/AWS-GR_RESTRICT_ROOT_USER`,
      targetIdentifier: UNIT,
      statusSummary: { status: 'UNDER_CHANGE', lastOperationIdentifier: OPERATION },
      driftStatusSummary: {
        driftStatus: 'DRIFTED',
        types: { inheritance: { status: 'IN_SYNC' }, resource: { status: 'DRIFTED' } },
      },
    };
    const record = {
      arn: CONTROL,
      controlIdentifier: summary.controlIdentifier,
      targetArn: UNIT,
      status: 'UNDER_CHANGE',
      operationId: OPERATION,
      drift: 'DRIFTED',
      inheritance: 'IN_SYNC',
      resource: 'DRIFTED',
    };
    const parameters = [{ key: 'ExemptAssumeRoot', value: true }];
    const { aws, sent } = sessionOver(...Array.from({ length: 4 }, () => ({ body: { enabledControls: [summary] } })), {
      body: { enabledControlDetails: { ...summary, parameters, targetRegions: [{ name: HOME }] } },
    });
    expect(await aws.controlTower.enabledControls()).toEqual([record]);
    await aws.controlTower.enabledControls({ children: true });
    await aws.controlTower.enabledControls({ children: true, only: 'failed' });
    await aws.controlTower.enabledControls({ children: true, only: 'inheritance-drifted' });
    expect(await aws.controlTower.enabledControl(CONTROL)).toEqual({ ...record, parameters, targetRegions: [HOME] });
    expect(bodies(sent)).toEqual([
      { maxResults: 200 },
      { includeChildren: true, maxResults: 200 },
      { includeChildren: true, filter: { statuses: ['FAILED'] }, maxResults: 200 },
      { includeChildren: true, filter: { inheritanceDriftStatuses: ['DRIFTED'] }, maxResults: 200 },
      { enabledControlIdentifier: CONTROL },
    ]);
  });

  it('does not take a state that AWS does not tell for settled', async () => {
    const { aws } = sessionOver({ body: { enabledControls: [{ arn: CONTROL }] } });
    expect(await aws.controlTower.enabledControls()).toMatchObject([{ arn: CONTROL, status: 'UNDER_CHANGE' }]);
  });

  it('polls operations anew each time', async () => {
    const { aws } = sessionOver(
      { body: { baselineOperation: { status: 'IN_PROGRESS' } } },
      { body: { baselineOperation: { status: 'FAILED', statusMessage: 'pre-check failures' } } },
      { body: { controlOperation: { status: 'SUCCEEDED', statusMessage: 'Operation was successful.' } } },
    );
    expect(await aws.controlTower.baselineOperation(OPERATION)).toEqual({ status: 'IN_PROGRESS' });
    expect(await aws.controlTower.baselineOperation(OPERATION)).toEqual({
      status: 'FAILED',
      message: 'pre-check failures',
    });
    expect(await aws.controlTower.controlOperation(OPERATION)).toMatchObject({ status: 'SUCCEEDED' });
  });
});
