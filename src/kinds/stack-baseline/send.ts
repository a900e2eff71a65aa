import { createHash } from 'node:crypto';
import type {
  KeyValue,
  ParameterInput,
  StackSetInput,
  StackSetRecord,
  TemplateSource,
} from '../../aws/cloudformation.js';
import { faultOf } from '../../aws/faults.js';
import { TowerctlError } from '../../errors.js';
import type { Json } from '../../model.js';
import { ownershipTags } from '../ownership.js';
import { tagsOf } from './names.js';
import type { Context } from './operation.js';
import { resolveParameters } from './parameters.js';
import { hiddenIn } from './secrets.js';
import { roleArn } from './settings.js';
import type { ManagementStackSpec, StackBaselineSpec, TemplateDocument } from './spec.js';
import { declarationsOf } from './template/declarations.js';
import { documentOf } from './template/parse.js';

/** What CloudFormation takes inline, in bytes. */
const MOST_INLINE = 51_200;

type Templated = Pick<StackBaselineSpec | ManagementStackSpec, 'body' | 'template'>;

/** The text as the manifest has it; a plan that leads back has the long forms only, which are a template too. */
export function bodyOf({ body, template }: Templated): string {
  return body ?? JSON.stringify(template, undefined, 1);
}

/**
 * Large ones go through a bucket of the management account, which has to exist: `towerctl-templates-ACCOUNT-REGION`.
 *
 * @throws TowerctlError when it does not.
 */
export async function templateSource(context: Context, spec: Templated, name: string): Promise<TemplateSource> {
  const body = bodyOf(spec);
  const bytes = bytesOfLarge(spec);
  if (bytes === undefined) return { body };
  const { s3 } = context.aws;
  const bucket = bucketOf(context);
  const digest = createHash('sha256').update(body).digest('hex').slice(0, 16);
  try {
    return { url: await s3.putTemplate(bucket, `${name}/${digest}.template`, body) };
  } catch (error) {
    if (faultOf(error).code !== 'NoSuchBucket') throw error;
    throw new TowerctlError('failed', missingBucket(bytes, bucket, s3.region));
  }
}

type Place = Pick<Context, 'aws' | 'names'>;

/** Bytes of a template that is too large to be sent inline; undefined for all others. */
export function bytesOfLarge(spec: Templated): number | undefined {
  const bytes = Buffer.byteLength(bodyOf(spec), 'utf8');
  return bytes <= MOST_INLINE ? undefined : bytes;
}

export function bucketOf(context: Place): string {
  return `towerctl-templates-${managementId(context)}-${context.aws.s3.region}`;
}

export function missingBucket(bytes: number, bucket: string, region: string): string {
  return `the template has ${bytes.toLocaleString('en-US')} bytes, more than the ${MOST_INLINE.toLocaleString('en-US')} that CloudFormation takes inline, and there is no bucket ${bucket} to send it through: create it in the management account, in ${region}, and run again`;
}

/** @throws TowerctlError when the organization was read without its management account, which cannot be. */
export function managementId({ aws, names }: Place): string {
  const node = [...aws.live.organization.nodes.values()].find(({ management }) => management === true);
  const id = node && names.tryIdOf(node.name as `account:${string}`);
  if (id === undefined)
    throw new TowerctlError('failed', 'the management account is not in the organization that was read');
  return id;
}

export async function creationOf(context: Context, spec: StackBaselineSpec, key: string): Promise<StackSetInput> {
  const own = Object.entries(ownershipTags(context.manifestName, key)).map(([name, value]) => ({ key: name, value }));
  return {
    ...(await settings(context, spec)),
    template: await templateSource(context, spec, spec.stackSet),
    parameters: await resolveParameters(context, spec.parameters),
    ...(spec.description !== undefined && { description: spec.description }),
    tags: [...own, ...listed(spec.tags ?? {})],
    clientToken: setToken(context.clientToken),
  };
}

