import { catalogRecord, enabled, type FakeOptions, global, read, regional, wanted } from './fake.js';
import { planned } from './planned.js';

const SSH = 'AWS-GR_RESTRICTED_SSH';
const SSH_ID = '6rilu41n0gb9w6mxrkyewoer4';

describe('names', () => {
  test('either form of identifier is the address that is declared', async () => {
    for (const identifier of [regional(SSH), global(SSH_ID)]) {
      const { live, asked } = await read({ records: [enabled(identifier, 'unit:Workloads')] });
      expect(live.map(({ address }) => address)).toEqual([`control:${SSH}@unit:Workloads`]);
      expect(asked).not.toContain('ListControls');
    }
  });

  test('a control that only the catalog knows is named by its alias, or as the manifest names it', async () => {
    const id = 'abcdefghijklmnopqrstuvwx1';
    const options: FakeOptions = {
      records: [enabled(global(id), 'unit:Workloads')],
      catalog: [catalogRecord(id, ['CT.NEW.PR.1'])],
    };
    expect((await read(options)).live.map(({ address }) => address)).toEqual(['control:CT.NEW.PR.1@unit:Workloads']);
    const declared = [wanted(`control:${id}@unit:Workloads`)];
    expect(await planned({ ...options, declared })).toMatchObject({ changes: [], problems: [] });
  });

  test('an identifier of one Region is looked up by itself', async () => {
    const id = 'abcdefghijklmnopqrstuvwx1';
    const { live, asked } = await read({
      records: [enabled(regional('TKFQGXOBPOPS'), 'unit:Workloads')],
      catalog: [catalogRecord(id, ['TKFQGXOBPOPS'])],
    });
    expect(asked).toContain('GetControl');
    // One that is met costs one call, not the whole catalog.
    expect(asked).not.toContain('ListControls');
    expect(live).toHaveLength(1);
  });

  test('the same control under two names is a contradiction', async () => {
    const id = 'abcdefghijklmnopqrstuvwx1';
    const declared = [wanted('control:CT.NEW.PR.1@unit:Workloads'), wanted(`control:${id}@unit:Workloads`)];
    const { problems } = await planned({ declared, catalog: [catalogRecord(id, ['CT.NEW.PR.1'])] });
    expect(problems).toEqual([expect.stringMatching(/^contradiction: .* are the same control under two names$/)]);
  });
});

describe('what the catalog tells', () => {
  test('a control that does not exist, with what was meant', async () => {
    const { problems } = await read({
      declared: [wanted('control:CT.S3.PX.1@unit:Workloads'), wanted('control:CT.S3.PX.1@unit:Sandbox')],
      catalog: [catalogRecord('abcdefghijklmnopqrstuvwx1', ['CT.S3.PR.1'])],
    });
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'control-unknown',
        hint: 'did you mean "CT.S3.PR.1"?',
        origin: { file: 'manifest.yaml', line: 9, column: 5 },
      }),
    ]);
  });

  test('a parameter that it does not have', async () => {
    const declared = [
      wanted('control:CT.EC2.PV.1@unit:Workloads', {
        parameters: { ExemptedPrincipalARNs: ['arn:aws:iam::*:role/x'] },
      }),
    ];
    const { problems } = await read({
      declared,
      catalog: [catalogRecord('97hes2glndlye96adkdcdeef4', ['CT.EC2.PV.1'], ['ExemptedPrincipalArns'])],
    });
    expect(problems.map(({ message, hint }) => `${message}; ${hint}`)).toEqual([
      'CT.EC2.PV.1 has no parameter "ExemptedPrincipalARNs": it takes ExemptedPrincipalArns; did you mean "ExemptedPrincipalArns"?',
    ]);
  });

  test('old guardrails need no catalog', async () => {
    const { asked } = await read({ declared: [wanted(`control:${SSH}@unit:Workloads`)] });
    expect(asked).not.toContain('ListControls');
    // Accounts' parts are asked for as well: only they tell who lacks a detective control.
    expect(asked.filter((call) => call === 'ListEnabledControls')).toHaveLength(1);
  });
});

