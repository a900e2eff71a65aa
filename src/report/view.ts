import type { Address, CallCount, Change, Plan } from '../model.js';
import { placedOf, placesText, sameness } from './places.js';

/** A plan with what a report adds to it: how it was come by, and what each kind says of its own changes. */
export interface PlanView {
  readonly plan: Plan;
  /** sha256, 64 hexadecimal digits; the first 8 name the plan. */
  readonly digest: string;
  /** First word of the report: `Plan` unless told. */
  readonly title?: string;
  /** Wall clock seconds of the read; absent for a plan that comes from a file. */
  readonly seconds?: number;
  readonly calls?: readonly CallCount[];
  /** When the plan was made, in clock milliseconds; absent for a plan that comes from a file. */
  readonly at?: number;
  /** Lines for the reviewer below a change (`Kind.describe`). */
  readonly describe?: (change: Change) => readonly string[];
}

/**
 * What is drawn as one numbered item: a change, and the attachments of the same policy that are folded under it; or
 * changes that differ in nothing but their account or Region.
 */
export interface Group {
  readonly address: Address;
  readonly change?: Change;
  readonly folded: readonly Change[];
  /** The other changes that `change` stands for. */
  readonly alike: readonly Change[];
  /** `12 accounts: a, b, c and 9 more`, where it stands for several. */
  readonly places?: string;
}

/** Kinds whose changes are shown under another thing: prefix of the address -> prefix of the thing it belongs to. */
const FOLDS: Readonly<Record<string, string>> = { 'policy-attachment': 'policy' };

/** `policy-attachment:scp/deny-leave@unit:Workloads` -> owner `policy:scp/deny-leave`, target `unit:Workloads`. */
export function foldOf(address: Address): { readonly owner: Address; readonly target: string } | undefined {
  const colon = address.indexOf(':');
  const owner = FOLDS[address.slice(0, colon)];
  const rest = address.slice(colon + 1);
  // A target is `root`, `unit:...` or `account:...`; a policy's name may hold an @ itself.
  const match = /^(.*)@((?:root$|unit:|account:).*)$/s.exec(rest);
  if (owner === undefined || match?.[1] === undefined || match[2] === undefined) return undefined;
  return { owner: `${owner}:${match[1]}`, target: match[2] };
}

export function isNotice(change: Change): boolean {
  return change.action === 'notice';
}

/** The changes a plan makes (notices left out), attachments folded under their policy, in the plan's own order. */
export function groupsOf(changes: readonly Change[]): Group[] {
  const groups = new Map<string, { address: Address; change?: Change; folded: Change[]; alike: Change[] }>();
  for (const change of changes) {
    if (isNotice(change)) continue;
    const fold = foldOf(change.address);
    const address = fold?.owner ?? change.address;
    const key = sameness(change) ?? address;
    const group = groups.get(key) ?? { address, folded: [], alike: [] };
    if (fold) group.folded.push(change);
    else if (group.change) group.alike.push(change);
    else group.change = change;
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({ ...group, ...placesOf(group) }));
}

/** One that stands for several is called by what they have in common. */
function placesOf({ address, alike }: Pick<Group, 'address' | 'alike'>): Partial<Pick<Group, 'address' | 'places'>> {
  const placed = alike.length > 0 ? placedOf(address) : undefined;
  if (!placed) return {};
  const others = alike.flatMap((change) => placedOf(change.address)?.place ?? []);
  return { address: placed.thing, places: placesText(placed.noun, [placed.place, ...others]) };
}

/** Every change of a group. */
export function changesOf({ change, folded, alike }: Group): Change[] {
  return [...(change ? [change] : []), ...folded, ...alike];
}

/** The group number (from 1) of every address in the plan: what `waits for 3` refers to. */
export function numbersOf(groups: readonly Group[]): ReadonlyMap<Address, number> {
  const numbers = new Map<Address, number>();
  groups.forEach((group, index) => {
    for (const change of changesOf(group)) numbers.set(change.address, index + 1);
  });
  return numbers;
}

/** Numbers of the groups that must be done before this one, ascending. */
export function blockersOf(group: Group, numbers: ReadonlyMap<Address, number>): number[] {
  const own = changesOf(group);
  const needed = own.flatMap((change) => waitsFor(change).map((address) => numbers.get(address)));
  const blockers = new Set(needed.filter((number) => number !== undefined));
  for (const change of own) blockers.delete(numbers.get(change.address) ?? 0);
  return [...blockers].sort((one, other) => one - other);
}

export type Counted = readonly { readonly word: string; readonly number: number }[];

const ORDER = ['create', 'update', 'replace', 'adopt', 'repair', 'remove', 'attach', 'detach', 'wait', 'expect'];

/** `2 create · 3 update · 4 attach`; attachments are counted apart, as people speak of them. */
export function countsOf(changes: readonly Change[]): Counted {
  const counts = new Map<string, number>();
  for (const change of changes) {
    if (isNotice(change)) continue;
    const word = foldOf(change.address) ? wordOfFolded(change) : change.action;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return ORDER.flatMap((word) => {
    const number = counts.get(word);
    return number === undefined ? [] : [{ word, number }];
  });
}

function wordOfFolded(change: Change): string {
  if (change.action === 'create') return 'attach';
  return change.action === 'remove' ? 'detach' : change.action;
}

/** Facts that must still be true when the plan is applied: what it reads and what it starts from. */
export function factsOf(plan: Plan): number {
  const facts = new Set<string>();
  for (const change of plan.changes) {
    if (isNotice(change)) continue;
    facts.add(change.address);
    for (const read of change.reads) facts.add(read.address);
  }
  return facts.size;
}

export function totalCalls(calls: readonly CallCount[]): number {
  return calls.reduce((sum, call) => sum + call.calls, 0);
}

/** Mere order is not spoken of, except where the one is there because of the other. */
function waitsFor({ needs, after, why }: Change): readonly Address[] {
  return why === 'automatic' ? [...needs, ...after] : needs;
}
