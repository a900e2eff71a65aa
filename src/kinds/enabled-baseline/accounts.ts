import type { Step, StepContext } from '../../kind.js';
import type { Address, Progress } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { lackingIn, lookAt } from './operation.js';
import { listed } from './reading.js';
import type { EnabledBaselineSpec } from './spec.js';

/** Seconds: Control Tower's pre-check refuses a younger account (seen: "Account is not in ACTIVE state" for 2 to 5 minutes). */
const READY_AFTER = 180;

/**
 * The pre-checks of a registration fail for accounts that were made a moment ago. Those of this plan are waited for,
 * and those of a run that was cut short just before; where there are none nothing is asked.
 */
export function awaitNewAccounts(spec: EnabledBaselineSpec, before: readonly Address[]): Step<Surroundings> {
  return {
    name: 'wait until its new accounts are ready',
    calls: [],
    start: (context) => ready(context, spec, before),
    poll: (_token, context) => ready(context, spec, before),
  };
}

async function ready(
  context: StepContext<Surroundings>,
  spec: EnabledBaselineSpec,
  before: readonly Address[],
): Promise<Progress> {
  const { aws, names, clock } = context;
  const young = clock.now() - READY_AFTER * 1_000;
  const ids = newAccounts(context, spec, before, young);
  const records = await Promise.all(ids.map((id) => aws.organizations.account(id)));
  const waiting = records.filter(({ state, joinedAt = 0 }) => state === 'PENDING_ACTIVATION' || joinedAt > young);
  if (waiting.length === 0) return { state: 'done' };
  const told = waiting.map(({ id }) => names.nameOf(id) ?? id);
  return { state: 'running', token: spec.target, detail: `${listed(told)} too new for Control Tower's pre-checks` };
}

function newAccounts(
  { aws, names }: StepContext<Surroundings>,
  { target }: EnabledBaselineSpec,
  before: readonly Address[],
  young: number,
): string[] {
  const here = aws.live.organization.children(target);
  const accounts = new Set([...here, ...before].filter((node) => node.startsWith('account:')));
  return [...accounts].flatMap((account) => {
    const known = aws.live.nodes.get(account as `account:${string}`);
    const id = names.tryIdOf(account as Address);
    const isNew = known === undefined || (known.invited !== true && (known.joinedAt ?? 0) > young);
    return id !== undefined && isNew ? [id] : [];
  });
}

/** A unit is registered although accounts in it failed: their names are said, and the next plan repairs. */
export function checkAccounts(spec: EnabledBaselineSpec): Step<Surroundings> {
  return {
    name: 'look at its accounts',
    calls: [],
    async start(context) {
      const lacking = lackingIn(await lookAt(context, spec), context.aws);
      return { state: 'done', ...(lacking !== undefined && { lacking }) };
    },
  };
}

/** Seconds: Control Tower enrols what moves in within minutes, or up to several hours (user guide, auto-enrolment). */
const ENROLMENT = { takes: [120, 7_200], patience: 43_200 } as const;

/** How long an account that was moved here may be missing from the lists before it is known not to have come. */
const ARRIVES_WITHIN_MS = 120_000;

/** Waits until Control Tower has followed the moves of this plan. It does so by itself: nothing is written. */
export function awaitEnrolment(spec: EnabledBaselineSpec, before: readonly Address[]): Step<Surroundings> {
  const accounts = before.filter((address): address is Account => address.startsWith('account:'));
  return {
    name: 'wait until Control Tower has followed the moves',
    calls: [],
    ...ENROLMENT,
    start: (context) => followed(context, spec, accounts, context.clock.now()),
    poll: (since, context) => followed(context, spec, accounts, Number(since)),
  };
}

type Account = `account:${string}`;

async function followed(
  context: StepContext<Surroundings>,
  spec: EnabledBaselineSpec,
  accounts: readonly Account[],
  since: number,
): Promise<Progress> {
  const { leaving, arriving } = await moving(context, spec, accounts);
  const seen = await lookAt(context, spec);
  const enrolled = new Map(seen?.children.map(({ account, status }) => [account, status]));
  const toRelease = leaving.filter((account) => enrolled.has(account));
  const isLate = context.clock.now() - since > ARRIVES_WITHIN_MS;
  const toEnrol = arriving.filter(
    ({ account, isHere }) => (isHere || !isLate) && (enrolled.get(account) ?? 'UNDER_CHANGE') === 'UNDER_CHANGE',
  );
  const open = [
    ...(toEnrol.length > 0 ? [`${listed(toEnrol.map(({ account }) => account))} to be enrolled`] : []),
    ...(toRelease.length > 0 ? [`${listed(toRelease)} to be released`] : []),
  ];
  if (open.length > 0) return { state: 'running', token: String(since), detail: `waiting for ${open.join(' and ')}` };
  const lacking = lackingIn(seen, context.aws);
  return { state: 'done', ...(lacking !== undefined && { lacking }) };
}

interface Moving {
  readonly leaving: readonly Account[];
  /** `isHere`: lists show it in the unit. One that could not be moved never will be; one that could not be made has no id. */
  readonly arriving: readonly { readonly account: Account; readonly isHere: boolean }[];
}

/** Who lived here when the run began and does not any more, and who did not and shall. */
async function moving(
  { aws, names }: StepContext<Surroundings>,
  { target }: EnabledBaselineSpec,
  accounts: readonly Account[],
): Promise<Moving> {
  const known = accounts.flatMap((account) => {
    const id = names.tryIdOf(account);
    return id === undefined ? [] : [{ account, id, wasHere: aws.live.organization.get(account)?.parent === target }];
  });
  const parents = await Promise.all(known.map(({ id }) => aws.organizations.parentOf(id)));
  const now = known.map((one, index) => ({ ...one, isHere: parents[index] === names.idOf(target) }));
  return {
    leaving: now.filter(({ wasHere, isHere }) => wasHere && !isHere).map(({ account }) => account),
    arriving: now.filter(({ wasHere }) => !wasHere),
  };
}
