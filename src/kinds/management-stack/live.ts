import type { CloudFormationPort, StackRecord } from '../../aws/cloudformation.js';
import type { LiveContext } from '../../kind.js';
import type { Address, Desired, Live } from '../../model.js';
import { plainTags } from '../ownership.js';
import { regionsOf } from '../stack-baseline/cells.js';
import { DEFAULT_PREFIX, keyOf, ownershipOf, tagsOf } from '../stack-baseline/names.js';
import { symbolicParameters } from '../stack-baseline/parameters.js';
import type { Cells, ManagementStackSpec, ParameterValues } from '../stack-baseline/spec.js';
import { managementStackAddress } from '../stack-baseline/spec.js';
import { documentOf } from '../stack-baseline/template/parse.js';
import type { Surroundings } from '../surroundings.js';
import { conditionOf } from './condition.js';

type Context = LiveContext<Surroundings>;
type Found = Live<ManagementStackSpec>;

/**
 * One list of stacks a Region tells what is there and whose it is; only what is declared or ours is read with its
 * template. Looked at are the Regions in which anything of the section is declared, and the home Region.
 */
export async function* live(context: Context): AsyncGenerator<Found> {
  const found = await Promise.all(regionsToRead(context).map((region) => inRegion(context, region)));
  yield* found.flat();
}

function regionsToRead(context: Context): string[] {
  const regions = new Set<string>([context.aws.s3.region]);
  for (const { spec } of context.declared.values()) if (typeof spec['region'] === 'string') regions.add(spec['region']);
  for (const { spec } of context.declaredOf('stack-baseline').values()) {
    for (const region of regionsOf((spec['instances'] ?? {}) as Cells)) regions.add(region);
  }
  return [...regions].sort();
}

async function inRegion(context: Context, region: string): Promise<Found[]> {
  const port = context.aws.cloudFormationIn(region);
  const declared = new Map(
    [...context.declared.values()]
      .filter(({ spec }) => spec['region'] === region)
      .map((desired) => [String(desired.spec['stack']), desired] as const),
  );
  const stacks = (await port.stacks()).filter(({ status }) => status !== 'DELETE_COMPLETE');
  const read = stacks.map((stack) => liveStack(context, port, region, stack, declared.get(stack.name)));
  const taken = new Set<Address>();
  return (await Promise.all(read)).flatMap((one) => {
    if (!one || taken.has(one.address)) return [];
    taken.add(one.address);
    return [one];
  });
}

async function liveStack(
  context: Context,
  port: CloudFormationPort,
  region: string,
  stack: StackRecord,
  desired: Desired | undefined,
): Promise<Found | undefined> {
  const tags = tagsOf(stack);
  const owner = ownershipOf(tags, context.manifestName, desired);
  // Instances of StackSets in this account carry our tags too, and have names that AWS gave.
  const ours = owner.managedBy === 'us' && stack.name.startsWith(DEFAULT_PREFIX);
  if (!desired && !ours) return undefined;
  const template = documentOf(await port.stackTemplate(stack.id));
  const wanted = desired?.spec['parameters'] as ParameterValues | undefined;
  return {
    address: desired?.address ?? managementStackAddress(keyOf(stack.name, tags), region),
    id: stack.id,
    spec: {
      stack: stack.name,
      region,
      ...managementOf(context),
      template,
      parameters: await symbolicParameters(context, stack.parameters, wanted, template),
      capabilities: [...stack.capabilities].sort(),
      tags: plainTags(tags),
      ...(desired?.spec['retain'] === true && { retain: true }),
    },
    ...owner,
    ...(owner.managedBy === 'us' ? conditionOf(stack, desired !== undefined) : { condition: 'settled' }),
  };
}

function managementOf({ organization }: Context): Pick<ManagementStackSpec, 'account'> {
  const node = [...organization.nodes.values()].find(({ management }) => management === true);
  return node?.name.startsWith('account:') ? { account: node.name as `account:${string}` } : {};
}
