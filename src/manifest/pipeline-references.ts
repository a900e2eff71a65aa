import type { ApprovalRule, PipelineSection } from './pipeline.js';
import { didYouMean, type Problems, quote } from './problems.js';
import type { References } from './references.js';
import { type MapNode, nodeAt, originAt, type Path } from './source.js';

interface Known {
  readonly references: References;
  readonly problems: Problems;
  /** Names of kinds; undefined = nobody knows them. */
  readonly kinds: readonly string[] | undefined;
}

/** What `pipeline:` refers to: an account, kinds, targets. Named selectors give way to what they stand for. */
export function resolvePipeline(
  pipeline: PipelineSection | undefined,
  frame: MapNode,
  known: Known,
): PipelineSection | undefined {
  if (!pipeline) return undefined;
  const { account, approval, drift } = pipeline;
  if (account.startsWith('account:')) {
    known.references.account(account, 'pipeline.account', originAt(frame, ['pipeline', 'account']));
  }
  checkKinds(drift.heal, ['pipeline', 'drift', 'heal'], frame, known);
  const when = approval.when.map((rule, index) =>
    resolveRule(rule, ['pipeline', 'approval', 'when', index], frame, known),
  );
  return { ...pipeline, approval: { ...approval, when } };
}

function resolveRule(rule: ApprovalRule, path: Path, frame: MapNode, known: Known): ApprovalRule {
  if (typeof rule === 'string' || 'changes' in rule) return rule;
  if ('kinds' in rule) {
    checkKinds(rule.kinds, [...path, 'kinds'], frame, known);
    return rule;
  }
  const at = [...path, 'targets'];
  return { targets: known.references.targets(rule.targets, nodeAt(frame, at), originAt(frame, at)) };
}

function checkKinds(names: readonly string[], path: Path, frame: MapNode, { kinds, problems }: Known): void {
  if (!kinds) return;
  names.forEach((name, index) => {
    if (kinds.includes(name)) return;
    problems.add('manifest-reference', originAt(frame, [...path, index]), `there is no kind ${quote(name)}`, () =>
      didYouMean(name, kinds, '"towerctl explain" lists the kinds'),
    );
  });
}
