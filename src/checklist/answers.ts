import type { NodeName } from '../model.js';
import { goneAccounts, type OrganizationFacts, type Unread } from './evidence.js';
import { type Count, type EvidenceLine, placeLabel, type RowResult, type Verdict } from './verdict.js';

/** Is one thing so in one place? `by`: what makes it so. */
export type Answer =
  | { readonly is: 'yes'; readonly by: readonly string[] }
  | { readonly is: 'no'; readonly why?: string }
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
  const said = (state: EvidenceLine['state'], text: string, places: readonly NodeName[], tail = ''): Said => ({
    subject,
    state,
    text: `${text} in ${places.length} of ${of.size} ${noun}s${tail}`,
    about: places.map(placeLabel),
    ...(places.length === of.size && { every: true }),
  });
  const yes = [...of].flatMap(([place, answer]) => (answer.is === 'yes' ? [{ place, answer }] : []));
  const rest = [...of].flatMap(([place, answer]) => (answer.is === 'yes' ? [] : [{ place, answer }]));
  const by = [...new Set(yes.flatMap(({ answer }) => answer.by))];
  const through = by.length === 0 ? '' : `, by ${by.join(', ')}`;
  const groups = [...grouped(rest, ({ answer }) => JSON.stringify(sentence(aspect, answer))).values()];
  return [
    ...(yes.length === 0
      ? []
      : [
          said(
            'met',
            aspect.holds,
            yes.map(({ place }) => place),
            through,
          ),
        ]),
    ...groups.flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { text, tail } = sentence(aspect, first.answer);
      const state = first.answer.is === 'unknown' ? 'unknown' : 'not met';
      return [
        said(
          state,
          text,
          group.map(({ place }) => place),
          tail,
        ),
      ];
    }),
  ];
}

function sentence({ holds, fails }: Aspect, answer: Exclude<Answer, { is: 'yes' }>): { text: string; tail: string } {
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
