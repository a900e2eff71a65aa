import { describe, expect, it } from '@jest/globals';
import { CONTROL, HOME, sessionOver } from './session-over.js';
import { scopeOf } from './stub-transport.js';

describe('the session', () => {
  it('asks Control Tower, the catalog and the tag index in the home Region', async () => {
    const control = {
      Arn: 'arn:aws:controlcatalog:::control/5kvme4m5d2b4d7if2fs5yg2ui',
      Name: 'Disallow actions as a root user',
      Description: 'd',
      Aliases: ['AWS-GR_RESTRICT_ROOT_USER'],
      Behavior: 'PREVENTIVE',
      Severity: 'HIGH',
      Implementation: { Type: 'AWS::Organizations::Policy::SERVICE_CONTROL_POLICY' },
    };
    const { aws, sent } = sessionOver(
      { body: { baselines: [] } },
      { body: { Controls: [], NextToken: 'more' } },
      { body: { Controls: [control] } },
      { body: { ...control, RegionConfiguration: { Scope: 'GLOBAL' }, Parameters: [{ Name: 'ExemptAssumeRoot' }] } },
      { body: { ResourceTagMappingList: [{ ResourceARN: CONTROL, Tags: [{ Key: 'a', Value: '1' }] }] } },
    );
    await aws.controlTower.baselines();
    const record = {
      arn: control.Arn,
      aliases: control.Aliases,
      name: control.Name,
      description: 'd',
      behavior: 'PREVENTIVE',
      severity: 'HIGH',
      implementation: { type: control.Implementation.Type },
    };
    expect(await aws.controlCatalog.controls()).toEqual([record]);
    expect(await aws.controlCatalog.control(control.Arn)).toEqual({
      ...record,
      scope: 'GLOBAL',
      parameters: ['ExemptAssumeRoot'],
    });
    expect(await aws.controlTowerTags.all()).toEqual(new Map([[CONTROL, { a: '1' }]]));
    expect(sent.map(scopeOf)).toEqual([
      `${HOME}/controltower`,
      `${HOME}/controlcatalog`,
      `${HOME}/controlcatalog`,
      `${HOME}/controlcatalog`,
      `${HOME}/tagging`,
    ]);
    expect(sent[1]?.query).toEqual({ maxResults: '100' });
    expect(sent[2]?.query).toEqual({ maxResults: '100', nextToken: 'more' });
    expect(JSON.parse(sent[4]?.body ?? '')).toMatchObject({ ResourceTypeFilters: ['controltower'] });
  });

  it('asks nothing before it is used, and is the same session in another Region', async () => {
    const { aws, sent } = sessionOver({ body: { baselines: [] } });
    const elsewhere = aws.inHomeRegion('eu-west-1');
    expect(elsewhere.inHomeRegion(HOME)).toBe(aws);
    expect(elsewhere.organizations).toBe(aws.organizations);
    expect(sent).toEqual([]);
    await elsewhere.controlTower.baselines();
    expect(sent.map(scopeOf)).toEqual(['eu-west-1/controltower']);
    expect(aws.calls()).toEqual([{ api: 'controltower:ListBaselines', calls: 1, throttled: 0 }]);
  });
});
