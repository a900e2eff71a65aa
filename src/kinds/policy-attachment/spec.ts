import type { NodeName } from '../../model.js';
import type { PolicyAddress } from '../organization-policy/spec.js';

/** `policy-attachment:scp/deny-leave@unit:Workloads`. */
export type AttachmentSpec = {
  readonly policy: PolicyAddress;
  readonly target: NodeName;
};

export function attachmentAddress(policy: PolicyAddress, target: NodeName): `policy-attachment:${string}` {
  return `policy-attachment:${policy.slice('policy:'.length)}@${target}`;
}
