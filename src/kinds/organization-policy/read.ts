import type { PolicyRecord } from '../../aws/organizations-records.js';
import { policyType, policyTypeOfWire } from '../../facts/policy-types.js';
import type { LiveContext } from '../../kind.js';
import type { Address, ManagedBy } from '../../model.js';
import { keyOfTags, ownerOf, plainTags } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { type PolicyAddress, policyAddress } from './spec.js';

/** Control Tower's own: `aws-guardrails-` and six characters. They are ordinary customer policies to Organizations. */
const GUARDRAIL = /^aws-guardrails-/;

export interface NamedPolicy {
  readonly address: PolicyAddress;
  readonly type: string;
  readonly record: PolicyRecord;
  readonly managedBy: ManagedBy;
  readonly owner?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Spec of what the manifest (or a saved plan) declares, as far as naming needs it. */
interface Declared {
  readonly address: Address;
  readonly type: string;
  readonly name: string;
}

/**
 * Every policy of the types that matter: those that are enabled, and those that the manifest declares policies of.
 * `was` holds the old names that the manifest gives; `declared` what it declares now.
 */
export async function readPolicies(
  context: Pick<LiveContext<Surroundings>, 'aws' | 'manifestName'>,
  declared: readonly Declared[],
  was: { readonly [address: Address]: string },
): Promise<NamedPolicy[]> {
  const types = new Set([
    ...[...context.aws.live.policyTypes.keys()].map(policyTypeOfWire),
    ...declared.map((policy) => policy.type),
  ]);
  const perType = await Promise.all([...types].sort().map((type) => readType(context, type, declared, was)));
  return perType.flat();
}

async function readType(
  context: Pick<LiveContext<Surroundings>, 'aws' | 'manifestName'>,
  type: string,
  declared: readonly Declared[],
  was: { readonly [address: Address]: string },
): Promise<NamedPolicy[]> {
  const records = await context.aws.organizations.policies(policyType(type).wire);
  const ofType = declared.filter((policy) => policy.type === type);
  const owned = await Promise.all(records.map((record) => withOwner(context, record)));
  const taken = new Set<string>();
  return [...owned]
    .sort(
      (a, b) => Number(b.managedBy === 'us') - Number(a.managedBy === 'us') || (a.record.name < b.record.name ? -1 : 1),
    )
    .map((policy) => {
      let address = addressOf(policy, type, ofType, was, records);
      if (taken.has(address)) address = `policy:${type}/${policy.record.name}~${policy.record.id}`;
      taken.add(address);
      return { ...policy, address, type };
    });
}

type Owned = Omit<NamedPolicy, 'address' | 'type'>;

async function withOwner(
  context: Pick<LiveContext<Surroundings>, 'aws' | 'manifestName'>,
  record: PolicyRecord,
): Promise<Owned> {
  if (record.awsManaged) return { record, managedBy: 'aws', tags: {} };
  if (GUARDRAIL.test(record.name)) return { record, managedBy: 'control-tower', tags: {} };
  const tags = await context.aws.tags.of(record.id);
  return { record, tags, ...ownerOf(tags, context.manifestName) };
}

function addressOf(
  policy: Owned,
  type: string,
  declared: readonly Declared[],
  was: { readonly [address: Address]: string },
  all: readonly PolicyRecord[],
): PolicyAddress {
  const key = policy.managedBy === 'us' ? keyOfTags(policy.tags) : undefined;
  const name = policy.record.name;
  const renamed = declared.find((candidate) => {
    const old = was[candidate.address];
    return (
      old !== undefined &&
      (old === name || old === key) &&
      !all.some((record) => record !== policy.record && record.name === candidate.name)
    );
  });
  if (renamed) return renamed.address as PolicyAddress;
  if (key !== undefined) return policyAddress(type, key);
  const named = declared.find((candidate) => candidate.name === name);
  return named ? (named.address as PolicyAddress) : policyAddress(type, name);
}

export function policyTags(policy: NamedPolicy): Readonly<Record<string, string>> {
  return plainTags(policy.tags);
}
