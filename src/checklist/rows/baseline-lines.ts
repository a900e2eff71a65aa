import type { NodeName } from '../../model.js';
import type { BaselineFacts, BaselineGap } from '../evidence.js';
import { type EvidenceLine, placeLabel } from '../verdict.js';

/** What is known of a baseline is enough to say that it falls short there. */
export function fallsShort({ accounts, gaps, whole }: BaselineFacts, account: NodeName): boolean {
  return (whole !== undefined && accounts.includes(account)) || gaps.some((gap) => gap.account === account);
}

/** Those without a gap in one line, the others one by one. */
export function baselineLines(baselines: readonly BaselineFacts[]): EvidenceLine[] {
  const whole = baselines.filter(
    ({ accounts, gaps, whole: fault, unread }) =>
      accounts.length > 0 && gaps.length === 0 && fault === undefined && unread === undefined,
  );
  const met: EvidenceLine[] =
    whole.length === 0
      ? []
      : [
          {
            state: 'met',
            text: 'every stack is there and current, none is known to have drifted',
            about: whole.map(({ name, accounts }) => `${name} (${count(accounts.length)})`),
          },
        ];
  return [...met, ...baselines.flatMap(faultLines)];
}

function faultLines({ name, accounts, gaps, whole, unread }: BaselineFacts): EvidenceLine[] {
  const about = (places: readonly NodeName[]): Pick<EvidenceLine, 'about' | 'every'> => ({
    about: places.map(placeLabel),
    ...(places.length === accounts.length && { every: true }),
  });
  return [
    ...(whole === undefined ? [] : [{ state: 'not met' as const, text: `${name}: ${whole}` }]),
    ...groupsOf(gaps).map(({ text, tail, places }): EvidenceLine => {
      const share = `in ${places.length} of ${count(accounts.length)}`;
      return { state: 'not met', text: `${name}: ${text} ${share} (${tail})`, ...about(places) };
    }),
    ...(unread === undefined
      ? []
      : [{ state: 'unknown' as const, text: `${name}: not everything can be told (${unread.reason})` }]),
  ];
}

const SENTENCES: { readonly [Is in BaselineGap['is']]: string } = {
  missing: 'there is no stack',
  'not current': 'the stack is not current',
  drifted: 'the stack has drifted',
};

interface Group {
  readonly text: string;
  readonly tail: string;
  readonly places: NodeName[];
}

/** Accounts that fall short in the same Regions for the same reason are said together. */
function groupsOf(gaps: readonly BaselineGap[]): Group[] {
  const regionsOf = new Map<string, { gap: BaselineGap; regions: string[] }>();
  for (const gap of gaps) {
    const key = JSON.stringify([gap.account, gap.is, gap.why]);
    const known = regionsOf.get(key);
    if (known) known.regions.push(gap.region);
    else regionsOf.set(key, { gap, regions: [gap.region] });
  }
  const groups = new Map<string, Group>();
  for (const { gap, regions } of regionsOf.values()) {
    const text = SENTENCES[gap.is];
    const tail = `${[...regions].sort().join(', ')}${whyOf(gap)}`;
    const known = groups.get(`${text} ${tail}`);
    if (known) known.places.push(gap.account);
    else groups.set(`${text} ${tail}`, { text, tail, places: [gap.account] });
  }
  return [...groups.values()];
}

function whyOf({ is, why }: BaselineGap): string {
  if (why === undefined) return '';
  return is === 'drifted' ? `; detected ${why}` : `: ${why}`;
}

/** What neither speaks for a baseline nor against it. */
export function noteLines(baselines: readonly BaselineFacts[]): EvidenceLine[] {
  const unchecked = baselines.filter((baseline) => baseline.unchecked > 0);
  const empty = baselines.filter(({ accounts, unread }) => accounts.length === 0 && unread === undefined);
  const note = (text: string, found: readonly BaselineFacts[]): EvidenceLine[] =>
    found.length === 0 ? [] : [{ state: 'note', text, about: found.map(({ name }) => name) }];
  return [
    ...note('drift was never looked for in stacks of these (towerctl drift --detect looks)', unchecked),
    ...note('meant for no account in use', empty),
  ];
}

function count(accounts: number): string {
  return accounts === 1 ? '1 account' : `${accounts} accounts`;
}
