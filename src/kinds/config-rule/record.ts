import type { OrganizationRuleInput, OrganizationRuleRecord } from '../../aws/config-records.js';
import type { LiveContext, Names } from '../../kind.js';
import type { Address, Json, NodeName } from '../../model.js';
import type { Place } from './callers.js';
import { excludedIds, liveExcluded } from './excluded.js';
import { marked, unmarked } from './marks.js';
import type { ConfigRuleSource, ConfigRuleSpec } from './spec.js';

type Reading = Pick<LiveContext<unknown>, 'names' | 'organization' | 'declaredOf' | 'manifestName'>;

/** As the manifest would write it. `policyText` is that of a rule in Guard: the lists do not hold it. */
export function specOf(
  context: Reading,
  record: OrganizationRuleRecord,
  { administrator, region }: Place,
  policyText: string,
): ConfigRuleSpec {
  const { description } = unmarked(record.description, context.manifestName);
  const parameters = parametersOf(record.inputParameters);
  return {
    name: record.name,
    region,
    ...(administrator !== undefined && { administrator }),
    source: sourceOf(context.names, record, policyText),
    ...(description !== undefined && { description }),
    ...(parameters && { parameters }),
    ...(record.frequency !== undefined && { frequency: record.frequency }),
    ...(record.resourceTypes.length > 0 && { resourceTypes: [...record.resourceTypes].sort() }),
    ...(record.resourceId !== undefined && { resourceId: record.resourceId }),
    ...(record.tagKey !== undefined && { tagKey: record.tagKey }),
    ...(record.tagValue !== undefined && { tagValue: record.tagValue }),
    excluded: liveExcluded(context, record.excludedAccounts),
  };
}

function sourceOf(names: Names, { source }: OrganizationRuleRecord, policy: string): ConfigRuleSource {
  const { type } = source;
  if (type === 'managed') return { managed: source.identifier };
  const triggers = [...source.triggers].sort();
  if (type === 'lambda') return { lambda: source.functionArn, triggers };
  const debugIn = source.debugIn.flatMap((id) => names.nameOf(id) ?? []).sort();
  return { policy, runtime: source.runtime, triggers, ...(debugIn.length > 0 && { debugIn }) };
}

/** One JSON text of strings; what is none is kept as it is, so that it is seen as a difference. */
function parametersOf(text: string | undefined): Record<string, string> | undefined {
  if (text === undefined) return undefined;
  const parsed = parse(text);
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) return { '': text };
  const entries = Object.entries(parsed).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

/** As it is sent: names turned into ids, marked as ours. */
export function inputOf(spec: ConfigRuleSpec, names: Names, manifestName: string): OrganizationRuleInput {
  const { source, parameters } = spec;
  const given = Object.entries(parameters ?? {});
  return {
    name: spec.name,
    source: sourceRecord(source, names),
    ...('policy' in source && { policyText: source.policy }),
    description: marked(spec.description, manifestName),
    ...(given.length > 0 && { inputParameters: names.concrete(JSON.stringify(parameters)) }),
    ...(spec.frequency !== undefined && { frequency: spec.frequency }),
    resourceTypes: spec.resourceTypes ?? [],
    ...(spec.resourceId !== undefined && { resourceId: spec.resourceId }),
    ...(spec.tagKey !== undefined && { tagKey: spec.tagKey }),
    ...(spec.tagValue !== undefined && { tagValue: spec.tagValue }),
    excludedAccounts: excludedIds(names, spec.excluded),
  };
}

function sourceRecord(source: ConfigRuleSource, names: Names): OrganizationRuleInput['source'] {
  if ('managed' in source) return { type: 'managed', identifier: source.managed };
  if ('lambda' in source) {
    return { type: 'lambda', functionArn: names.concrete(source.lambda), triggers: source.triggers };
  }
  const debugIn = (source.debugIn ?? []).flatMap((account: NodeName) => names.tryIdOf(account as Address) ?? []);
  return { type: 'policy', runtime: source.runtime, triggers: source.triggers, debugIn };
}
