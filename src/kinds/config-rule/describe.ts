import type { Change, NodeName } from '../../model.js';
import { listed } from '../enabled-baseline/reading.js';
import type { ConfigRuleSource, ConfigRuleSpec } from './spec.js';

/** Lines of a rule in Guard that are shown one by one. */
const MOST_LINES = 12;

/** Which accounts get the rule and which lose it; what of a rule in Guard changes. Pure. */
export function describe(change: Change<ConfigRuleSpec>): string[] {
  switch (change.action) {
    case 'create':
      return [sourceText(change.to.source)];
    case 'replace':
      return [
        `taken away as ${caller(change.from)}, then laid again as ${caller(change.to)}: nobody has it in between`,
      ];
    case 'update':
    case 'adopt':
      return [...accountLines(change.from, change.to), ...policyLines(change.from.source, change.to.source)];
    case 'remove':
      return ['its findings go with it, in every account'];
    default:
      return [];
  }
}

function sourceText(source: ConfigRuleSource): string {
  if ('managed' in source) return `AWS’s own rule ${source.managed}`;
  if ('lambda' in source) return `judged by ${source.lambda}`;
  return `a rule in Guard of ${source.policy.trimEnd().split('\n').length} lines`;
}

function caller({ administrator }: ConfigRuleSpec): string {
  return administrator ?? 'the management account';
}

type Laid = Pick<ConfigRuleSpec, 'excluded'>;

/** Which accounts get it, and which lose it. */
export function accountLines({ excluded: before }: Laid, { excluded: after }: Laid): string[] {
  const missingIn = (those: readonly NodeName[], list: readonly NodeName[]): NodeName[] =>
    list.filter((account) => !those.includes(account));
  const [gains, loses] = [missingIn(after, before), missingIn(before, after)];
  return [
    ...(gains.length > 0 ? [`+ laid in ${listed(gains)}`] : []),
    ...(loses.length > 0 ? [`- taken out of ${listed(loses)}`] : []),
  ];
}

function policyLines(from: ConfigRuleSource, to: ConfigRuleSource): string[] {
  if (!('policy' in from && 'policy' in to)) return [];
  const lines = ({ policy }: { readonly policy: string }): string[] =>
    policy.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const [before, after] = [lines(from), lines(to)];
  const changed = [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
  const rest = changed.length - MOST_LINES;
  return [...changed.slice(0, MOST_LINES), ...(rest > 0 ? [`and ${rest} more lines of Guard`] : [])];
}
