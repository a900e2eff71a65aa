import { createHash } from 'node:crypto';
import type { Caller, OperationContext } from '../../service.js';
import type { World } from '../../world.js';
import { accountFactory } from '../controltower/account-factory.js';
import { missing } from './errors.js';
import { type Principal, serviceCatalogState } from './state.js';

/** The portfolio and the product that Control Tower keeps in Service Catalog. */

export const PORTFOLIO_NAME = 'AWS Control Tower Account Factory Portfolio';
export const PRODUCT_NAME = 'AWS Control Tower Account Factory';
export const PATH_NAME = PORTFOLIO_NAME;

export interface Factory {
  readonly portfolioId: string;
  readonly portfolioArn: string;
  readonly productId: string;
  readonly productArn: string;
  readonly artifactId: string;
  readonly artifactName: string;
  readonly pathId: string;
}

/** Undefined in every account and Region but its own, and while the landing zone has no Config integration. */
export function factoryIn({ world, caller }: OperationContext<World>): Factory | undefined {
  const zone = accountFactory(world);
  if (!zone || zone.homeRegion !== caller.region || caller.accountId !== zone.accountId) return undefined;
  const { arn, version } = zone;
  const portfolioId = `port-${idFrom(`portfolio ${arn}`)}`;
  const productId = `prod-${idFrom(`product ${arn}`)}`;
  const own = (kind: string, id: string): string =>
    `arn:aws:catalog:${zone.homeRegion}:${zone.accountId}:${kind}/${id}`;
  return {
    portfolioId,
    portfolioArn: own('portfolio', portfolioId),
    productId,
    productArn: own('product', productId),
    artifactId: `pa-${idFrom(`artifact ${arn} ${version}`)}`,
    artifactName: `AWS Control Tower Account Factory ${version}`,
    pathId: `lpv3-${idFrom(`path ${arn}`)}`,
  };
}

/** The product as this caller may use it: who is no principal of the portfolio has no way to launch it. */
export function launchable(context: OperationContext<World>, productId: unknown): Factory {
  const factory = factoryIn(context);
  const id = String(productId ?? '');
  if (!factory || (id !== factory.productId && id !== '')) throw missing(`Product ${id} not found.`);
  if (!mayLaunch(context)) throw missing(`No launch paths found for resource: ${factory.productId}`);
  return factory;
}

export function mayLaunch({ world, caller }: OperationContext<World>): boolean {
  const role = roleOf(caller);
  return principalsOf(world).some(({ arn }) => matches(arn, role));
}

/** Until somebody changes them: the role that everybody has who calls the sandbox, and the one of Identity Center's users. */
export function principalsOf(world: World): readonly Principal[] {
  const { accountId } = world.settings;
  return (
    serviceCatalogState(world).principals ?? [
      { arn: `arn:aws:iam::${accountId}:role/sandbox`, type: 'IAM' },
      {
        arn: `arn:aws:iam::${accountId}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_AWSServiceCatalogEndUserAccess_*`,
        type: 'IAM_PATTERN',
      },
    ]
  );
}

/** `arn:aws:sts::1:assumed-role/NAME/SESSION` acts as the role NAME, whose path the session's ARN does not tell. */
function roleOf({ arn }: Caller): string {
  return arn.replace(/^arn:(aws[\w-]*):sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');
}

function matches(pattern: string, role: string): boolean {
  const withoutPath = pattern.replace(/:role\/.*\//, ':role/');
  const source = withoutPath.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(role);
}

function idFrom(text: string): string {
  const digest = createHash('sha256').update(text).digest();
  return [...digest.subarray(0, 13)].map((byte) => (byte % 36).toString(36)).join('');
}

/** 13 characters, as ids here have. */
export function newId(random: () => number, prefix: string): string {
  let text = '';
  while (text.length < 13) text += Math.floor(random() * 36).toString(36);
  return `${prefix}${text}`;
}
