import { nodeOf, parseTarget, selectAccounts } from '../../manifest/targets.js';
import type { NodeName, Selection, Target } from '../../model.js';
import type { Organization } from '../../organization.js';
import type { BaselineEntry } from './section.js';
import type { AutoDeployment, Cells } from './spec.js';

export type UnitNode = 'root' | `unit:${string}`;

/** What targets and exclusions become, for one permission model. */
export interface Reach {
  /** The accounts that get a stack from the StackSet, sorted. */
  readonly accounts: readonly NodeName[];
  /** Service-managed only: the units through which instances are asked for, and that automatic deployment watches. */
  readonly units: readonly UnitNode[];
  readonly autoDeploy?: AutoDeployment;
  /** How it was compiled, where that is not what the manifest says word by word. */
  readonly note?: string;
  /** Automatic deployment was asked for and cannot be. */
  readonly noAutoDeploy?: string;
}

type Entry = Pick<BaselineEntry, 'targets' | 'exclude' | 'overrides' | 'autoDeploy' | 'permissions' | 'management'>;

/** @returns which accounts are meant, and by what means AWS is told. */
export function reachOf(organization: Organization, entry: Entry): Reach {
  const selection: Selection = { targets: entry.targets ?? [], exclude: entry.exclude };
  const management = managementOf(organization);
  const selected = selectAccounts(organization, selection).sort();
  const named = management !== undefined && selected.includes(management);
  const isServiceManaged = entry.permissions === undefined || entry.permissions === 'service-managed';
  // Without a wish of its own the management account is only meant where somebody wrote its name.
  const wanted = named && !isServiceManaged && !entry.management && namesManagement(organization, selection.targets);
  const accounts = selected.filter((account) => account !== management || wanted);
  const left =
    named && !wanted && !entry.management
      ? ['the management account is left out: write management: true to give it a stack of its own']
      : [];
  if (!isServiceManaged) return { accounts, units: [], ...noteOf(left) };
  return serviceManaged(organization, entry, selection, accounts, left);
}

function serviceManaged(
  organization: Organization,
  entry: Entry,
  selection: Selection,
  accounts: readonly NodeName[],
  left: readonly string[],
): Reach {
  const whole = wholeUnits(organization, selection);
  const why = whole.why ?? ((entry.overrides ?? []).length === 0 ? undefined : 'some accounts get other values');
  const units = whole.why === undefined ? whole.units : parentsOf(organization, accounts);
  const retain = typeof entry.autoDeploy === 'object' && entry.autoDeploy.retain;
  const enabled = why === undefined && entry.autoDeploy !== false;
  const asked = entry.autoDeploy === true || typeof entry.autoDeploy === 'object';
  const notes = [...left];
  if (why !== undefined) {
    notes.push(`${why}: ${means(whole.why !== undefined, accounts, units)}a new account comes with the next run`);
  }
  return {
    accounts,
    units,
    autoDeploy: { enabled, retain: enabled && retain },
    ...noteOf(notes),
    ...(why !== undefined && asked && { noAutoDeploy: why }),
  };
}

function means(oneByOne: boolean, accounts: readonly NodeName[], units: readonly UnitNode[]): string {
  if (!oneByOne) return 'automatic deployment is off, ';
  const [some, places] = [count(accounts.length, 'account'), count(units.length, 'unit')];
  return `${some} picked out of ${places}, automatic deployment is off, `;
}

/**
 * Whole units, which AWS itself can follow; else why it cannot. A unit without `/**` is whole while no other is below
 * it: AWS takes a unit with everything below.
 */
function wholeUnits(
  organization: Organization,
  { targets, exclude }: Selection,
): { readonly units: readonly UnitNode[]; readonly why?: string } {
  if (exclude !== undefined && exclude.length > 0)
    return { units: [], why: 'StackSets cannot leave accounts out for good' };
  const units: UnitNode[] = [];
  for (const target of targets) {
    if (typeof target !== 'string') return { units: [], why: 'StackSets cannot select by tags or selectors' };
    const parsed = parseTarget(target);
    if (parsed.kind === 'root') units.push('root');
    else if (parsed.kind !== 'unit') return { units: [], why: 'StackSets follow units, not single accounts' };
    else {
      const unit: UnitNode = `unit:${parsed.path}`;
      const below = organization.children(unit).some((child) => child.startsWith('unit:'));
      if (below && !parsed.recursive) return { units: [], why: `StackSets take ${unit} with the units below it` };
      units.push(unit);
    }
  }
  const highest = units.filter((unit) => !units.some((other) => other !== unit && organization.isBelow(unit, other)));
  return { units: [...new Set(highest)].sort() };
}

function parentsOf(organization: Organization, accounts: readonly NodeName[]): UnitNode[] {
  const parents = accounts.map((account) => organization.get(account)?.parent).filter((parent) => parent !== undefined);
  return [...new Set(parents)].filter((parent): parent is UnitNode => !parent.startsWith('account:')).sort();
}

/** `targets: [management]` with `management: true`: plain stacks, and no StackSet that would stay empty. */
export function isForManagementAlone({
  targets = [],
  management,
  remove,
}: Pick<BaselineEntry, 'targets' | 'management' | 'remove'>): boolean {
  return (
    management === true && remove !== true && targets.length > 0 && targets.every((target) => target === 'management')
  );
}

export function managementOf(organization: Organization): NodeName | undefined {
  return nodeOf(organization, 'management');
}

function namesManagement(organization: Organization, targets: readonly Target[]): boolean {
  const management = managementOf(organization);
  return targets.some((target) =>
    typeof target === 'string'
      ? parseTarget(target).kind !== 'root' && nodeOf(organization, target) === management
      : namesManagement(organization, target.targets ?? []),
  );
}

/** The same Regions in every account. */
export function cellsOf(accounts: readonly NodeName[], regions: readonly string[]): Cells {
  const sorted = [...new Set(regions)].sort();
  return Object.fromEntries(accounts.map((account) => [account, sorted]));
}

function noteOf(notes: readonly string[]): { note?: string } {
  return notes.length > 0 ? { note: notes.join('; ') } : {};
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