describe('whose it is', () => {
  const control = enabled(regional('AWS-GR_RESTRICT_ROOT_USER'), 'unit:Workloads');
  const address = 'control:AWS-GR_RESTRICT_ROOT_USER@unit:Workloads' as const;
  const parameters = { [control.arn]: [{ key: 'ExemptAssumeRoot', value: true }] };
  const alike = wanted(address, { parameters: { ExemptAssumeRoot: true } });
  const strange = { [control.arn]: {} };

  test('somebody else enabled it with the same parameters: adopted', async () => {
    expect((await planned({ records: [control], parameters, tags: strange, declared: [alike] })).changes).toEqual([
      `adopt declared ${address}`,
    ]);
  });
  test('with others only when the manifest says so', async () => {
    const other = wanted(address);
    const refused = await planned({ records: [control], parameters, tags: strange, declared: [other] });
    expect(refused).toMatchObject({
      changes: [],
      problems: [expect.stringMatching(/^not-ours: .*differs in parameters/)],
    });
    const adopted = await planned({
      records: [control],
      parameters,
      tags: strange,
      declared: [{ ...other, adopt: true }],
    });
    expect(adopted.changes).toEqual([`adopt declared ${address}`]);
  });
  test('ours: parameters are compared as sets, and taken away when undeclared', async () => {
    const regions = enabled(global('ka8e3pkqefnjsxuyc26ji580'), 'unit:Workloads');
    const stored = { [regions.arn]: [{ key: 'AllowedRegions', value: ['us-east-1', 'ap-northeast-1'] }] };
    const declared = [
      wanted('control:CT.MULTISERVICE.PV.1@unit:Workloads', {
        parameters: { AllowedRegions: ['ap-northeast-1', 'us-east-1'] },
      }),
    ];
    const catalog = [catalogRecord('ka8e3pkqefnjsxuyc26ji580', ['CT.MULTISERVICE.PV.1'], ['AllowedRegions'])];
    expect(await planned({ records: [regions], parameters: stored, declared, catalog })).toMatchObject({
      changes: [],
      problems: [],
    });
    expect((await planned({ records: [control], parameters, declared: [wanted(address)] })).changes).toEqual([
      `update changed ${address}`,
    ]);
    expect((await planned({ records: [control], parameters })).changes).toEqual([`remove removed ${address}`]);
  });
  test("mandatory ones and others' are left alone; their tags are not even read", async () => {
    const records = [enabled(regional('AWS-GR_CONFIG_ENABLED'), 'unit:Workloads')];
    const { asked, live } = await read({ records });
    expect(live.map(({ managedBy }) => managedBy)).toEqual(['control-tower']);
    expect(asked.filter((call) => call !== 'ListEnabledControls')).toEqual([]);
    expect((await planned({ records: [control], tags: strange })).changes).toEqual([`notice undeclared ${address}`]);
  });
});

describe('drift and failure', () => {
  const declared = (more = {}) => [wanted('control:SH.S3.1@unit:Workloads', {}, more)];
  const catalog = [catalogRecord('alm61aw5oxpgfgh3bhmish87u', ['SH.S3.1'])];
  const found = (more: object) => [enabled(global('alm61aw5oxpgfgh3bhmish87u'), 'unit:Workloads', more)];
  const drifted = { drift: 'DRIFTED', resource: 'DRIFTED', inheritance: 'IN_SYNC' };

  test('a resource that drifted is reset, or said', async () => {
    expect((await planned({ records: found(drifted), declared: declared(), catalog })).changes).toEqual([
      'repair drift control:SH.S3.1@unit:Workloads',
    ]);
    expect(
      (await planned({ records: found(drifted), declared: declared({ onDrift: 'report' }), catalog })).changes,
    ).toEqual(['notice drift control:SH.S3.1@unit:Workloads']);
  });

  test('of a service control policy nothing is told; should AWS tell, replace asks for it', async () => {
    const scp = (more: object) => [enabled(global('dkjyeuczqj3rnyhn9116p16pw'), 'unit:Workloads', more)];
    const known = [catalogRecord('dkjyeuczqj3rnyhn9116p16pw', ['CT.EC2.PV.2'])];
    const asks = (more = {}, spec = {}) => [wanted('control:CT.EC2.PV.2@unit:Workloads', spec, more)];
    expect(
      (await planned({ records: scp({ drift: 'NOT_CHECKING' }), declared: asks(), catalog: known })).changes,
    ).toEqual([]);
    const told = await planned({ records: scp(drifted), declared: asks(), catalog: known });
    expect(told.changes).toEqual(['notice drift control:CT.EC2.PV.2@unit:Workloads']);
    expect(told.details[0]).toContain('onDrift: replace');
    const replace = asks({ onDrift: 'replace' }, { onDrift: 'replace' });
    expect((await planned({ records: scp(drifted), declared: replace, catalog: known })).changes).toEqual([
      'repair drift control:CT.EC2.PV.2@unit:Workloads',
    ]);
  });

  test('a leftover of a failure is no convergence, and says why it failed', async () => {
    const result = await planned({
      records: found({ status: 'FAILED', operationId: 'x' }),
      declared: declared(),
      catalog,
      operations: { x: { status: 'FAILED', message: 'no room for another policy' } },
    });
    expect(result.changes).toEqual(['repair failed control:SH.S3.1@unit:Workloads']);
    expect(result.details).toEqual(['its last operation failed: no room for another policy']);
  });

  test('what is under change is waited for', async () => {
    const records = found({ status: 'UNDER_CHANGE', operationId: 'x' });
    expect((await planned({ records, declared: declared(), catalog })).changes).toEqual([
      'wait running control:SH.S3.1@unit:Workloads',
    ]);
  });
});
