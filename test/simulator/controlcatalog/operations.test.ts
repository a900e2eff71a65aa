import { describe, expect, test } from '@jest/globals';
import {
  GetControlCommand,
  ListCommonControlsCommand,
  ListControlMappingsCommand,
  ListControlsCommand,
  ListDomainsCommand,
  ListObjectivesCommand,
} from '../../../src/aws/controlcatalog-commands.js';
import { unkind } from '../../../src/simulator/index.js';
import { CATALOG } from '../../../src/simulator/services/controlcatalog/catalog/index.js';
import { catalogSandbox, pages, raw, refusal } from './support.js';

const REGION_DENY = 'arn:aws:controlcatalog:::control/ka8e3pkqefnjsxuyc26ji580';
const CODEBUILD = 'arn:aws:controlcatalog:::control/4b0nsxnd47747up54ytdqesxi';

describe('GetControl', () => {
  test('a global control has parameters and no Regions', async () => {
    const { catalog } = catalogSandbox();
    const control = await catalog.send(new GetControlCommand({ ControlArn: REGION_DENY }));
    expect(control).toMatchObject({
      Arn: REGION_DENY,
      Aliases: ['CT.MULTISERVICE.PV.1'],
      Behavior: 'PREVENTIVE',
      Severity: 'MEDIUM',
      Implementation: { Type: 'AWS::Organizations::Policy::SERVICE_CONTROL_POLICY' },
      Parameters: [{ Name: 'AllowedRegions' }, { Name: 'ExemptedPrincipalArns' }, { Name: 'ExemptedActions' }],
    });
    expect(control.RegionConfiguration).toEqual({ Scope: 'GLOBAL' });
    expect(control.CreateTime).toEqual(new Date('2023-11-27'));
  });

  test('a regional control lists where it can be deployed, whatever the landing zone governs', async () => {
    const { catalog } = catalogSandbox();
    const control = await catalog.send(new GetControlCommand({ ControlArn: CODEBUILD }));
    expect(control.RegionConfiguration?.Scope).toBe('REGIONAL');
    expect(control.RegionConfiguration?.DeployableRegions).toContain('sa-east-1');
    expect(control.Parameters).toEqual([]);
  });

  test.each([
    ['arn:aws:controltower:us-east-1::control/AWS-GR_ENCRYPTED_VOLUMES', '503uicglhjkokaajywfpt6ros'],
    ['arn:aws:controltower:eu-west-1::control/AWS-GR_ENCRYPTED_VOLUMES', '503uicglhjkokaajywfpt6ros'],
    ['arn:aws:controltower:us-east-1::control/YEHYWYAUIQHZ', '4b0nsxnd47747up54ytdqesxi'],
  ])('the regional form %s is answered with the global one', async (arn, id) => {
    const { catalog } = catalogSandbox();
    const control = await catalog.send(new GetControlCommand({ ControlArn: arn }));
    expect(control.Arn).toBe(`arn:aws:controlcatalog:::control/${id}`);
  });

  test('opaque regional identifiers differ from Region to Region', async () => {
    const { catalog } = catalogSandbox();
    const elsewhere = new GetControlCommand({ ControlArn: 'arn:aws:controltower:eu-west-1::control/YEHYWYAUIQHZ' });
    expect(await refusal(catalog.send(elsewhere))).toMatch(/^ResourceNotFoundException/);
  });

  test.each([
    ['an alias in an ARN', 'arn:aws:controltower:us-east-1::control/CT.S3.PR.1', 'ValidationException'],
    [
      'an alias as an opaque id',
      'arn:aws:controlcatalog:::control/AWS-GR_ENCRYPTED_VOLUMES',
      'ResourceNotFoundException',
    ],
    [
      'another partition',
      'arn:aws-us-gov:controlcatalog:::control/503uicglhjkokaajywfpt6ros',
      'ResourceNotFoundException',
    ],
    ['an unknown id', 'arn:aws:controlcatalog:::control/aaaaaaaaaaaaaaaaaaaaaaaaa', 'ResourceNotFoundException'],
    ['a bare alias', 'CT.MULTISERVICE.PV.1', 'ValidationException'],
  ])('%s is refused', async (_what, arn, code) => {
    const { catalog } = catalogSandbox();
    expect(await refusal(catalog.send(new GetControlCommand({ ControlArn: arn })))).toMatch(new RegExp(`^${code}`));
  });

  test('on the wire times are epoch seconds, and an error has the member Message', async () => {
    const { simulator } = catalogSandbox();
    const found = await raw(simulator, '/get-control', { ControlArn: CODEBUILD });
    expect(found.body['CreateTime']).toBe(1_669_593_600);
    const missing = await raw(simulator, '/get-control', {
      ControlArn: 'arn:aws:controlcatalog:::control/aaaaaaaaaaaaaaaaaaaaaaaaa',
    });
    expect(missing.status).toBe(404);
    expect(missing.headers['x-amzn-errortype']).toBe('ResourceNotFoundException');
    expect(Object.keys(missing.body).sort()).toEqual(['Message', '__type']);
  });
});

