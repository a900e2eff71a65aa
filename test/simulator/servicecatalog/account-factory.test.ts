import {
  accountArn,
  addUnit,
  enabledBaselines,
  POLLS,
  ROOT,
  registration,
  told,
  topUnit,
  tower,
} from '../controltower/support.js';
import { catalogOf, ended, parametersFor, productOf, provision, refusal } from './support.js';

describe('Account Factory', () => {
  it('makes an account in a registered unit and enrols it; the record tells its id', async () => {
    const on = tower(POLLS);
    const catalog = catalogOf(on);
    const sandbox = await topUnit(on, 'Sandbox');
    const record = await provision(catalog, 'new-one', `Sandbox (${sandbox.id})`);
    const first = await catalog.describeRecord({ Id: record });
    expect(first.RecordDetail).toMatchObject({
      Status: 'IN_PROGRESS',
      RecordType: 'PROVISION_PRODUCT',
      ProvisionedProductType: 'CONTROL_TOWER_ACCOUNT',
    });
    const { status, outputs } = await ended(catalog, record);
    expect(status).toBe('SUCCEEDED');
    const id = outputs['AccountId'] ?? '';
    const { Account } = await on.organizations.describeAccount({ AccountId: id });
    expect(Account).toMatchObject({ Name: 'new-one', Email: 'new-one@example.com', State: 'ACTIVE' });
    const { Parents } = await on.organizations.listParents({ ChildId: id });
    expect(Parents?.[0]?.Id).toBe(sandbox.id);
    const [child] = await enabledBaselines(on, accountArn(id));
    expect(child?.statusSummary?.status).toBe('SUCCEEDED');
    const { ProvisionedProductDetail } = await catalog.describeProvisionedProduct({ Name: 'new-one' });
    expect(ProvisionedProductDetail).toMatchObject({ Status: 'AVAILABLE', LastSuccessfulProvisioningRecordId: record });
    const { ProvisionedProducts } = await catalog.searchProvisionedProducts({
      AccessLevelFilter: { Key: 'Account', Value: 'self' },
      Filters: { SearchQuery: [`physicalId:${id}`] },
    });
    expect(ProvisionedProducts).toMatchObject([
      { Name: 'new-one', PhysicalId: id, ProductName: 'AWS Control Tower Account Factory' },
    ]);
    const { CreateAccountStatuses } = await on.organizations.listCreateAccountStatus({});
    expect(CreateAccountStatuses).toMatchObject([{ AccountId: id, State: 'SUCCEEDED' }]);
  });

  it('a token is good for one record; a name is taken once', async () => {
    const on = tower();
    const catalog = catalogOf(on);
    const sandbox = await topUnit(on, 'Sandbox');
    const request = {
      ...(await productOf(catalog)),
      ProvisionedProductName: 'a',
      ProvisionToken: 'once',
      ProvisioningParameters: parametersFor('a', `Sandbox (${sandbox.id})`),
    };
    const first = await catalog.provisionProduct(request);
    const again = await catalog.provisionProduct(request);
    expect(again.RecordDetail?.RecordId).toBe(first.RecordDetail?.RecordId);
    expect(await refusal(catalog.provisionProduct({ ...request, ProvisionToken: 'twice' }))).toMatch(
      /^DuplicateResourceException/,
    );
    expect((await on.organizations.listCreateAccountStatus({})).CreateAccountStatuses).toHaveLength(1);
  });

  it('asks for all six parameters, and for a unit that is registered, by its id where it is nested', async () => {
    const on = tower();
    const catalog = catalogOf(on);
    const workloads = await addUnit(on, 'Workloads');
    const nested = await addUnit(on, 'Prod', workloads.id);
    const product = await productOf(catalog);
    const ask = (parameters: ReturnType<typeof parametersFor>): Promise<string> =>
      refusal(
        catalog.provisionProduct({
          ...product,
          ProvisionedProductName: 'x',
          ProvisionToken: 'x',
          ProvisioningParameters: parameters,
        }),
      );
    expect(await ask(parametersFor('x', 'Sandbox').slice(0, 3))).toBe(
      'InvalidParametersException: Parameters: [SSOUserEmail, SSOUserFirstName, SSOUserLastName] must have values',
    );
    const unregistered = `Workloads (${workloads.id})`;
    expect(await ask(parametersFor('x', unregistered))).toBe(
      `InvalidParametersException: The parent organizational unit '${unregistered}' is not enrolled in AWS Control Tower.`,
    );
    await on.call('EnableBaseline', await registration(on, workloads.arn));
    await on.call('EnableBaseline', await registration(on, nested.arn));
    expect(await ask(parametersFor('x', 'Prod'))).toMatch(/'Prod' is not enrolled/);
    expect(await ask(parametersFor('x', `Prod (${nested.id})`))).toBe('none');
  });

  it('five at once, and none beside another operation of Control Tower', async () => {
    const on = tower(POLLS);
    const catalog = catalogOf(on);
    const sandbox = `Sandbox (${(await topUnit(on, 'Sandbox')).id})`;
    const records = [];
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) records.push(await provision(catalog, name, sandbox));
    const states = await Promise.all(records.map((record) => ended(catalog, record)));
    expect(states.map(({ status }) => status)).toEqual([...Array(5).fill('SUCCEEDED'), 'FAILED']);
    expect(states[5]?.error).toContain('at most 5');
    const unit = await addUnit(on, 'Workloads');
    await on.call('EnableBaseline', await registration(on, unit.arn));
    expect((await ended(catalog, await provision(catalog, 'g', sandbox))).error).toContain(
      'another AWS Control Tower operation is in progress',
    );
  });

  it('an account that could not be enrolled is there, in the root; an update of its product finishes it', async () => {
    const on = tower();
    const catalog = catalogOf(on);
    const sandbox = await topUnit(on, 'Sandbox');
    on.simulator.faults.add({
      operation: 'servicecatalog:ProvisionProduct',
      outcome: { message: 'AWS Control Tower could not enrol it.' },
      times: 1,
    });
    const record = await provision(catalog, 'half', `Sandbox (${sandbox.id})`);
    expect(await ended(catalog, record)).toMatchObject({
      status: 'FAILED',
      error: 'AWS Control Tower could not enrol it.',
    });
    const failed = (await catalog.describeProvisionedProduct({ Name: 'half' })).ProvisionedProductDetail;
    expect(failed).toMatchObject({ Status: 'ERROR', StatusMessage: 'AWS Control Tower could not enrol it.' });
    const { Accounts } = await on.organizations.listAccountsForParent({ ParentId: ROOT });
    expect(Accounts?.map(({ Name }) => Name)).toContain('half');
    const { RecordDetail } = await catalog.updateProvisionedProduct({
      ...(await productOf(catalog)),
      ProvisionedProductName: 'half',
      UpdateToken: 'again',
      ProvisioningParameters: [{ Key: 'SSOUserLastName', Value: 'C' }],
    });
    const { status, outputs } = await ended(catalog, RecordDetail?.RecordId ?? '');
    expect(status).toBe('SUCCEEDED');
    expect((await enabledBaselines(on, accountArn(outputs['AccountId'] ?? '')))[0]?.statusSummary?.status).toBe(
      'SUCCEEDED',
    );
  });

  it('enrols a member that has the role, by its own name and email; another name is refused', async () => {
    const on = tower();
    const catalog = catalogOf(on);
    const sandbox = `Sandbox (${(await topUnit(on, 'Sandbox')).id})`;
    await on.organizations.createAccount({
      AccountName: 'mine',
      Email: 'mine@example.com',
      RoleName: 'AWSControlTowerExecution',
    });
    await on.organizations.createAccount({ AccountName: 'bare', Email: 'bare@example.com' });
    const other = await provision(catalog, 'other', sandbox, { AccountEmail: 'mine@example.com' });
    expect((await ended(catalog, other)).error).toContain('EMAIL_ALREADY_EXISTS');
    expect((await ended(catalog, await provision(catalog, 'bare', sandbox))).error).toContain(
      'AWSControlTowerExecution',
    );
    const { outputs } = await ended(catalog, await provision(catalog, 'mine', sandbox));
    const { CreateAccountStatuses } = await on.organizations.listCreateAccountStatus({});
    expect(CreateAccountStatuses?.map(({ AccountId }) => AccountId)).toContain(outputs['AccountId']);
    expect(CreateAccountStatuses).toHaveLength(2);
  });

  it('a product is tainted when its account is closed, and terminating it closes nothing', async () => {
    const on = tower();
    const catalog = catalogOf(on);
    const sandbox = `Sandbox (${(await topUnit(on, 'Sandbox')).id})`;
    const ids: string[] = [];
    for (const name of ['kept', 'closed']) {
      const { outputs } = await ended(catalog, await provision(catalog, name, sandbox));
      ids.push(outputs['AccountId'] ?? '');
    }
    const [kept = '', closed = ''] = ids;
    await on.organizations.closeAccount({ AccountId: closed });
    const tainted = (await catalog.describeProvisionedProduct({ Name: 'closed' })).ProvisionedProductDetail;
    expect(tainted).toMatchObject({ Status: 'TAINTED' });
    const { RecordDetail } = await catalog.terminateProvisionedProduct({
      ProvisionedProductName: 'kept',
      TerminateToken: 't',
    });
    expect((await ended(catalog, RecordDetail?.RecordId ?? '')).status).toBe('SUCCEEDED');
    expect(await enabledBaselines(on, accountArn(kept))).toEqual([]);
    const { Account } = await on.organizations.describeAccount({ AccountId: kept });
    expect(Account?.State).toBe('ACTIVE');
    expect((await on.organizations.listParents({ ChildId: kept })).Parents?.[0]?.Id).toBe(ROOT);
  });

  it('is off without the Config integration, and unknown in other Regions', async () => {
    const without = catalogOf(tower({ seed: { landingZone: { version: '4.0', config: false } } }));
    expect((await without.searchProducts({})).ProductViewSummaries).toEqual([]);
    const elsewhere = catalogOf(tower(), 'us-east-1');
    expect((await elsewhere.searchProducts({})).ProductViewSummaries).toEqual([]);
    expect((await elsewhere.listPortfolios({})).PortfolioDetails).toEqual([]);
  });

  it('is launched by principals of its portfolio only', async () => {
    const on = tower();
    const catalog = catalogOf(on);
    const product = await productOf(catalog);
    const { PortfolioDetails } = await catalog.listPortfolios({});
    const PortfolioId = PortfolioDetails?.[0]?.Id ?? '';
    const { Principals } = await catalog.listPrincipalsForPortfolio({ PortfolioId });
    const own = Principals?.[0]?.PrincipalARN ?? '';
    await catalog.disassociatePrincipalFromPortfolio({ PortfolioId, PrincipalARN: own });
    expect((await catalog.searchProducts({})).ProductViewSummaries).toEqual([]);
    expect(await refusal(catalog.listLaunchPaths({ ProductId: product.ProductId }))).toMatch(
      /^ResourceNotFoundException: No launch paths found/,
    );
    await catalog.associatePrincipalWithPortfolio({
      PortfolioId,
      PrincipalARN: 'arn:aws:iam::123456789012:role/sand*',
      PrincipalType: 'IAM_PATTERN',
    });
    expect((await catalog.listLaunchPaths({ ProductId: product.ProductId })).LaunchPathSummaries).toHaveLength(1);
  });

  it('the artifact is another one after the landing zone was upgraded', async () => {
    const on = tower({ seed: { landingZone: '3.3' } });
    const before = await productOf(catalogOf(on));
    const { landingZones } = await on.call('ListLandingZones', {});
    const landingZoneIdentifier = landingZones?.[0]?.arn;
    const { landingZone } = await on.call('GetLandingZone', { landingZoneIdentifier });
    const manifest = { ...landingZone?.manifest };
    delete manifest['organizationStructure'];
    const { accountId } = manifest['securityRoles'] as { accountId: string };
    await on.call('UpdateLandingZone', {
      landingZoneIdentifier,
      version: '4.0',
      manifest: { ...manifest, config: { enabled: true, accountId }, securityRoles: { enabled: true, accountId } },
    });
    const after = await productOf(catalogOf(on));
    expect(after.ProductId).toBe(before.ProductId);
    expect(after.ProvisioningArtifactId).not.toBe(before.ProvisioningArtifactId);
  });

  it('tells CloudTrail of a managed account', async () => {
    const on = tower();
    const sandbox = await topUnit(on, 'Sandbox');
    await provision(catalogOf(on), 'told', `Sandbox (${sandbox.id})`);
    expect(told(on, 'CreateManagedAccount')).toHaveLength(1);
  });
});
