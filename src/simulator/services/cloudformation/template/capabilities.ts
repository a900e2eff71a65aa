import { ServiceError } from '../../../service.js';
import type { Template } from './template.js';

/** The IAM types that need a capability, with the property that names the thing. Source: CloudFormation API, CreateStack. */
const IAM_TYPES: ReadonlyMap<string, string | undefined> = new Map([
  ['AWS::IAM::AccessKey', undefined],
  ['AWS::IAM::Group', 'GroupName'],
  ['AWS::IAM::InstanceProfile', 'InstanceProfileName'],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::IAM::Policy', undefined],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::IAM::User', 'UserName'],
  ['AWS::IAM::UserToGroupAddition', undefined],
]);

export interface NeededCapabilities {
  readonly capabilities: readonly string[];
  /** In AWS's words; undefined when nothing is needed. */
  readonly reason?: string;
}

/** What a template needs acknowledged: whatever its conditions say, since they are not looked at. */
export function neededCapabilities(template: Template): NeededCapabilities {
  const iam = [...template.resources.values()].filter(({ type }) => IAM_TYPES.has(type));
  const named = iam.some(({ type, properties }) => {
    const property = IAM_TYPES.get(type);
    return property !== undefined && properties[property] !== undefined;
  });
  const macros = template.transforms.length > 0 ? ['CAPABILITY_AUTO_EXPAND'] : [];
  if (iam.length === 0) return { capabilities: macros };
  const types = [...new Set(iam.map(({ type }) => type))];
  return {
    capabilities: [named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM', ...macros],
    reason: `The following resource(s) require capabilities: [${types.join(', ')}]`,
  };
}

/** @throws ServiceError InsufficientCapabilitiesException */
export function checkCapabilities(template: Template, given: readonly string[]): void {
  const missing = missingCapabilities(template, given);
  if (missing.length > 0) {
    throw new ServiceError('InsufficientCapabilitiesException', `Requires capabilities : [${missing.join(', ')}]`);
  }
}

export function missingCapabilities(template: Template, given: readonly string[]): string[] {
  return neededCapabilities(template).capabilities.filter((needed) => {
    const enough = needed === 'CAPABILITY_IAM' ? [needed, 'CAPABILITY_NAMED_IAM'] : [needed];
    return !enough.some((each) => given.includes(each));
  });
}