describe('ListControls', () => {
  test('a hundred a page; summaries tell neither Regions nor parameters', async () => {
    const { catalog } = catalogSandbox();
    const found = await pages((token) => catalog.send(new ListControlsCommand(token)));
    expect(found[0]?.Controls).toHaveLength(100);
    const controls = found.flatMap((page) => page.Controls ?? []);
    expect(controls).toHaveLength(CATALOG.length);
    expect(new Set(controls.flatMap((control) => Object.keys(control)))).toEqual(
      new Set(['Arn', 'Aliases', 'Name', 'Description', 'Behavior', 'Severity', 'Implementation', 'CreateTime']),
    );
    expect(controls.every(({ Arn }) => Arn?.startsWith('arn:aws:controlcatalog:::control/'))).toBe(true);
  });

  test('page size and token travel in the query, the next token comes back in the body', async () => {
    const { simulator } = catalogSandbox();
    const first = await raw(simulator, '/list-controls', {}, { query: { maxResults: '3' } });
    expect(first.body['Controls']).toHaveLength(3);
    const nextToken = String(first.body['NextToken']);
    const second = await raw(simulator, '/list-controls', {}, { query: { maxResults: '3', nextToken } });
    expect(second.body['Controls']).not.toEqual(first.body['Controls']);
    const foreign = await raw(simulator, '/domains', {}, { query: { nextToken } });
    expect(foreign).toMatchObject({ status: 400, body: { __type: 'ValidationException' } });
  });

  test('filtered by implementation: identifiers are not unique', async () => {
    const { catalog } = catalogSandbox();
    const rules = await catalog.send(
      new ListControlsCommand({ Filter: { Implementations: { Identifiers: ['S3_BUCKET_PUBLIC_READ_PROHIBITED'] } } }),
    );
    expect(rules.Controls?.flatMap(({ Aliases }) => Aliases ?? [])).toEqual([
      'AWS-GR_AUDIT_BUCKET_PUBLIC_READ_PROHIBITED',
      'AWS-GR_S3_BUCKET_PUBLIC_READ_PROHIBITED',
    ]);
    const types = ['AWS::Organizations::Policy::DECLARATIVE_POLICY_EC2'];
    const declarative = await catalog.send(new ListControlsCommand({ Filter: { Implementations: { Types: types } } }));
    expect(declarative.Controls).toHaveLength(4);
  });

  test.each([
    [{ query: { maxResults: '101' } }, {}],
    [{ query: { maxResults: '0' } }, {}],
    [{ query: {} }, { Filter: { Implementations: { Types: ['A::B::C', 'A::B::D'] } } }],
    [{ query: {} }, { Filter: { Implementations: { Types: [] } } }],
    [{ query: {} }, { Filter: { Implementations: { Types: ['ConfigRule'] } } }],
    [{ query: {} }, { Filter: { Implementations: { Identifiers: ['a b'] } } }],
  ])('what the model does not allow is a ValidationException: %j %j', async (options, body) => {
    const { simulator } = catalogSandbox();
    expect(await raw(simulator, '/list-controls', body, options)).toMatchObject({
      status: 400,
      body: { __type: 'ValidationException' },
    });
  });

  test('with small and empty pages everything is told once', async () => {
    const { catalog } = catalogSandbox({ ...unkind, rates: { speed: 'off' } });
    const found = await pages((token) => catalog.send(new ListControlsCommand(token)));
    const arns = found.flatMap((page) => page.Controls ?? []).map(({ Arn }) => Arn);
    expect(arns).toHaveLength(CATALOG.length);
    expect(new Set(arns).size).toBe(CATALOG.length);
    expect(found.some((page) => page.Controls?.length === 0)).toBe(true);
  });
});

