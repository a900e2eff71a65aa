import type * as Sdk from '@aws-sdk/client-service-catalog';
import { faultOf } from './faults.js';
import { Memo } from './memo.js';
import { allPages } from './pages.js';
import type { Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface ServiceCatalogSdk {
  readonly client: Sdk.ServiceCatalogClient;
  readonly sdk: typeof Sdk;
}

/** A product, with what provisioning it needs: ids that a landing-zone update changes, so they are never kept. */
export interface ProductRecord {
  readonly id: string;
  /** The active version. Undefined where none is. */
  readonly artifactId?: string;
  /** Ways by which the caller may launch it; none for a caller without access to its portfolio. */
  readonly pathIds: readonly string[];
}

export interface ProvisionedProductRecord {
  readonly id: string;
  readonly name: string;
  /** AVAILABLE, UNDER_CHANGE, TAINTED, ERROR or PLAN_IN_PROGRESS. */
  readonly status: string;
  readonly message?: string;
  /** For an account: its id. */
  readonly physicalId?: string;
  readonly lastRecordId?: string;
}

export interface ServiceRecord {
  readonly id: string;
  /** CREATED, IN_PROGRESS, IN_PROGRESS_IN_ERROR (rolling back), SUCCEEDED or FAILED. */
  readonly status: string;
  readonly errors: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
}

const PAGE = 20;

/** AWS Service Catalog in the home Region, as far as Account Factory goes. Source: Service Catalog API reference, 2015-12-10. */
export class ServiceCatalogPort {
  readonly #client: () => Promise<ServiceCatalogSdk>;
  readonly #throttle: Throttle;
  readonly #memo = new Memo();

  constructor(client: () => Promise<ServiceCatalogSdk>, throttle: Throttle) {
    this.#client = client;
    this.#throttle = throttle;
  }

  forget(): void {
    this.#memo.forget();
  }

  /** By its exact name; undefined where the caller sees none. */
  product(name: string): Promise<ProductRecord | undefined> {
    return this.#memo.once(`product ${name}`, async () => {
      const id = (await this.#productIds(name))[0];
      if (id === undefined) return undefined;
      const [artifactId, pathIds] = await Promise.all([this.#artifact(id), this.#paths(id)]);
      return { id, pathIds, ...(artifactId !== undefined && { artifactId }) };
    });
  }

  async #productIds(name: string): Promise<string[]> {
    const found = await allPages('SearchProducts', async (PageToken) => {
      const page = await this.#call('SearchProducts', ({ client, sdk }) =>
        client.send(new sdk.SearchProductsCommand({ Filters: { FullTextSearch: [name] }, PageSize: PAGE, PageToken })),
      );
      return { items: page.ProductViewSummaries ?? [], next: page.NextPageToken };
    });
    return found.flatMap((view) => (view.Name === name && view.ProductId !== undefined ? [view.ProductId] : []));
  }

  async #artifact(productId: string): Promise<string | undefined> {
    const answer = await this.#call('DescribeProduct', ({ client, sdk }) =>
      client.send(new sdk.DescribeProductCommand({ Id: productId })),
    );
    const artifacts = answer.ProvisioningArtifacts ?? [];
    const offered = artifacts.filter(({ Guidance }) => Guidance !== 'DEPRECATED');
    const newest = [...offered].sort((a, b) => (b.CreatedTime?.getTime() ?? 0) - (a.CreatedTime?.getTime() ?? 0))[0];
    return newest?.Id;
  }

  /** "No launch paths found" is how a caller without access to the portfolio is told. */
  async #paths(productId: string): Promise<string[]> {
    try {
      const paths = await allPages('ListLaunchPaths', async (PageToken) => {
        const page = await this.#call('ListLaunchPaths', ({ client, sdk }) =>
          client.send(new sdk.ListLaunchPathsCommand({ ProductId: productId, PageSize: PAGE, PageToken })),
        );
        return { items: page.LaunchPathSummaries ?? [], next: page.NextPageToken };
      });
      return paths.flatMap(({ Id }) => (Id === undefined ? [] : [Id]));
    } catch (error) {
      if (faultOf(error).class === 'gone') return [];
      throw error;
    }
  }

  /** Asked anew each time, whoever in the account provisioned it. */
  async provisionedProduct(name: string): Promise<ProvisionedProductRecord | undefined> {
    const found = await allPages('SearchProvisionedProducts', async (PageToken) => {
      const page = await this.#call('SearchProvisionedProducts', ({ client, sdk }) =>
        client.send(
          new sdk.SearchProvisionedProductsCommand({
            AccessLevelFilter: { Key: 'Account', Value: 'self' },
            Filters: { SearchQuery: [`name:${name}`] },
            PageSize: PAGE,
            PageToken,
          }),
        ),
      );
      return { items: page.ProvisionedProducts ?? [], next: page.NextPageToken };
    });
    const one = found.find((product) => product.Name === name);
    return one && provisionedProductRecord(one);
  }

  /** The token makes a repeated request answer as the first did. */
  async provision(request: {
    readonly productId: string;
    readonly artifactId: string;
    readonly pathId?: string;
    readonly name: string;
    readonly parameters: Readonly<Record<string, string>>;
    readonly token: string;
  }): Promise<ServiceRecord> {
    const answer = await this.#call('ProvisionProduct', ({ client, sdk }) =>
      client.send(
        new sdk.ProvisionProductCommand({
          ProductId: request.productId,
          ProvisioningArtifactId: request.artifactId,
          PathId: request.pathId,
          ProvisionedProductName: request.name,
          ProvisioningParameters: Object.entries(request.parameters).map(([Key, Value]) => ({ Key, Value })),
          ProvisionToken: request.token,
        }),
      ),
    );
    return serviceRecord(answer.RecordDetail, []);
  }

  /** Tries again what failed: with the version of today and the same parameters. */
  async reprovision(request: {
    readonly provisionedProductId: string;
    readonly productId: string;
    readonly artifactId: string;
    readonly pathId?: string;
    readonly parameters: Readonly<Record<string, string>>;
    readonly token: string;
  }): Promise<ServiceRecord> {
    const answer = await this.#call('UpdateProvisionedProduct', ({ client, sdk }) =>
      client.send(
        new sdk.UpdateProvisionedProductCommand({
          ProvisionedProductId: request.provisionedProductId,
          ProductId: request.productId,
          ProvisioningArtifactId: request.artifactId,
          PathId: request.pathId,
          ProvisioningParameters: Object.entries(request.parameters).map(([Key, Value]) => ({ Key, Value })),
          UpdateToken: request.token,
        }),
      ),
    );
    return serviceRecord(answer.RecordDetail, []);
  }

  /** Asked anew each time. */
  async record(id: string): Promise<ServiceRecord> {
    const answer = await this.#call('DescribeRecord', ({ client, sdk }) =>
      client.send(new sdk.DescribeRecordCommand({ Id: id })),
    );
    return serviceRecord(answer.RecordDetail, answer.RecordOutputs ?? []);
  }

  /** Unmanages an account that Account Factory made; it does not close it. Also clears away one that failed. */
  async terminate(provisionedProductId: string, token: string): Promise<ServiceRecord> {
    const answer = await this.#call('TerminateProvisionedProduct', ({ client, sdk }) =>
      client.send(
        new sdk.TerminateProvisionedProductCommand({
          ProvisionedProductId: provisionedProductId,
          TerminateToken: token,
          IgnoreErrors: false,
        }),
      ),
    );
    return serviceRecord(answer.RecordDetail, []);
  }

  async #call<T>(operation: string, send: (made: ServiceCatalogSdk) => Promise<T>): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('servicecatalog', operation, () => send(made));
  }
}

function provisionedProductRecord(one: Sdk.ProvisionedProductAttribute): ProvisionedProductRecord {
  return {
    id: one.Id ?? '',
    name: one.Name ?? '',
    status: one.Status ?? '',
    ...(one.StatusMessage !== undefined && { message: one.StatusMessage }),
    ...(one.PhysicalId !== undefined && { physicalId: one.PhysicalId }),
    ...(one.LastRecordId !== undefined && { lastRecordId: one.LastRecordId }),
  };
}

function serviceRecord(detail: Sdk.RecordDetail | undefined, outputs: readonly Sdk.RecordOutput[]): ServiceRecord {
  return {
    id: detail?.RecordId ?? '',
    status: detail?.Status ?? 'CREATED',
    errors: (detail?.RecordErrors ?? []).map(({ Code, Description }) => Description ?? Code ?? 'no reason given'),
    outputs: Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? ''])),
  };
}
