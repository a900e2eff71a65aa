import type { Operation, OperationContext } from '../../service.js';
import type { World } from '../../world.js';
import { invalid, limit, missing } from './errors.js';
import {
  type Factory,
  factoryIn,
  launchable,
  mayLaunch,
  PATH_NAME,
  PORTFOLIO_NAME,
  PRODUCT_NAME,
  principalsOf,
} from './factory.js';
import { paged } from './pages.js';
import { PARAMETERS } from './parameters.js';
import { serviceCatalogState } from './state.js';

/** What is read of the portfolio and the product, and who may use them. */

type Input = Readonly<Record<string, unknown>>;
type Shape = Record<string, unknown>;

/** Long ago, as Control Tower set it up. */
const CREATED = new Date('2024-01-01T00:00:00Z');
const PATTERNS_AT_MOST = 10;

function viewShape({ productId }: Factory): Shape {
  return {
    Id: `prodview-${productId.slice('prod-'.length)}`,
    ProductId: productId,
    Name: PRODUCT_NAME,
    Owner: 'AWS Control Tower',
    ShortDescription: 'Creates or enrols an account with AWS Control Tower.',
    Type: TYPE,
    Distributor: '',
    HasDefaultPath: false,
  };
}
const TYPE = 'CONTROL_TOWER_ACCOUNT';

const detailShape = (factory: Factory): Shape => ({
  ProductViewSummary: viewShape(factory),
  Status: 'AVAILABLE',
  ProductARN: factory.productArn,
  CreatedTime: CREATED,
});

const artifactShape = ({ artifactId, artifactName }: Factory): Shape => ({
  Id: artifactId,
  Name: artifactName,
  Description: 'Account Factory of this version of the landing zone.',
  CreatedTime: CREATED,
});

/** Filters of a product search: each holds texts, any of which must be found. */
function matches(filters: unknown): boolean {
  if (typeof filters !== 'object' || filters === null) return true;
  const words: Readonly<Record<string, string>> = {
    FullTextSearch: `${PRODUCT_NAME} AWS Control Tower`.toLowerCase(),
    Owner: 'aws control tower',
    ProductType: TYPE.toLowerCase(),
  };
  return Object.entries(filters as Record<string, unknown>).every(([name, values]) => {
    const searched = words[name];
    if (searched === undefined || !Array.isArray(values)) return false;
    return values.some((value) => searched.includes(String(value).toLowerCase()));
  });
}

const searchProducts: Operation<World> = (input, context) => {
  const factory = factoryIn(context);
  const visible = factory && mayLaunch(context) && matches(input['Filters']) ? [viewShape(factory)] : [];
  const { items, next } = paged(context.world, 'products', visible, (view) => String(view['ProductId']), input);
  return { ProductViewSummaries: items, ProductViewAggregations: {}, ...next };
};

const searchProductsAsAdmin: Operation<World> = (input, context) => {
  const factory = factoryIn(context);
  const portfolio = input['PortfolioId'];
  if (portfolio !== undefined && portfolio !== factory?.portfolioId)
    throw missing(`Portfolio ${String(portfolio)} not found.`);
  const visible = factory && matches(input['Filters']) ? [detailShape(factory)] : [];
  const { items, next } = paged(
    context.world,
    'products of the admin',
    visible,
    (view) => String(view['ProductARN']),
    input,
  );
  return { ProductViewDetails: items, ...next };
};

/** By id or by name. */
function described(context: OperationContext<World>, input: Input): Factory {
  const factory = factoryIn(context);
  if (!factory || (input['Id'] !== factory.productId && input['Name'] !== PRODUCT_NAME))
    throw missing(`Product ${String(input['Id'] ?? input['Name'] ?? '')} not found.`);
  return factory;
}

const describeProduct: Operation<World> = (input, context) => {
  const factory = described(context, input);
  if (!mayLaunch(context)) throw missing(`Product ${factory.productId} not found.`);
  return {
    ProductViewSummary: viewShape(factory),
    ProvisioningArtifacts: [{ ...artifactShape(factory), Guidance: 'DEFAULT' }],
    Budgets: [],
    LaunchPaths: [{ Id: factory.pathId, Name: PATH_NAME }],
  };
};

const describeProductAsAdmin: Operation<World> = (input, context) => {
  const factory = described(context, input);
  return {
    ProductViewDetail: detailShape(factory),
    ProvisioningArtifactSummaries: [artifactShape(factory)],
    Tags: [],
    TagOptions: [],
    Budgets: [],
  };
};