describe('the ontology', () => {
  test('domains, their objectives, and the common controls of an objective', async () => {
    const { catalog } = catalogSandbox();
    const domains = await catalog.send(new ListDomainsCommand({}));
    const Arn = domains.Domains?.find(({ Name }) => Name === 'Data protection')?.Arn;
    const objectives = await catalog.send(new ListObjectivesCommand({ ObjectiveFilter: { Domains: [{ Arn }] } }));
    expect(objectives.Objectives?.map(({ Domain }) => Domain?.Arn)).toEqual([Arn, Arn]);
    const objective = objectives.Objectives?.find(({ Name }) => Name === 'Encrypt data')?.Arn;
    const common = await catalog.send(
      new ListCommonControlsCommand({ CommonControlFilter: { Objectives: [{ Arn: objective }] } }),
    );
    expect(common.CommonControls?.map(({ Name }) => Name)).toEqual(['Encryption at rest', 'Encryption in transit']);
    expect(common.CommonControls?.every(({ Domain }) => Domain?.Arn === Arn)).toBe(true);
    const all = await catalog.send(new ListCommonControlsCommand({}));
    expect(all.CommonControls?.length).toBeGreaterThan(common.CommonControls?.length ?? 0);
  });

  test('only one filter at a time', async () => {
    const { simulator } = catalogSandbox();
    const domains = await raw(simulator, '/domains');
    const arns = (domains.body['Domains'] as { Arn: string }[]).map(({ Arn }) => ({ Arn }));
    const answer = await raw(simulator, '/objectives', { ObjectiveFilter: { Domains: arns.slice(0, 2) } });
    expect(answer).toMatchObject({ status: 400, body: { __type: 'ValidationException' } });
  });

  test('mappings: three types, each a union of one member; relations hold both ways', async () => {
    const { catalog } = catalogSandbox();
    const { ControlMappings = [] } = await catalog.send(new ListControlMappingsCommand({}));
    expect(new Set(ControlMappings.map(({ MappingType }) => MappingType))).toEqual(
      new Set(['FRAMEWORK', 'COMMON_CONTROL', 'RELATED_CONTROL']),
    );
    const s3 = CATALOG.find(({ aliases }) => aliases.includes('SH.S3.1'));
    const hook = CATALOG.find(({ aliases }) => aliases.includes('CT.S3.PR.1'));
    const related = async (id: string | undefined) =>
      (
        await catalog.send(
          new ListControlMappingsCommand({
            Filter: {
              ControlArns: [`arn:aws:controlcatalog:::control/${id}`],
              MappingTypes: ['RELATED_CONTROL'],
            },
          }),
        )
      ).ControlMappings?.map(({ Mapping }) => Mapping);
    expect(await related(s3?.id)).toEqual([
      { RelatedControl: { ControlArn: `arn:aws:controlcatalog:::control/${hook?.id}`, RelationType: 'COMPLEMENTARY' } },
    ]);
    expect(await related(hook?.id)).toEqual([
      { RelatedControl: { ControlArn: `arn:aws:controlcatalog:::control/${s3?.id}`, RelationType: 'COMPLEMENTARY' } },
    ]);
  });

  test('mappings may be a thousand a page, and no more', async () => {
    const { simulator } = catalogSandbox();
    expect(await raw(simulator, '/list-control-mappings', {}, { query: { maxResults: '1000' } })).toMatchObject({
      status: 200,
    });
    expect(await raw(simulator, '/list-control-mappings', {}, { query: { maxResults: '1001' } })).toMatchObject({
      status: 400,
    });
  });
});
