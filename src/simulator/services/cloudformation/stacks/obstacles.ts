import type { World } from '../../../world.js';
import { isThereWithoutStacks } from '../../config/recorders/without-stacks.js';
import { mayDo, roleArnOf } from '../permissions.js';
import { cloudFormationState, type Failing, type ResourceRow, type StackRow } from '../state.js';
import type { Step } from './arrange.js';
import { isBucketFull, isBucketTaken } from './buckets.js';
import { arnOf, uuid } from './identity.js';
import { isInert, typeOf } from './resource-types.js';

/** Services that answer in one Region only: what a policy sees as the requested Region. */
const GLOBAL = /^(iam|budgets|organizations|route53|cloudfront|globalaccelerator):/;

/** Why a step cannot be done, in AWS's words; undefined when nothing is in the way. */
export function obstacle(
  world: World,
  stack: StackRow,
  { change, row }: Step,
  fails: Failing | undefined,
): string | undefined {
  if (change === 'keep') return undefined;
  if (fails && (fails.resource === undefined || fails.resource === row.logicalId)) return fails.message;
  const [create, update] = typeOf(row.type).actions;
  const denied = denial(world, stack, row, change === 'modify' ? update : create);
  if (denied !== undefined || change === 'modify') return denied;
  return conflict(world, stack, row);
}

export function deletionObstacle(world: World, stack: StackRow, row: ResourceRow, fails?: Failing): string | undefined {
  if (fails && (fails.resource === undefined || fails.resource === row.logicalId)) return fails.message;
  const denied = denial(world, stack, row, typeOf(row.type).actions[2]);
  if (denied !== undefined || !isBucketFull(world, row)) return denied;
  const text = 'The bucket you tried to delete is not empty';
  return handlerMessage(stack, row, text, 's3', 409, 'GeneralServiceException');
}

function denial(world: World, stack: StackRow, row: ResourceRow, action: string): string | undefined {
  if (isInert(row.type)) return undefined;
  const { arn } = typeOf(row.type);
  const resource =
    arn === undefined ? '*' : row.physicalId.startsWith('arn:') ? row.physicalId : arnOf(stack, row, row.physicalId);
  const region = GLOBAL.test(action) ? 'us-east-1' : stack.region;
  if (mayDo(world, stack.accountId, stack.principal, action, { region, resource })) return undefined;
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  const text = `User: ${sessionOf(stack)} is not authorized to perform: ${action}${on} with an explicit deny in a service control policy`;
  return handlerMessage(stack, row, text, action.split(':')[0] ?? '', 403, 'AccessDenied');
}

/** CloudFormation acts as the role that it was given, in a session of its own name. */
function sessionOf({ principal, accountId }: StackRow): string {
  const role = /:role\/(?:.*\/)?([^/]+)$/.exec(roleArnOf(principal))?.[1];
  return role === undefined ? principal : `arn:aws:sts::${accountId}:assumed-role/${role}/AWSCloudFormation`;
}

/** Of each there is one in an account and Region. */
const THINGS_OF_CONFIG: Readonly<Record<string, 'recorder' | 'channel' | undefined>> = {
  'AWS::Config::ConfigurationRecorder': 'recorder',
  'AWS::Config::DeliveryChannel': 'channel',
};

/** Who has the name already, by the reach that names of the type have. */
function conflict(world: World, stack: StackRow, row: ResourceRow): string | undefined {
  const key = claimOf(stack, row);
  if (key === undefined) return undefined;
  const { unique } = typeOf(row.type);
  const thing = THINGS_OF_CONFIG[row.type];
  if (thing !== undefined && isThereWithoutStacks(world, thing, stack)) return tooMany(stack, row);
  const holder = cloudFormationState(world).taken[key];
  if (holder === holderOf(stack, row) || (holder === undefined && !isBucketTaken(world, row))) return undefined;
  if (unique === 'one') return tooMany(stack, row);
  const text = `Resource of type '${row.type}' with identifier '${row.physicalId}' already exists.`;
  return `${text} (RequestToken: ${tokenOf(stack, row)}, HandlerErrorCode: AlreadyExists)`;
}

function tooMany(stack: StackRow, row: ResourceRow): string {
  const { physicalId, type } = row;
  const things = {
    'AWS::Config::ConfigurationRecorder': 'configuration recorder',
    'AWS::Config::DeliveryChannel': 'delivery channel',
  };
  const thing = type in things ? things[type as keyof typeof things] : undefined;
  if (thing === undefined) {
    return handlerMessage(
      stack,
      row,
      'The account has one already in this Region.',
      type.split('::')[1] ?? '',
      409,
      'AlreadyExists',
    );
  }
  const kind = thing === 'delivery channel' ? 'DeliveryChannels' : 'ConfigurationRecorders';
  return (
    `Failed to put ${thing} '${physicalId}' because the maximum number of ${thing}s: 1 is reached. ` +
    `(Service: AmazonConfig; Status Code: 400; Error Code: MaxNumberOf${kind}ExceededException; Request ID: ${tokenOf(stack, row)}; Proxy: null)`
  );
}

/** Undefined for types whose names need not be unique. */
export function claimOf(
  { accountId, region }: Pick<StackRow, 'accountId' | 'region'>,
  row: Pick<ResourceRow, 'type' | 'physicalId'>,
): string | undefined {
  const { unique } = typeOf(row.type);
  if (unique === undefined) return undefined;
  if (unique === 'world') return `${row.type} ${row.physicalId}`;
  if (unique === 'account') return `${row.type} ${accountId} ${row.physicalId}`;
  return `${row.type} ${accountId} ${region}${unique === 'one' ? '' : ` ${row.physicalId}`}`;
}

export const holderOf = ({ id }: Pick<StackRow, 'id'>, { logicalId }: Pick<ResourceRow, 'logicalId'>): string =>
  `${id} ${logicalId}`;

function handlerMessage(
  stack: StackRow,
  row: ResourceRow,
  text: string,
  service: string,
  status: number,
  code: string,
): string {
  const token = tokenOf(stack, row);
  const name = `${service.charAt(0).toUpperCase()}${service.slice(1)}`;
  return `Resource handler returned message: "${text} (Service: ${name}, Status Code: ${status}, Request ID: ${token})" (RequestToken: ${token}, HandlerErrorCode: ${code})`;
}

function tokenOf(stack: StackRow, { logicalId }: ResourceRow): string {
  const hex = Buffer.from(`${logicalId}${stack.id.split('/').at(-1)}`)
    .toString('hex')
    .padEnd(32, '0');
  return uuid(hex.slice(0, 32));
}
