import type { NodeName } from '../model.js';
import { goneAccounts, type OrganizationFacts, type Unread } from './evidence.js';
import { type Count, type EvidenceLine, placeLabel, type RowResult, type Verdict } from './verdict.js';

/** Is one thing so in one place? `by`: what makes it so. `detail`: what there is to be said of this place alone. */
export type Answer =
  | { readonly is: 'yes'; readonly by: readonly string[] }
  | { readonly is: 'no'; readonly why?: string; readonly detail?: string }
  | { readonly is: 'unknown'; readonly unread: Unread };

/** One thing that must be so in every account. */
export interface Aspect {
  /** What it is said of, where several are alike: a service. */
  readonly subject?: string;
  /** As a sentence that holds where it is so: `leaving the organization is denied`. */
  readonly holds: string;
  /** As a sentence where it is not. */
  readonly fails: string;
  ask(node: NodeName): Answer;
}

export interface Asked {
  readonly verdict: Verdict;
  readonly count: Count;
  readonly evidence: readonly EvidenceLine[];
  readonly missingPermissions: readonly string[];
  /** Where at least one aspect certainly does not hold. */
  readonly failing: readonly NodeName[];
  /** By aspect, in their order: where it certainly does not hold. */
  readonly failingOf: readonly (readonly NodeName[])[];
}

/** Asks every aspect in every place: a place is met when all of them hold there. */
export function askAll(aspects: readonly Aspect[], places: readonly NodeName[], noun: string): Asked {
  const answers = aspects.map((aspect) => ({
    aspect,
    of: new Map(places.map((place) => [place, aspect.ask(place)] as const)),
  }));
  const failing = places.filter((place) => answers.some(({ of }) => of.get(place)?.is === 'no'));
  const met = places.filter((place) => answers.every(({ of }) => of.get(place)?.is === 'yes'));
  const missing = answers.flatMap(({ of }) =>
    [...of.values()].flatMap((answer) => (answer.is === 'unknown' ? (answer.unread.missingPermission ?? []) : [])),
  );
  return {
    verdict: verdictOf(met.length, failing.length, places.length),
    count: { met: met.length, of: places.length, noun },
    evidence: merged(answers.flatMap(({ aspect, of }) => linesOf(aspect, of, noun))),
    missingPermissions: [...new Set(missing)].sort(),
    failing,
    failingOf: answers.map(({ of }) => places.filter((place) => of.get(place)?.is === 'no')),
  };
}

/** Nothing seen to hold, and something seen not to: what is unknown cannot make it better than partly met. */
export function verdictOf(met: number, failing: number, of: number): Verdict {
  if (of > 0 && met === of) return 'met';
  if (failing === 0) return of === 0 ? 'not met' : 'unknown';
  return met === 0 ? 'not met' : 'partly';
}

interface Said extends EvidenceLine {
  readonly subject: string | undefined;
}

function linesOf(aspect: Aspect, of: ReadonlyMap<NodeName, Answer>, noun: string): Said[] {
  const { subject } = aspect;
  const said = (state: EvidenceLine['state'], text: string, places: readonly Placed[], tail = ''): Said => ({
    subject,
    state,
    text: `${text} in ${places.length} of ${of.size} ${noun}s${tail}`,
    about: places.map(label),
    // Who reads that it is so everywhere needs no names, unless there is more to be said of each.
    ...(places.length === of.size && !places.some(({ answer }) => 'detail' in answer) && { every: true }),
  });
  const all = [...of].map(([place, answer]): Placed => ({ place, answer }));
  const yes = all.filter(({ answer }) => answer.is === 'yes');
  const by = [...new Set(yes.flatMap(({ answer }) => (answer.is === 'yes' ? answer.by : [])))];
  const through = by.length === 0 ? '' : `, by ${by.join(', ')}`;
  const rest = all.filter(({ answer }) => answer.is !== 'yes');
  const groups = [...grouped(rest, ({ answer }) => JSON.stringify(sentence(aspect, answer))).values()];
  return [
    ...(yes.length === 0 ? [] : [said('met', aspect.holds, yes, through)]),
    ...groups.flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { text, tail } = sentence(aspect, first.answer);
      return [said(first.answer.is === 'unknown' ? 'unknown' : 'not met', text, group, tail)];
    }),
  ];
}

interface Placed {
  readonly place: NodeName;
  readonly answer: Answer;
}

function label({ place, answer }: Placed): string {
  const name = placeLabel(place);
  return answer.is === 'no' && answer.detail !== undefined ? `${name} (${answer.detail})` : name;
}

function sentence({ holds, fails }: Aspect, answer: Answer): { text: string; tail: string } {
  if (answer.is === 'yes') return { text: holds, tail: '' };
  if (answer.is === 'unknown') {
    return { text: `whether ${holds} cannot be told`, tail: ` (${answer.unread.reason})` };
  }
  return { text: fails, tail: answer.why === undefined ? '' : ` (${answer.why})` };
}

/** What is said of several subjects in the same words is said once. */
function merged(lines: readonly Said[]): EvidenceLine[] {
  return [...grouped(lines, ({ subject: _, ...line }) => JSON.stringify(line)).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { subject: _, ...line } = first;
    const subjects = group.flatMap(({ subject }) => subject ?? []);
    return [subjects.length === 0 ? line : { ...line, text: `${subjects.join(', ')}: ${line.text}` }];
  });
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** Accounts that nothing can be done in are told apart, so that no count is a riddle. */
export function suspendedNote({ tree }: OrganizationFacts): EvidenceLine[] {
  const gone = goneAccounts(tree);
  if (gone.length === 0) return [];
  return [{ state: 'note', text: 'suspended or closed, not counted', about: gone.map(placeLabel) }];
}

/** A count that a condition of the whole organization stands above: where that fails, nobody is met. */
export function under(is: 'yes' | 'no' | 'unknown', asked: Asked): Pick<Asked, 'verdict' | 'count'> {
  const { verdict, count, failing } = asked;
  if (is === 'yes') return { verdict, count };
  const nobody = { ...count, met: 0 };
  if (is === 'no') return { verdict: 'not met', count: nobody };
  return { verdict: count.of > 0 && failing.length === count.of ? 'not met' : 'unknown', count: nobody };
}

/** What to grant, where that is why something is not known. */
export function grantAdvice(permissions: readonly string[]): string[] {
  return permissions.map((permission) => `Grant ${permission}, and look again.`);
}

export function unknownRow(why: Unread): RowResult {
  return {
    verdict: 'unknown',
    evidence: [{ state: 'unknown', text: why.reason }],
    advice: why.missingPermission === undefined ? [] : [`Grant ${why.missingPermission}, and look again.`],
    missingPermissions: why.missingPermission === undefined ? [] : [why.missingPermission],
  };
}

export function blockedRow(text: string, advice: string): RowResult {
  return { verdict: 'blocked', evidence: [{ state: 'not met', text }], advice: [advice], missingPermissions: [] };
}
