import { DEFAULT_FREQUENCY } from '../../facts/config.js';
import type { Names } from '../../kind.js';
import type { ConfigRuleSource, ConfigRuleSpec } from './spec.js';

/** By meaning: the default frequency is none, known ids are names, line ends of a rule in Guard are nothing. */
export function canonical(spec: ConfigRuleSpec, names?: Pick<Names, 'symbolic'>): ConfigRuleSpec {
  const { frequency, parameters, source, ...rest } = spec;
  const named = <Value>(value: Value): Value =>
    names ? (JSON.parse(names.symbolic(JSON.stringify(value))) as Value) : value;
  const entries = Object.entries(parameters ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...rest,
    source: sourceOf(named(source)),
    ...(entries.length > 0 && { parameters: named(Object.fromEntries(entries)) }),
    ...(frequency !== undefined && frequency !== DEFAULT_FREQUENCY && { frequency }),
    excluded: [...spec.excluded].sort(),
  };
}

function sourceOf(source: ConfigRuleSource): ConfigRuleSource {
  if (!('policy' in source)) return source;
  const { debugIn, ...rest } = source;
  return {
    ...rest,
    policy: source.policy.replace(/\r\n/g, '\n').trimEnd(),
    ...(debugIn && debugIn.length > 0 && { debugIn }),
  };
}
