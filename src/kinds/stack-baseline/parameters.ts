import type { KeyValue, StackRecord } from '../../aws/cloudformation.js';
import { faultOf } from '../../aws/faults.js';
import type { Entrance, MemberAccount } from '../../aws/member.js';
import { TowerctlError } from '../../errors.js';
import type { Names } from '../../kind.js';
import type { JsonObject } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import type { ParameterValue, ParameterValues } from './spec.js';
import { declarationsOf } from './template/declarations.js';

/** What looking up a value takes: a step's context and a read's both have it. */
export interface Place {
  readonly aws: Pick<Surroundings, 'ssm' | 'cloudFormation' | 'cloudFormationIn'> & {
    inAccount(accountId: string, how?: Entrance): Promise<Pick<MemberAccount, 'cloudFormation'>>;
    readIn(accountId: string): Promise<Pick<MemberAccount, 'cloudFormation'>>;
  };
  readonly names: Names;
}

/**
 * The text that is sent: names become ids, references what they stand for now.
 * @throws TowerctlError `failed` where a reference leads nowhere, or to a secret.
 */
export async function resolveParameter(place: Place, value: ParameterValue): Promise<string> {
  if (typeof value === 'string') return place.names.concrete(value);
  const found = 'ssm' in value ? await ofParameterStore(place, value.ssm) : await ofOutput(place, value);
  if ('text' in found) return found.text;
  throw new TowerctlError('failed', found.problem);
}

/** All of them, ready to be sent, sorted by name. */
export async function resolveParameters(place: Place, values: ParameterValues): Promise<KeyValue[]> {
  const entries = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
  return Promise.all(entries.map(async ([key, value]) => ({ key, value: await resolveParameter(place, value) })));
}

/**
 * What AWS has, in the manifest's words: ids are names, and a value that is what a wished-for reference stands for now
 * is that reference. A reference that cannot be looked up leaves the value as it is: the plan then shows a change.
 * NoEcho parameters of the template are left out, `****` and all.
 */
export async function symbolicParameters(
  place: Place,
  found: readonly KeyValue[],
  wanted: ParameterValues | undefined,
  template: JsonObject,
): Promise<ParameterValues> {
  const secret = new Set(declarationsOf(template).flatMap(({ name, noEcho }) => (noEcho ? [name] : [])));
  const shown = found.filter(({ key }) => !secret.has(key));
  const entries = shown.map(async ({ key, value }) => {
    const wish = wanted?.[key];
    if (wish !== undefined && typeof wish !== 'string' && (await standsFor(place, wish, value)))
      return [key, wish] as const;
    return [key, place.names.symbolic(value)] as const;
  });
  return Object.fromEntries((await Promise.all(entries)).sort(([one], [other]) => (one < other ? -1 : 1)));
}

async function standsFor(place: Place, wish: Exclude<ParameterValue, string>, value: string): Promise<boolean> {
  const found = 'ssm' in wish ? await ofParameterStore(place, wish.ssm) : await ofOutput(place, wish);
  return 'text' in found && found.text === value;
}

type Found = { readonly text: string } | { readonly problem: string };

async function ofParameterStore({ aws }: Place, name: string): Promise<Found> {
  const parameter = (await aws.ssm.parameters([name])).get(name);
  if (!parameter) return { problem: `there is no SSM parameter ${name} in the management account’s home Region` };
  if (parameter.type === 'SecureString') {
    return { problem: `the SSM parameter ${name} is a SecureString, which is never read: let the template resolve it` };
  }
  return { text: parameter.value };
}

async function ofOutput(place: Place, wish: Extract<ParameterValue, { output: string }>): Promise<Found> {
  const key = wish.output.slice(wish.output.indexOf('.') + 1);
  const stack = await stackOf(place, wish);
  const where = `in ${wish.account}, ${wish.region}`;
  if (!stack) return { problem: `${wish.output}: the StackSet ${wish.stackSet} has no stack ${where}` };
  const output = stack.outputs.find((each) => each.key === key);
  return output
    ? { text: output.value }
    : { problem: `${wish.output}: the stack ${stack.name} ${where} has no such output` };
}

async function stackOf(
  { aws, names }: Place,
  { stackSet, account, region, callAs }: Extract<ParameterValue, { output: string }>,
): Promise<StackRecord | undefined> {
  if (account === 'management') return aws.cloudFormationIn(region).stack(stackSet);
  const accountId = names.tryIdOf(`account:${account}`);
  if (accountId === undefined) return undefined;
  const instance = await aws.cloudFormation.stackInstance(stackSet, accountId, region, callAs);
  // A management account that is called by its name has no instance.
  if (instance?.stackId === undefined) return undefined;
  const { stackId } = instance;
  try {
    return await (await aws.readIn(accountId)).cloudFormation(region).stack(stackId);
  } catch (error) {
    if (faultOf(error).class !== 'denied') throw error;
    // Where that role is not (yet): the administrator's, held to reading.
    return (await aws.inAccount(accountId, { only: ['cloudformation:DescribeStacks'] }))
      .cloudFormation(region)
      .stack(stackId);
  }
}
