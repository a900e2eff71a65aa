import type { JsonObject } from '../../../model.js';
import { isMap, mapAt } from './fault.js';

/** Types that CloudFormation wants acknowledged, and the property by which each is given a name. */
const IAM_TYPES: ReadonlyMap<string, string | undefined> = new Map([
  ['AWS::IAM::AccessKey', undefined],
  ['AWS::IAM::Group', 'GroupName'],
  ['AWS::IAM::GroupPolicy', undefined],
  ['AWS::IAM::InstanceProfile', 'InstanceProfileName'],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::IAM::Policy', undefined],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::IAM::RolePolicy', undefined],
  ['AWS::IAM::User', 'UserName'],
  ['AWS::IAM::UserPolicy', undefined],
  ['AWS::IAM::UserToGroupAddition', undefined],
]);

/** What a template must be acknowledged for, sorted. Source: CloudFormation user guide, acknowledging IAM resources. */
export function capabilitiesOf(template: JsonObject): string[] {
  const iam = Object.values(mapAt(template, 'Resources')).flatMap((resource) => {
    const type = isMap(resource) ? String(resource['Type']) : '';
    if (!IAM_TYPES.has(type)) return [];
    const name = IAM_TYPES.get(type);
    const named = name !== undefined && mapAt(resource, 'Properties')[name] !== undefined;
    return [named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM'];
  });
  const expands = template['Transform'] !== undefined ? ['CAPABILITY_AUTO_EXPAND'] : [];
  // The stronger one says the weaker one too.
  const strongest = iam.includes('CAPABILITY_NAMED_IAM') ? ['CAPABILITY_NAMED_IAM'] : iam.slice(0, 1);
  return [...expands, ...strongest];
}

/** Resources of one of these types, by logical id. */
export function resourcesOfType(template: JsonObject, ...types: readonly string[]): string[] {
  return Object.entries(mapAt(template, 'Resources')).flatMap(([name, resource]) =>
    isMap(resource) && types.includes(String(resource['Type'])) ? [name] : [],
  );
}
