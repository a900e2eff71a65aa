import { describe, expect, test } from '@jest/globals';
import { GetControlCommand, ListControlsCommand } from '../../../src/aws/controlcatalog-commands.js';
import type { JsonObject } from '../../../src/model.js';
import { parseCatalog } from '../../../src/simulator/index.js';
import { catalogSandbox, pages } from './support.js';

const arn = (id: string): string => `arn:aws:controlcatalog:::control/${id}`;
const ROOT_USER = '5kvme4m5d2b4d7if2fs5yg2ui';

const listing = (...controls: JsonObject[]): JsonObject => ({ Controls: controls });
const element = (id: string, more: JsonObject = {}): JsonObject => ({
  Arn: arn(id),
  Name: `Control ${id}`,
  Description: 'given',
  ...more,
});

describe("a user's own catalog", () => {
  test('is listed instead of our own, with what Control Tower enables by itself', async () => {
    const catalog = parseCatalog(
      listing(
        element('newcontrolaaaaaaaaaaaaaaa', {
          Behavior: 'DETECTIVE',
          Aliases: ['CONFIG.NEW.DT.1'],
          Implementation: { Type: 'AWS::Config::ConfigRule', Identifier: 'NEW_RULE' },
          CreateTime: '2026-01-02T00:00:00+00:00',
          GovernedResources: ['AWS::S3::Bucket'],
        }),
      ),
    );
    const { catalog: client } = catalogSandbox({ catalog });
    const found = await pages((token) => client.send(new ListControlsCommand(token)));
    const controls = found.flatMap((page) => page.Controls ?? []);
    expect(controls[0]).toEqual({
      Arn: arn('newcontrolaaaaaaaaaaaaaaa'),
      Aliases: ['CONFIG.NEW.DT.1'],
      Name: 'Control newcontrolaaaaaaaaaaaaaaa',
      Description: 'given',
      Behavior: 'DETECTIVE',
      Implementation: { Type: 'AWS::Config::ConfigRule', Identifier: 'NEW_RULE' },
      CreateTime: new Date('2026-01-02'),
      GovernedResources: ['AWS::S3::Bucket'],
    });
    const aliases = controls.slice(1).flatMap(({ Aliases }) => Aliases ?? []);
    expect(aliases).toContain('AWS-GR_CONFIG_ENABLED');
    expect(aliases).not.toContain('CT.MULTISERVICE.PV.1');
  });

  test('what a listing leaves out is taken from our own table, else from the implementation', async () => {
    const scp = { Type: 'AWS::Organizations::Policy::SERVICE_CONTROL_POLICY' };
    const { catalog } = catalogSandbox({
      catalog: parseCatalog(
        listing(
          element(ROOT_USER),
          element('newpolicyaaaaaaaaaaaaaaaa', { Implementation: scp }),
          element('newhookaaaaaaaaaaaaaaaaaa', { Implementation: { Type: 'AWS::CloudFormation::Type::HOOK' } }),
        ),
      ),
    });
    const get = (id: string) => catalog.send(new GetControlCommand({ ControlArn: arn(id) }));
    expect(await get(ROOT_USER)).toMatchObject({
      Aliases: ['AWS-GR_RESTRICT_ROOT_USER'],
      Parameters: [{ Name: 'ExemptedPrincipalArns' }, { Name: 'ExemptAssumeRoot' }],
    });
    expect(await get('newpolicyaaaaaaaaaaaaaaaa')).toMatchObject({
      Behavior: 'PREVENTIVE',
      RegionConfiguration: { Scope: 'GLOBAL' },
    });
    expect(await get('newhookaaaaaaaaaaaaaaaaaa')).toMatchObject({
      Behavior: 'PROACTIVE',
      RegionConfiguration: { Scope: 'REGIONAL' },
      Parameters: [],
    });
  });

  test('an element may carry what only get-control tells', async () => {
    const { catalog } = catalogSandbox({
      catalog: parseCatalog(
        listing(
          element('newcontrolaaaaaaaaaaaaaaa', {
            RegionConfiguration: { Scope: 'REGIONAL', DeployableRegions: ['us-east-1'] },
            Parameters: [{ Name: 'AllowedRegions', Requirement: 'REQUIRED' }],
            CreateTime: 1_669_593_600,
          }),
        ),
      ),
    });
    expect(await catalog.send(new GetControlCommand({ ControlArn: arn('newcontrolaaaaaaaaaaaaaaa') }))).toMatchObject({
      RegionConfiguration: { Scope: 'REGIONAL', DeployableRegions: ['us-east-1'] },
      Parameters: [{ Name: 'AllowedRegions' }],
      CreateTime: new Date(1_669_593_600_000),
    });
  });

  test.each([
    ['another document', { LandingZones: [] }, /Controls/],
    ['an empty listing', listing(), /lists no control/],
    ['an ARN that is none', listing(element('x', { Arn: 'x' })), /Controls\.0\.Arn: is not the ARN of a control/],
    ['the same control twice', listing(element('aaa'), element('aaa')), /aaa is listed twice/],
    ['a behaviour that is none', listing(element('aaa', { Behavior: 'CORRECTIVE' })), /Controls\.0\.Behavior/],
  ])('%s is refused', (_what, given, message) => {
    expect(() => parseCatalog(given)).toThrow(message);
  });

  test('a reset keeps it', async () => {
    const { simulator, catalog } = catalogSandbox({ catalog: parseCatalog(listing(element('aaa'))) });
    simulator.reset();
    const { Controls = [] } = await catalog.send(new ListControlsCommand({}));
    expect(Controls[0]?.Arn).toBe(arn('aaa'));
  });
});
