import type { NodeName } from '../../model.js';
import type { OrganizationFacts } from '../evidence.js';
import { placeLabel } from '../verdict.js';

interface UnitLines {
  existing?: true;
  baseline?: string;
  children?: Record<string, UnitLines>;
}

export interface UnitEntry {
  readonly unit: NodeName;
  readonly baseline?: string;
}

export interface Declarations {
  readonly organizationalUnits?: object;
  readonly accounts?: object;
}

/** Units as a manifest nests them. What AWS has and the manifest does not speak of is only named: `existing: true`. */
export function unitLines({ tree, isDeclared }: OrganizationFacts, entries: readonly UnitEntry[]): object {
  const top: Record<string, UnitLines> = {};
  for (const { unit, baseline } of entries) {
    let level = top;
    let path: NodeName | undefined;
    for (const name of placeLabel(unit).split('/')) {
      path = path === undefined ? `unit:${name}` : (`${path}/${name}` as NodeName);
      const lines = level[name] ?? {};
      level[name] = lines;
      if (tree.has(path) && !isDeclared(path)) lines.existing = true;
      if (path === unit) {
        if (baseline !== undefined) lines.baseline = baseline;
      } else {
        lines.children ??= {};
        level = lines.children;
      }
    }
  }
  return top;
}

/** An account as a manifest knows it: by the address of its root user. */
export function accountLines({ tree }: OrganizationFacts, account: NodeName, more: object = {}): [string, object] {
  const email = tree.get(account)?.email;
  return [placeLabel(account), { ...(email !== undefined && { email }), ...more }];
}

/** What a manifest has to name before it can speak of these targets. */
export function declarationsFor(organization: OrganizationFacts, targets: readonly string[]): Declarations {
  const { isDeclared } = organization;
  const accounts = targets.filter((target): target is NodeName => target.startsWith('account:'));
  const units = targets
    .filter((target) => target !== 'root' && target !== 'management' && !target.startsWith('account:'))
    .map((target): NodeName => `unit:${target.replace(/\/\*\*$/, '')}`);
  const entries = units.filter((unit) => !isDeclared(unit)).map((unit) => ({ unit }));
  const lines = accounts
    .filter((account) => !isDeclared(account))
    .map((account) => accountLines(organization, account));
  return {
    ...(entries.length > 0 && { organizationalUnits: unitLines(organization, entries) }),
    ...(lines.length > 0 && { accounts: Object.fromEntries(lines) }),
  };
}