const listProvisioningArtifacts: Operation<World> = (input, context) => {
  const factory = described(context, { Id: input['ProductId'] });
  return {
    ProvisioningArtifactDetails: [{ ...artifactShape(factory), Type: TYPE, Active: true, Guidance: 'DEFAULT' }],
  };
};

const listLaunchPaths: Operation<World> = (input, context) => {
  const { pathId } = launchable(context, input['ProductId']);
  return { LaunchPathSummaries: [{ Id: pathId, Name: PATH_NAME, ConstraintSummaries: [], Tags: [] }] };
};

const describeProvisioningParameters: Operation<World> = (input, context) => {
  launchable(context, input['ProductId']);
  return {
    ProvisioningArtifactParameters: PARAMETERS.map(({ key, pattern, description }) => ({
      ParameterKey: key,
      ParameterType: 'String',
      IsNoEcho: false,
      Description: description,
      ParameterConstraints: { AllowedPattern: pattern.source },
    })),
    ConstraintSummaries: [],
    UsageInstructions: [],
    TagOptions: [],
  };
};

const listPortfolios: Operation<World> = (input, context) => {
  const factory = factoryIn(context);
  const all = factory
    ? [
        {
          Id: factory.portfolioId,
          ARN: factory.portfolioArn,
          DisplayName: PORTFOLIO_NAME,
          Description: 'Account Factory of AWS Control Tower.',
          CreatedTime: CREATED,
          ProviderName: 'AWS Control Tower',
        },
      ]
    : [];
  const { items, next } = paged(context.world, 'portfolios', all, ({ Id }) => Id, input);
  return { PortfolioDetails: items, ...next };
};

function requirePortfolio(context: OperationContext<World>, input: Input): void {
  if (factoryIn(context)?.portfolioId !== input['PortfolioId'])
    throw missing(`Portfolio ${String(input['PortfolioId'] ?? '')} not found.`);
}

const listPrincipalsForPortfolio: Operation<World> = (input, context) => {
  requirePortfolio(context, input);
  const { items, next } = paged(context.world, 'principals', principalsOf(context.world), ({ arn }) => arn, input);
  return { Principals: items.map(({ arn, type }) => ({ PrincipalARN: arn, PrincipalType: type })), ...next };
};

const associatePrincipalWithPortfolio: Operation<World> = (input, context) => {
  requirePortfolio(context, input);
  const [arn, type] = [String(input['PrincipalARN'] ?? ''), String(input['PrincipalType'] ?? '')];
  if (!/^arn:aws[\w-]*:iam::(\d{12})?:(role|user|group)\/.+$/.test(arn)) throw invalid(`Invalid principal ARN ${arn}.`);
  if (type !== 'IAM' && type !== 'IAM_PATTERN') throw invalid(`Invalid principal type ${type}.`);
  if (type === 'IAM' && arn.includes('*'))
    throw invalid(`The principal ARN ${arn} has a wildcard: its type is IAM_PATTERN.`);
  const { world } = context;
  const known = principalsOf(world);
  if (known.some((principal) => principal.arn === arn)) return {};
  if (type === 'IAM_PATTERN' && known.filter((each) => each.type === type).length >= PATTERNS_AT_MOST)
    throw limit(`A portfolio has at most ${PATTERNS_AT_MOST} principals of type IAM_PATTERN.`);
  serviceCatalogState(world).principals = [...known, { arn, type }];
  return {};
};

const disassociatePrincipalFromPortfolio: Operation<World> = (input, context) => {
  requirePortfolio(context, input);
  const { world } = context;
  serviceCatalogState(world).principals = principalsOf(world).filter(({ arn }) => arn !== input['PrincipalARN']);
  return {};
};

export const productOperations: Readonly<Record<string, Operation<World>>> = {
  SearchProducts: searchProducts,
  SearchProductsAsAdmin: searchProductsAsAdmin,
  DescribeProduct: describeProduct,
  DescribeProductAsAdmin: describeProductAsAdmin,
  ListProvisioningArtifacts: listProvisioningArtifacts,
  ListLaunchPaths: listLaunchPaths,
  DescribeProvisioningParameters: describeProvisioningParameters,
  ListPortfolios: listPortfolios,
  ListPrincipalsForPortfolio: listPrincipalsForPortfolio,
  AssociatePrincipalWithPortfolio: associatePrincipalWithPortfolio,
  DisassociatePrincipalFromPortfolio: disassociatePrincipalFromPortfolio,
};
