import { ServiceCatalog } from '@aws-sdk/client-service-catalog';
import { inProcess } from '../../../src/simulator/index.js';
import { HOME, type Tower } from '../controltower/support.js';

export const PRODUCT = 'AWS Control Tower Account Factory';

/** The API as the SDK's own client calls it. */
export function catalogOf({ simulator }: Tower, region = HOME): ServiceCatalog {
  return new ServiceCatalog({
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: inProcess(simulator) as never,
  });
}

export interface Product {
  readonly ProductId: string;
  readonly ProvisioningArtifactId: string;
}

export async function productOf(catalog: ServiceCatalog): Promise<Product> {
  const { ProductViewSummaries } = await catalog.searchProducts({ Filters: { FullTextSearch: [PRODUCT] } });
  const ProductId = ProductViewSummaries?.[0]?.ProductId ?? '';
  const { ProvisioningArtifacts } = await catalog.describeProduct({ Id: ProductId });
  return { ProductId, ProvisioningArtifactId: ProvisioningArtifacts?.[0]?.Id ?? '' };
}

/** The six parameters for an account in this unit, some of them otherwise. */
export function parametersFor(name: string, unit: string, more: Readonly<Record<string, string>> = {}) {
  const all: Readonly<Record<string, string>> = {
    AccountName: name,
    AccountEmail: `${name}@example.com`,
    ManagedOrganizationalUnit: unit,
    SSOUserEmail: `${name}@example.com`,
    SSOUserFirstName: 'A',
    SSOUserLastName: 'B',
    ...more,
  };
  return Object.entries(all).map(([Key, Value]) => ({ Key, Value }));
}

/** Answers the record's id. */
export async function provision(
  catalog: ServiceCatalog,
  name: string,
  unit: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { RecordDetail } = await catalog.provisionProduct({
    ...(await productOf(catalog)),
    ProvisionedProductName: name,
    ProvisionToken: `token-${name}`,
    ProvisioningParameters: parametersFor(name, unit, more),
  });
  return RecordDetail?.RecordId ?? '';
}

/** `InvalidParametersException: text`; `none` when there was no error. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

/** How the record ends, asked for until it has ended. */
export async function ended(catalog: ServiceCatalog, Id: string) {
  for (let times = 0; times < 20; times += 1) {
    const { RecordDetail, RecordOutputs } = await catalog.describeRecord({ Id });
    if (RecordDetail?.Status === 'SUCCEEDED' || RecordDetail?.Status === 'FAILED') {
      const outputs = Object.fromEntries(
        (RecordOutputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
      );
      return { status: RecordDetail.Status, outputs, error: RecordDetail.RecordErrors?.[0]?.Description };
    }
  }
  throw new Error(`the record ${Id} does not end`);
}
