import { ownControls } from './controls.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { nodeLabel } from './picture.js';

/** The manifest manages centralized root access: a section of its own, whose things have this prefix. */
function managesRootAccess({ declared, after }: GuardInput): boolean {
  return (
    [...(declared ?? [])].some((address) => address.startsWith('root-access:')) ||
    [...after.specs.values()].some(({ kind }) => kind === 'root-access')
  );
}

export const rootUserControl: Guard = {
  code: 'root-user-control-exempts-assume-root',
  title: 'The control against the root user does not except AssumeRoot sessions',
  reason:
    '`AWS-GR_RESTRICT_ROOT_USER` denies everything to the root user of the accounts under the unit, and so to the sessions of sts:AssumeRoot by which centralized root access unlocks buckets and queues and removes root credentials. With `ExemptAssumeRoot: true` it denies the real root user only. An error where the manifest manages root access, else a warning. Source: [Disallow actions as a root user](https://docs.aws.amazon.com/controltower/latest/controlreference/strongly-recommended-preventive-controls.html), [Privileged root tasks](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html).',
  allowance: 'An allowance at the control means that centralized root access is not used under this unit.',
  *check(input): Iterable<Finding> {
    const severity = managesRootAccess(input) ? 'error' : 'warning';
    for (const { address, control, target, parameters } of ownControls(input)) {
      if (control !== 'AWS-GR_RESTRICT_ROOT_USER' || parameters['ExemptAssumeRoot'] === true) continue;
      yield {
        address,
        severity,
        message: `${control} on ${nodeLabel(target)} stops the sessions of centralized root access (sts:AssumeRoot) too`,
        hint: 'Add parameters: { ExemptAssumeRoot: true }.',
      };
    }
  },
};