/** All of it, as AWS wants it: what is left out would fall back to a default. Values that nobody may read stay as they are. */
export async function updateOf(
  context: Context,
  spec: StackBaselineSpec,
  record: StackSetRecord,
): Promise<Omit<StackSetInput, 'clientToken'>> {
  const description = spec.description ?? record.description;
  const tags = spec.tags && listed({ ...tagsOf(record), ...spec.tags });
  return {
    ...(await settings(context, { ...fromRecord(record), ...spec })),
    template: await templateSource(context, spec, spec.stackSet),
    parameters: [...(await resolveParameters(context, spec.parameters)), ...hidden(spec.template, record)],
    ...(description !== undefined && { description }),
    ...(tags && { tags }),
  };
}

function fromRecord({ administrationRoleArn, executionRole, permissionModel }: StackSetRecord) {
  if (permissionModel !== 'SELF_MANAGED') return {};
  return {
    ...(administrationRoleArn !== undefined && { administrationRole: administrationRoleArn }),
    ...(executionRole !== undefined && { executionRole }),
  };
}

async function settings(context: Context, spec: StackBaselineSpec) {
  const serviceManaged = spec.permissions === 'service-managed';
  return {
    name: spec.stackSet,
    permissionModel: serviceManaged ? ('SERVICE_MANAGED' as const) : ('SELF_MANAGED' as const),
    capabilities: spec.capabilities,
    ...(serviceManaged && { autoDeploy: spec.autoDeploy ?? { enabled: false, retain: false } }),
    ...(!serviceManaged &&
      spec.administrationRole !== undefined && {
        administrationRoleArn: roleArn(managementId(context), spec.administrationRole, context.aws.s3.region),
      }),
    ...(!serviceManaged && spec.executionRole !== undefined && { executionRole: spec.executionRole }),
    ...(spec.managedExecution !== undefined && { managedExecution: spec.managedExecution }),
    ...(spec.callAs && { callAs: spec.callAs }),
  };
}

/** NoEcho parameters that there is a value for: kept without being read. */
export function hidden(
  template: TemplateDocument,
  { parameters }: { readonly parameters: readonly KeyValue[] },
): ParameterInput[] {
  const names = hiddenIn(template);
  return parameters.flatMap(({ key }) => (names.has(key) ? [{ key, previous: true as const }] : []));
}

/** Whether a set is already as an update would make it: a run that was cut short has sent it. */
export function isAsSent(
  record: StackSetRecord,
  sent: Omit<StackSetInput, 'clientToken'>,
  spec: StackBaselineSpec,
): boolean {
  const values = new Map(record.parameters.map(({ key, value }) => [key, value]));
  const tags = tagsOf(record);
  const given = sent.parameters.filter((one): one is KeyValue => 'value' in one);
  const named = new Set(sent.parameters.map(({ key }) => key));
  return (
    sameJson(documentOf(record.templateBody), spec.template) &&
    given.every(({ key, value }) => values.get(key) === value) &&
    record.parameters.every(({ key, value }) => named.has(key) || value === defaultOf(spec.template, key)) &&
    sent.capabilities.every((one) => record.capabilities.includes(one)) &&
    (sent.description ?? '') === (record.description ?? '') &&
    (sent.tags ?? []).every(({ key, value }) => tags[key] === value) &&
    (sent.autoDeploy === undefined ||
      (sent.autoDeploy.enabled === (record.autoDeploy?.enabled ?? false) &&
        (!sent.autoDeploy.enabled || sent.autoDeploy.retain === record.autoDeploy?.retain))) &&
    (sent.managedExecution ?? record.managedExecution) === record.managedExecution &&
    (sent.executionRole ?? record.executionRole) === record.executionRole &&
    (sent.administrationRoleArn ?? record.administrationRoleArn) === record.administrationRoleArn
  );
}

function defaultOf(template: TemplateDocument, parameter: string): string | undefined {
  return declarationsOf(template).find(({ name }) => name === parameter)?.fallback;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sameJson(one: Json, other: Json): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => sameJson(item, other[index] ?? null));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && sameJson(one[key] ?? null, other[key] ?? null))
  );
}

function listed(tags: Readonly<Record<string, string>>): KeyValue[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/** What CloudFormation takes for the token of a creation. */
function setToken(clientToken: string): string {
  return `towerctl-${createHash('sha256').update(clientToken).digest('hex').slice(0, 32)}`;
}
