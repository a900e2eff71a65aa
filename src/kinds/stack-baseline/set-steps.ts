import { faultOf } from '../../aws/faults.js';
import type { Step } from '../../kind.js';
import type { Address } from '../../model.js';
import { OWNER_TAG } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { callOn, retryInstances } from './instance-steps.js';
import { setNow } from './look.js';
import { tagsOf } from './names.js';
import { onceRolesAreKnown } from './new-roles.js';
import { begin, follow, timeFor } from './operation.js';
import { creationOf, isAsSent, updateOf } from './send.js';
import type { StackBaselineSpec } from './spec.js';

/** Steps on the StackSet itself. */

/** CloudFormation's own switch: it makes the roles that service-managed sets act with, which trusted access alone does not. */
export function activateAccess(): Step<Surroundings> {
  return {
    name: 'let StackSets act in the organization',
    calls: ['cloudformation:ActivateOrganizationsAccess'],
    async start({ aws }) {
      if ((await aws.cloudFormation.organizationsAccess()) !== 'ENABLED') {
        await aws.cloudFormation.activateOrganizationsAccess();
      }
      return { state: 'done' };
    },
  };
}

/** Empty at first: instances come after it. */
export function createSet(address: Address, spec: StackBaselineSpec): Step<Surroundings> {
  return {
    name: 'create the StackSet',
    calls: ['cloudformation:CreateStackSet'],
    async start(context) {
      const there = await setNow(context, spec);
      if (there) {
        if (tagsOf(there)[OWNER_TAG] === context.manifestName) return { state: 'done', id: there.id };
        return {
          state: 'failed',
          problem: `a StackSet ${spec.stackSet} exists by now that this manifest did not make; plan again`,
        };
      }
      const key = address.slice(address.indexOf(':') + 1);
      const { id } = await context.aws.cloudFormation.createStackSet(await creationOf(context, spec, key));
      return { state: 'done', id };
    },
  };
}

/** One operation that changes the set and, with it, every instance. All of it is sent, and not sent when it is so already. */
export function updateSet(spec: StackBaselineSpec, size: number): Step<Surroundings> {
  // The set keeps what it was sent: what is left over are instances that are not current.
  const rest = retryInstances(spec, spec.instances, size);
  return onceRolesAreKnown(
    {
      name: 'update',
      calls: ['cloudformation:UpdateStackSet'],
      ...timeFor(size),
      async start(context) {
        const there = await setNow(context, spec);
        if (!there) return { state: 'failed', problem: `the StackSet ${spec.stackSet} is gone; plan again` };
        const sent = await updateOf(context, spec, there);
        if (isAsSent(there, sent, spec)) return { state: 'done' };
        return begin(context, spec, (clientToken) =>
          context.aws.cloudFormation.updateStackSet({
            ...sent,
            preferences: callOn(spec, clientToken).preferences,
            clientToken,
          }),
        );
      },
      poll: (token, context) => follow(token, context, spec),
    },
    rest.start,
  );
}

export function deleteSet(spec: StackBaselineSpec): Step<Surroundings> {
  return {
    name: 'delete the StackSet',
    calls: ['cloudformation:DeleteStackSet'],
    async start(context) {
      try {
        await context.aws.cloudFormation.deleteStackSet(spec.stackSet, spec.callAs);
      } catch (error) {
        const { class: is, code } = faultOf(error);
        if (code === 'StackSetNotEmptyException') {
          return { state: 'failed', problem: 'it has instances again, or still: run again to remove those first' };
        }
        if (is !== 'gone') throw error;
      }
      return { state: 'done' };
    },
  };
}
