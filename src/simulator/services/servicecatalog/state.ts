import type { World } from '../../world.js';

/** What the simulated Service Catalog knows: plain JSON under the world's name `servicecatalog`, times in clock milliseconds. */
export interface ServiceCatalogState {
  /** Principals of Account Factory's portfolio; null = as Control Tower left them. */
  principals: readonly Principal[] | null;
  /** By id, in the order in which they were asked for. */
  readonly provisioned: Record<string, ProvisionedRow>;
  readonly records: Record<string, RecordRow>;
  /** Record ids by `OPERATION token`. */
  readonly tokens: Record<string, string>;
}

export interface Principal {
  readonly arn: string;
  readonly type: string;
}

export interface ProvisionedRow {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly token: string;
  /** ARN of whoever provisioned it. */
  readonly userArn: string;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  artifactId: string;
  status: 'AVAILABLE' | 'UNDER_CHANGE' | 'TAINTED' | 'ERROR';
  message?: string;
  parameters: Readonly<Record<string, string>>;
  accountId?: string;
  lastRecord: string;
  lastProvisioning?: string;
  lastSuccess?: string;
}

export type RecordType = 'PROVISION_PRODUCT' | 'UPDATE_PROVISIONED_PRODUCT' | 'TERMINATE_PROVISIONED_PRODUCT';

export interface RecordRow {
  readonly id: string;
  readonly type: RecordType;
  readonly provisionedId: string;
  readonly provisionedName: string;
  readonly artifactId: string;
  readonly pathId: string;
  readonly createdAt: number;
  updatedAt: number;
  status: 'CREATED' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  error?: { readonly code: string; readonly message: string };
  outputs: Readonly<Record<string, string>>;
  /** The parameters that it is to lead to. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Why it is going to fail, found when it was accepted. */
  readonly refusal?: string;
  /** As an injected fault wants it to fail. */
  readonly outcome?: { readonly message: string; readonly withoutAccount: boolean };
  /** Control Tower's operation that enrols the account. */
  enrolment?: string;
}

export function serviceCatalogState(world: World): ServiceCatalogState {
  return world.state(
    'servicecatalog',
    (): ServiceCatalogState => ({ principals: null, provisioned: {}, records: {}, tokens: {} }),
  );
}

export const isUnfinished = ({ status }: RecordRow): boolean => status === 'CREATED' || status === 'IN_PROGRESS';

export function unfinishedRecords(world: World): RecordRow[] {
  return Object.values(serviceCatalogState(world).records).filter(isUnfinished);
}
