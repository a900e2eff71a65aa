import type { GuardInput } from '../guards/guard.js';
import { KINDS } from '../kinds/index.js';
import { UNATTENDED, type UnattendedRules } from '../lifecycle/approval.js';
import type { Manifest } from '../manifest/manifest.js';
import type { ApprovalRule } from '../manifest/pipeline.js';
import { nodeOf, selectAccounts } from '../manifest/targets.js';
import type { Change, NodeName, Plan, Target } from '../model.js';
import type { Organization } from '../organization.js';
import { losesInstances } from '../plan/heal.js';
import { specAfter, specBefore } from '../plan/order.js';
import { targetsOf } from '../plan/scope.js';
import { administratorChanges } from './administrator.js';
import type { Rules } from './kept-rules.js';

/** Where the manifest says nothing, each plan that changes something waits. */
export function rulesOf(manifest: Pick<Manifest, 'pipeline'>): Rules {
  return { when: manifest.pipeline?.approval.when ?? ['always'], unattended: unattendedOf(manifest).actions };
}

/** Where the manifest wants no lifecycle runs, nothing of one that comes all the same runs unattended. */
export function unattendedOf({ pipeline }: Pick<Manifest, 'pipeline'>): UnattendedRules {
  if (!pipeline) return UNATTENDED;
  return { actions: pipeline.lifecycle === 'off' ? [] : pipeline.lifecycle.unattended };
}

const IDLE: ReadonlySet<Change['action']> = new Set(['notice', 'wait', 'expect']);
const POLICIES: ReadonlySet<string> = new Set(['organization-policy', 'policy-attachment']);

/** Changes that write something: what AWS does by itself and what is only told needs nobody. */
export function writingChanges(plan: Pick<Plan, 'changes'>): readonly Change[] {
  return plan.changes.filter(({ action }) => !IDLE.has(action));
}

/**
 * Why a person must agree to the plan, a reason for each rule that it meets; empty = nobody must.
 *
 * @param judged what the guards saw of the plan: `planRun` gives it to its option `judged`. Without it rules about targets
 * and administrator rights cannot be told, and are left out.
 */
export function approvalNeeded(
  plan: Pick<Plan, 'changes' | 'unknown'>,
  rules: readonly ApprovalRule[],
  judged?: GuardInput,
): readonly string[] {
  const changes = writingChanges(plan);
  if (changes.length === 0) return [];
  const reasons = rules.flatMap((rule) => reasonOf(rule, changes, plan, judged) ?? []);
  return [...new Set(reasons)];
}

function reasonOf(
  rule: ApprovalRule,
  changes: readonly Change[],
  plan: Pick<Plan, 'unknown'>,
  judged: GuardInput | undefined,
): string | undefined {
  const when = (isMet: boolean, reason: string): string | undefined => (isMet ? reason : undefined);
  if (typeof rule === 'object') {
    if ('kinds' in rule) {
      const met = rule.kinds.filter((kind) => changes.some((change) => change.kind === kind));
      return when(met.length > 0, `changes of ${met.join(' and ')}`);
    }
    if ('changes' in rule) return when(changes.length >= rule.changes, `${rule.changes} changes or more`);
    const isThere = judged !== undefined && reaches(changes, rule.targets, judged);
    return when(isThere, `changes at ${rule.targets.map(targetWords).join(' or ')}`);
  }
  switch (rule) {
    case 'always':
      return 'every change';
    case 'removals':
      return when(changes.some(removes), 'removals');
    case 'replacements':
      return when(
        changes.some(({ action }) => action === 'replace'),
        'replacements',
      );
    case 'policies':
      return when(
        changes.some(({ kind }) => POLICIES.has(kind)),
        'policies',
      );
    case 'administrator-access':
      return when(judged !== undefined && administratorChanges(judged).size > 0, 'administrator rights');
    case 'unknown':
      return when(plan.unknown.length > 0, 'parts could not be read');
  }
}

/** A baseline that leaves an account or a Region takes its stack from there, though it is an update of the StackSet. */
function removes(change: Change): boolean {
  return change.action === 'remove' || (change.action === 'update' && losesInstances(change.from, change.to));
}

/** Whether one of the changes acts on one of the targets or below it, or on something above it that it inherits from. */
function reaches(changes: readonly Change[], targets: readonly Target[], { before, after }: GuardInput): boolean {
  const organizations = [before.organization, after.organization];
  const watched = new Set(organizations.flatMap((organization) => nodesOf(organization, targets)));
  const kinds = new Map(KINDS.map((kind) => [kind.name, kind]));
  const specs = { before: before.specs, after: after.specs };
  return changes.some((change) => {
    const kind = kinds.get(change.kind);
    if (!kind || (specBefore(change) ?? specAfter(change)) === undefined) return false;
    return targetsOf(change, kind, specs, organizations).some((node) => isAmong(node, watched, organizations));
  });
}

function isAmong(node: NodeName, watched: ReadonlySet<NodeName>, organizations: readonly Organization[]): boolean {
  if (watched.has(node)) return true;
  return organizations.some(
    (organization) => organization.has(node) && organization.below(node).some((below) => watched.has(below)),
  );
}

function nodesOf(organization: Organization, targets: readonly Target[]): NodeName[] {
  return targets.flatMap((target) => {
    if (typeof target !== 'string') return selectAccounts(organization, { targets: [target] });
    const node = nodeOf(organization, target);
    return node === undefined || !organization.has(node) ? [] : [node, ...organization.below(node)];
  });
}

function targetWords(target: Target): string {
  return typeof target === 'string' ? target : 'a selection';
}
