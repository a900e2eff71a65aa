import { sameDocument } from '../iam/canonical.js';
import { grantsNoMore, uncovered } from '../iam/cover.js';
import { readStatements, type Statement } from '../iam/document.js';
import { summarizeStatement } from '../iam/summary.js';
import type { NodeName } from '../model.js';
import type { GuardInput } from './guard.js';
import { type Attached, expandDocument, nodeLabel, type PolicyIndex } from './picture.js';

/** A protection that was in force and is not any more. */
export interface Loss {
  /** The attachment it came by. */
  readonly attached: Attached;
  readonly what: string;
}

/** The SCPs or RCPs in force along a line from a node to the root. */
export function inForce(index: PolicyIndex, line: readonly NodeName[]): readonly Attached[] {
  return line.flatMap((node) =>
    index.at(node).filter(({ type }) => (type === 'scp' || type === 'rcp') && index.isOn(type)),
  );
}

function isGuardrail(attached: Attached): boolean {
  return attached.name.startsWith('aws-guardrails-');
}

/** Compares what is in force before and after; remembers what has been compared. */
export class Comparison {
  readonly #input: GuardInput;
  readonly #same = new Map<string, boolean>();

  constructor(input: GuardInput) {
    this.#input = input;
  }

  losses(before: readonly Attached[], after: readonly Attached[]): readonly Loss[] {
    const losses: Loss[] = [];
    const seen = new Set<string>();
    for (const attached of before) {
      if (seen.has(attached.policy)) continue;
      seen.add(attached.policy);
      if (!this.#isKept(attached, after)) losses.push(...this.#lostOf(attached, after));
    }
    losses.push(...this.#lostAllowLists(before, after));
    return losses;
  }

  #isKept(attached: Attached, after: readonly Attached[]): boolean {
    const still = after.find(({ policy }) => policy === attached.policy);
    if (still !== undefined) {
      const known = this.#same.get(attached.policy);
      const same = known ?? this.#sameText(attached, still);
      this.#same.set(attached.policy, same);
      return same;
    }
    // Control Tower packs its statements anew for every unit: another guardrail policy stands for this one.
    return isGuardrail(attached) && after.some(isGuardrail);
  }

  #sameText(one: Attached, other: Attached): boolean {
    if (one.document === undefined || other.document === undefined) return one.document === other.document;
    return sameDocument(expandDocument(this.#input, one.document), expandDocument(this.#input, other.document));
  }

  #statements(attached: Attached): readonly Statement[] {
    return attached.document === undefined ? [] : readStatements(expandDocument(this.#input, attached.document));
  }

  #lostOf(attached: Attached, after: readonly Attached[]): Loss[] {
    if (attached.document === undefined) {
      const what = isGuardrail(attached) ? "Control Tower's guardrails" : 'whatever it denies: its text is not known';
      return [{ attached, what: `${attached.name} (${what})` }];
    }
    const candidates = after
      .filter(({ type }) => type === attached.type)
      .flatMap((other) => this.#statements(other))
      .filter(({ effect }) => effect === 'Deny');
    return this.#statements(attached)
      .filter(({ effect }) => effect === 'Deny')
      .flatMap((statement) => {
        const lost = uncovered(statement, candidates);
        if (lost.length === 0) return [];
        const whole = lost.length === (statement.actions?.length ?? 1);
        const what = whole ? summarizeStatement(statement) : `Deny ${lost.join(' ')}`;
        return [{ attached, what: `${what} (${attached.name}${statement.sid ? `, ${statement.sid}` : ''})` }];
      });
  }

  /** Levels whose policies allow less than everything protect too: each must be matched by one that allows no more. */
  #lostAllowLists(before: readonly Attached[], after: readonly Attached[]): Loss[] {
    const limits = [...this.#allowLists(after, false).values()];
    const denies = after
      .filter(({ type }) => type === 'scp')
      .flatMap((attached) => this.#statements(attached))
      .filter(({ effect }) => effect === 'Deny');
    const losses: Loss[] = [];
    for (const [target, { attached, allowed }] of this.#allowLists(before, true)) {
      const kept =
        limits.some((limit) =>
          limit.allowed.every((statement) => allowed.some((wide) => grantsNoMore(statement, wide))),
        ) || isDeniedOtherwise(allowed, denies);
      if (kept) continue;
      const what = `at ${nodeLabel(target)} only this was allowed: ${allowed.map((one) => summarizeStatement(one)).join('; ')}`;
      losses.push({ attached, what });
    }
    return losses;
  }

  /** By level: what its SCPs allow, where that is known and less than everything. */
  #allowLists(
    attachments: readonly Attached[],
    earlier: boolean,
  ): Map<NodeName, { readonly attached: Attached; readonly allowed: readonly Statement[] }> {
    const { organization } = earlier ? this.#input.before : this.#input.after;
    const limits = new Map<NodeName, { attached: Attached; allowed: Statement[] }>();
    const open = new Set<NodeName>();
    for (const attached of attachments) {
      if (attached.type !== 'scp' || isGuardrail(attached)) continue;
      const { target } = attached;
      // AWS attaches FullAWSAccess to a new target; an unknown text may allow anything.
      if (attached.document === undefined || organization.get(target)?.live !== true) open.add(target);
      const allowed = this.#statements(attached).filter(({ effect }) => effect === 'Allow');
      if (allowed.some((statement) => grantsNoMore(EVERYTHING, statement))) open.add(target);
      if (allowed.length === 0) continue;
      const limit = limits.get(target) ?? { attached, allowed: [] };
      limit.allowed.push(...allowed);
      limits.set(target, limit);
    }
    for (const target of open) limits.delete(target);
    return limits;
  }
}

const EVERYTHING: Statement = { effect: 'Allow', actions: ['*'], resources: ['*'], clauses: [], opaque: false };

/** An allow-list of plain actions denies everything else: a Deny with NotAction may stand in for it. */
function isDeniedOtherwise(allowed: readonly Statement[], denies: readonly Statement[]): boolean {
  const plain = allowed.every(
    ({ actions, resources, clauses, opaque }) => actions && resources?.includes('*') && clauses.length === 0 && !opaque,
  );
  if (!plain) return false;
  const notActions = allowed.flatMap(({ actions }) => actions ?? []);
  return uncovered({ effect: 'Deny', notActions, resources: ['*'], clauses: [], opaque: false }, denies).length === 0;
}
