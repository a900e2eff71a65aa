import type { ProductRecord, ProvisionedProductRecord, ServiceRecord } from '../../aws/servicecatalog.js';
import type { Step, StepContext } from '../../kind.js';
import { splitUnitPath, unitNameOf } from '../../manifest/unit-path.js';
import type { NodeName, Progress } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { withEmail } from './create.js';
import type { AccountSpec } from './spec.js';

type Context = StepContext<Surroundings>;
type Problem = Extract<Progress, { state: 'failed' }>;

const PRODUCT = 'AWS Control Tower Account Factory';
/** Seconds. "Several minutes" (Control Tower user guide); AWS says to give up after an hour, which is then waited twice. */
const PROVISIONING = { takes: [600, 1_800], patience: 7_200 } as const;

/** One product for each account; its name is how a later run finds what this one began. */
export function provision(spec: AccountSpec): Step<Surroundings> {
  return {
    name: 'provision with Account Factory',
    calls: ['servicecatalog:ProvisionProduct'],
    ...PROVISIONING,
    async start(context) {
      const { aws } = context;
      const begun = await aws.serviceCatalog.provisionedProduct(productNameOf(spec));
      if (begun && begun.status !== 'ERROR') return goOn(context, spec, begun);
      const product = await aws.serviceCatalog.product(PRODUCT);
      if (!isReady(product)) return unready(product);
      return progressOf(context, spec, await ask(context, spec, product, begun));
    },
    poll: async (token, context) => progressOf(context, spec, await context.aws.serviceCatalog.record(token)),
  };
}

/** A provisioned product that failed is tried again as it is: its name cannot be used for another. */
function ask(
  context: Context,
  spec: AccountSpec,
  { id: productId, artifactId, pathIds: [pathId] }: ReadyProduct,
  failed: ProvisionedProductRecord | undefined,
): Promise<ServiceRecord> {
  const { serviceCatalog } = context.aws;
  const request = {
    productId,
    artifactId,
    ...(pathId !== undefined && { pathId }),
    parameters: parametersOf(context, spec),
    token: context.clientToken.replaceAll(/[^a-zA-Z0-9_-]/g, '-').slice(0, 128),
  };
  return failed
    ? serviceCatalog.reprovision({ ...request, provisionedProductId: failed.id })
    : serviceCatalog.provision({ ...request, name: productNameOf(spec) });
}

/** Service Catalog takes letters, digits and . _ - in names of provisioned products. */
export function productNameOf({ key, name }: AccountSpec): string {
  return (key ?? name ?? '').replaceAll(/[^a-zA-Z0-9._-]/g, '-');
}

type ReadyProduct = ProductRecord & { readonly artifactId: string };

function isReady(product: ProductRecord | undefined): product is ReadyProduct {
  return product !== undefined && product.artifactId !== undefined && product.pathIds.length > 0;
}

function unready(product: ProductRecord | undefined): Problem {
  const problem =
    product === undefined || product.pathIds.length === 0
      ? `this role may not launch "${PRODUCT}": associate the role (not its session) with the portfolio "AWS Control Tower Account Factory Portfolio"; if it is, the landing zone has drifted and wants a reset; root users may not`
      : `"${PRODUCT}" has no version that may be launched: update or reset the landing zone`;
  return { state: 'failed', problem };
}

/** The unit with its id: a bare name is taken for top-level units only. */
function parametersOf({ aws, names }: Context, spec: AccountSpec): Record<string, string> {
  const parent = spec.parent ?? 'root';
  const segment = splitUnitPath(parent.slice('unit:'.length)).at(-1) ?? '';
  const unitName = aws.live.nodes.get(parent as NodeName)?.awsName ?? unitNameOf(segment);
  const user = spec.vend?.by === 'account-factory' ? spec.vend : undefined;
  return {
    AccountName: spec.name ?? '',
    AccountEmail: spec.email ?? '',
    ManagedOrganizationalUnit: `${unitName} (${names.idOf(parent)})`,
    SSOUserEmail: user?.userEmail ?? '',
    SSOUserFirstName: user?.firstName ?? '',
    SSOUserLastName: user?.lastName ?? '',
  };
}

/** What an earlier run began. */
async function goOn(
  context: Context,
  spec: AccountSpec,
  { status, physicalId, lastRecordId }: ProvisionedProductRecord,
): Promise<Progress> {
  if (status === 'UNDER_CHANGE' && lastRecordId !== undefined)
    return { state: 'running', token: lastRecordId, detail: 'an earlier request is under way' };
  return listed(context, spec, physicalId, lastRecordId);
}

async function progressOf(context: Context, spec: AccountSpec, record: ServiceRecord): Promise<Progress> {
  if (record.status === 'FAILED') {
    const why = record.errors.join('; ') || 'Service Catalog does not say why';
    return {
      state: 'failed',
      problem: `${why.replace(/\.$/, '')}. Account Factory fails so late when the email is taken, when the account quota is reached and while another operation of Control Tower runs: mend that and run again, or terminate the provisioned product "${productNameOf(spec)}"`,
    };
  }
  if (record.status === 'SUCCEEDED') return listed(context, spec, record.outputs['AccountId'], record.id);
  return { state: 'running', token: record.id, detail: 'Account Factory makes and enrols the account' };
}

/** Its id, from the product or from the list of accounts, which may lag. */
async function listed(
  { aws }: Context,
  spec: AccountSpec,
  accountId: string | undefined,
  record: string | undefined,
): Promise<Progress> {
  if (accountId !== undefined) return { state: 'done', id: accountId };
  aws.organizations.forget();
  const found = withEmail(await aws.organizations.accounts(), spec);
  if (found) return { state: 'done', id: found.id };
  if (record === undefined)
    return { state: 'failed', problem: 'the product is there and its account is not; look at it in Service Catalog' };
  return { state: 'running', token: record, detail: 'made, and not listed yet' };
}
