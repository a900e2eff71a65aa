import type { ConfigPort } from '../../aws/config.js';
import { describeFault, faultOf } from '../../aws/faults.js';
import { partitionOf } from '../../facts/regions.js';
import type { Step, StepContext } from '../../kind.js';
import type { Address, Change, Progress } from '../../model.js';
import { ownershipTags, presentTags } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { type TagKeeper, tagStepsOf } from '../tag-steps.js';
import { isSameSource } from './canonical.js';
import { type ConfigAggregatorSpec, configAggregatorAddress } from './spec.js';

type Context = StepContext<Surroundings>;
type Steps = Step<Surroundings>[];

export function steps(change: Change<ConfigAggregatorSpec>): Steps {
  switch (change.action) {
    case 'create':
      return [put(change.to)];
    case 'update':
      return changed(change.from, change.to, false);
    case 'adopt':
      return changed(change.from, change.to, true);
    // Elsewhere, or refused for good since the administrator changed: AWS then takes no put of it (API reference).
    case 'replace':
    case 'repair':
      return [takeAway(change.from), put(change.to)];
    case 'remove':
      return [takeAway(change.from)];
    default:
      return [];
  }
}

function changed(from: ConfigAggregatorSpec, to: ConfigAggregatorSpec, adopts: boolean): Steps {
  return [
    ...(isSameSource(from, to) ? [] : [put(to)]),
    ...tagStepsOf(keeperOf(to), from, to, adopts ? { key: to.name } : undefined),
  ];
}

/** In the account itself, with what may write there. */
export async function portOf({ aws, names }: Context, { account, region }: ConfigAggregatorSpec): Promise<ConfigPort> {
  return (await aws.inAccount(names.idOf(account as Address))).config(region);
}

function put(spec: ConfigAggregatorSpec): Step<Surroundings> {
  return {
    name: `make ${spec.name} gather`,
    calls: ['config:PutConfigurationAggregator'],
    async start(context) {
      const { names, manifestName } = context;
      const { name, account, region, regions, role, tags } = spec;
      const id = names.idOf(account as Address);
      const port = await portOf(context, spec);
      try {
        const arn = await port.putAggregator({
          name,
          roleArn: `arn:${partitionOf(region)}:iam::${id}:role/${role}`,
          ...(regions && { regions }),
          // AWS looks at them only when it makes the aggregator.
          tags: { ...presentTags(tags), ...ownershipTags(manifestName, name) },
        });
        return { state: 'done', id: arn };
      } catch (error) {
        return refused(spec, error);
      }
    },
  };
}

function refused({ account, role }: ConfigAggregatorSpec, error: unknown): Progress {
  const fault = faultOf(error);
  if (fault.code !== 'InvalidRoleException') throw error;
  return {
    state: 'failed',
    problem: `AWS Config cannot use the role ${role} of ${account}: lay one there that config.amazonaws.com may assume, with AWS’s policy AWSConfigRoleForOrganizations, and name it (role:); or make the service-linked one: aws iam create-service-linked-role --aws-service-name config.amazonaws.com (${describeFault('PutConfigurationAggregator', fault)})`,
  };
}

function takeAway(spec: ConfigAggregatorSpec): Step<Surroundings> {
  return {
    name: `delete ${spec.name} in ${spec.account}`,
    calls: ['config:DeleteConfigurationAggregator'],
    async start(context) {
      try {
        await (await portOf(context, spec)).deleteAggregator(spec.name);
      } catch (error) {
        if (faultOf(error).class !== 'gone') throw error;
      }
      return { state: 'done' };
    },
  };
}

function keeperOf(spec: ConfigAggregatorSpec): TagKeeper {
  const arnOf = ({ names }: Context): string => names.idOf(configAggregatorAddress(spec.name));
  return {
    prefix: 'config',
    tag: async (context, tags) => (await portOf(context, spec)).tag(arnOf(context), tags),
    untag: async (context, keys) => (await portOf(context, spec)).untag(arnOf(context), keys),
  };
}
