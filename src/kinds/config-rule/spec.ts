import { RECORDER_RESOURCE } from '../../facts/config.js';
import type { Address, Change, JsonObject, NodeName } from '../../model.js';

/** An organization rule of AWS Config in one Region: `config-rule:s3-tls-only@ap-northeast-1`. */
export type ConfigRuleSpec = {
  readonly name: string;
  readonly region: string;
  /** The account that lays it, when that is a delegated administrator; absent = the management account. */
  readonly administrator?: NodeName;
  readonly source: ConfigRuleSource;
  /** Without the words by which towerctl knows its own. */
  readonly description?: string;
  /** By name; AWS keeps them as one JSON text of strings. */
  readonly parameters?: { readonly [name: string]: string };
  /** `One_Hour` ... `TwentyFour_Hours`, as AWS writes it. */
  readonly frequency?: string;
  readonly resourceTypes?: readonly string[];
  readonly resourceId?: string;
  readonly tagKey?: string;
  readonly tagValue?: string;
  /** Accounts that are left out, sorted. Everybody else has the rule, today and tomorrow. */
  readonly excluded: readonly NodeName[];
};

export type ConfigRuleSource =
  | { readonly managed: string }
  | { readonly lambda: string; readonly triggers: readonly string[] }
  | {
      readonly policy: string;
      readonly runtime: string;
      readonly triggers: readonly string[];
      readonly debugIn?: readonly NodeName[];
    };

export function configRuleAddress(name: string, region: string): Address {
  return `config-rule:${name}@${region}`;
}

/** No source says that AWS turns one type into another: such a rule is laid anew. */
export function sourceType({ source }: ConfigRuleSpec): 'managed' | 'lambda' | 'policy' {
  if ('managed' in source) return 'managed';
  return 'lambda' in source ? 'lambda' : 'policy';
}

/** The rule's name and the Region that an address names. */
export function partsOf(address: Address): { readonly name: string; readonly region: string } {
  const at = address.lastIndexOf('@');
  return { name: address.slice('config-rule:'.length, at), region: address.slice(at + 1) };
}

export function isConfigRuleSpec(kind: string, spec: JsonObject): spec is JsonObject & ConfigRuleSpec {
  return kind === 'config-rule' && typeof spec['name'] === 'string';
}

/** A change that leaves a stack with a recorder in it. */
export function bringsRecorder(change: Change): boolean {
  return 'to' in change && holdsRecorder(change.to);
}

/** Of a spec with a template. */
function holdsRecorder({ template }: JsonObject): boolean {
  const resources = isMap(template) ? template['Resources'] : undefined;
  if (!isMap(resources)) return false;
  return Object.values(resources).some((resource) => isMap(resource) && resource['Type'] === RECORDER_RESOURCE);
}

function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
